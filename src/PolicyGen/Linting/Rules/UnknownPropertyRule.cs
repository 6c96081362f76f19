using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Outside the rule, Azure drops what it does not know, without a word. Page: docs/rules/unknown-property.md.</summary>
public sealed class UnknownPropertyRule() : LintRule<PolicyDocument>(
    "unknown-property", "A policy document has only properties that Azure knows", DiagnosticSeverity.Warning, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        subject.Problems.Where(p => p.Kind == PolicyProblemKind.UnknownProperty).Select(p => subject.At(p.Source, p.Message));
}
