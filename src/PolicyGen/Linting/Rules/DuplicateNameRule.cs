using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Two resources of a kind do not share a name. Page: docs/rules/duplicate-name.md.</summary>
public sealed class DuplicateNameRule() : LintRule<PolicyLibrary>(
    "duplicate-name", "Two documents of a kind have two names", DiagnosticSeverity.Error, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyLibrary subject, LintContext context) =>
        from document in subject.Documents
        where document.Name is not null
        group document by Key(document) into same
        where same.Count() > 1
        from other in same.Skip(1)
        select other.At(other.Name!, $"'{other.Name!.Value}' is also the name of the one in {same.First().File}.");

    // Assignments of one name may exist at different scopes.
    private static string Key(PolicyDocument document)
    {
        var place = document switch
        {
            PolicyAssignment assignment => "assignment " + (assignment.Scope?.Value ?? document.Id?.Value),
            PolicySetDefinition => "initiative",
            _ => "definition",
        };
        return $"{place}\n{document.Name!.Value}".ToUpperInvariant();
    }
}
