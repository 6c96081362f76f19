using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A policy rule is made of operators that Azure knows. Page: docs/rules/rule-shape.md.</summary>
public sealed class RuleShapeRule() : LintRule<PolicyDefinition>(
    "rule-shape", "A policy rule is well-formed", DiagnosticSeverity.Error, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.Problems.Where(p => p.Kind == PolicyProblemKind.Rule).Select(p => subject.At(p.Source, p.Message));
}
