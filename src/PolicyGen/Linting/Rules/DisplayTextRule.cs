using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>People can read what a policy is about. Page: docs/rules/display-text.md.</summary>
public sealed class DisplayTextRule() : LintRule<PolicyDocument>(
    "display-text", "A document has a display name and a description", DiagnosticSeverity.Warning, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        if (string.IsNullOrWhiteSpace(subject.DisplayName?.Value))
            yield return subject.At(subject.Properties, "There is no 'displayName'.");
        if (subject is not PolicyAssignment && string.IsNullOrWhiteSpace(subject.Description?.Value))
            yield return subject.At(subject.Properties, "There is no 'description'.");
    }
}
