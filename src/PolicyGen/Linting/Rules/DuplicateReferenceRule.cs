using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>References, groups and parameters of an initiative have names of their own. Page: docs/rules/duplicate-reference.md.</summary>
public sealed class DuplicateReferenceRule() : LintRule<PolicySetDefinition>(
    "duplicate-reference", "References and groups of an initiative have names of their own", DiagnosticSeverity.Error, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context) =>
        Repeated(subject, subject.References.Select(r => r.ReferenceId), "reference id")
            .Concat(Repeated(subject, subject.Groups.Select(g => g.Name), "group"))
            .Concat(subject.References.SelectMany(r => Repeated(subject, r.GroupNames, "group of the reference")));

    private static IEnumerable<LintFinding> Repeated(PolicySetDefinition subject, IEnumerable<SourcedText?> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names.OfType<SourcedText>())
        {
            if (!seen.Add(name.Value))
                yield return subject.At(name, $"The {what} '{name.Value}' is there twice.");
        }
    }
}
