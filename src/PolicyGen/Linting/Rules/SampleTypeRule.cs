using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A sample is a resource that the control judges. Page: docs/rules/sample-type.md.</summary>
public sealed class SampleTypeRule() : LintRule<Library>(
    "sample-type", "A sample is of a type that its control judges", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    private const string AnyType = "*";

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from control in subject.Controls.Values
        where !control.ResourceTypes.Contains(AnyType, StringComparer.Ordinal)
        from sample in control.Samples.Compliant.Concat(control.Samples.NonCompliant)
        let type = sample["type"] is JValue { Type: JTokenType.String } text ? (string)text! : null
        where type is null || !control.ResourceTypes.Any(t => IsOrIsBelow(type, t))
        select new LintFinding(
            type is null
                ? $"The sample of the control '{control.Id}' has no type."
                : $"The sample is of type '{type}', but the control '{control.Id}' judges {string.Join(", ", control.ResourceTypes)}.",
            JsonText.Locate(sample, control.Location.File));

    private static bool IsOrIsBelow(string type, string judged) =>
        type.StartsWith(judged, StringComparison.OrdinalIgnoreCase) && (type.Length == judged.Length || type[judged.Length] == '/');
}
