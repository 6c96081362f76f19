using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>Patterns mean what they look like. Page: docs/rules/like-pattern.md.</summary>
public sealed class LikePatternRule() : LintRule<PolicyDefinition>(
    "like-pattern", "A pattern has one wildcard where its operator has them", DiagnosticSeverity.Warning, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        foreach (var comparison in subject.Comparisons())
        {
            if (comparison.Operand.Type != JTokenType.String || TemplateText.IsExpression((string)comparison.Operand!))
                continue;
            var wildcards = ((string)comparison.Operand!).Count(c => c == '*');
            var name = comparison.Operator.Name();
            if (comparison.Operator is ConditionOperator.Like or ConditionOperator.NotLike && wildcards > 1)
                yield return subject.At(comparison.Operand, $"'{name}' takes one '*'; this pattern has {wildcards}.");
            else if (comparison.Operator is ConditionOperator.Contains or ConditionOperator.NotContains && wildcards > 0)
                yield return subject.At(comparison.Operand, $"'{name}' knows no wildcards: it looks for the character '*'.");
        }
    }
}
