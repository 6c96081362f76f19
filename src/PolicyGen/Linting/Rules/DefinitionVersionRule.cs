using System.Text.RegularExpressions;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A pinned version has Azure's form. Page: docs/rules/definition-version.md.</summary>
public sealed partial class DefinitionVersionRule() : LintRule<PolicyDocument>(
    "definition-version", "A pinned version leaves at least the patch open", DiagnosticSeverity.Error, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        var versions = subject switch
        {
            PolicySetDefinition initiative => initiative.References.Select(r => r.DefinitionVersion),
            PolicyAssignment assignment => [assignment.DefinitionVersion],
            _ => [],
        };
        return versions.OfType<SourcedText>()
            .Where(v => !Form().IsMatch(v.Value))
            .Select(v => subject.At(v, $"'{v.Value}' does not have the form 1.*.*, 1.2.* or, for previews, 1.*.*-preview."));
    }

    [GeneratedRegex(@"^[0-9]{1,9}\.([0-9]{1,9}|\*)\.\*(-[A-Za-z]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
