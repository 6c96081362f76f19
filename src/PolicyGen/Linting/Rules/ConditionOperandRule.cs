using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>The operand has the type that its operator compares with. Page: docs/rules/condition-operand.md.</summary>
public sealed class ConditionOperandRule() : LintRule<PolicyDefinition>(
    "condition-operand", "An operator has an operand it can work with", DiagnosticSeverity.Error, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        from comparison in subject.Comparisons()
        let complaint = Complaint(comparison.Operator, comparison.Operand)
        where complaint is not null
        select subject.At(comparison.Operand, complaint);

    private static string? Complaint(ConditionOperator kind, JToken operand)
    {
        if (operand.Type == JTokenType.String && TemplateText.IsExpression((string)operand!))
            return null;
        return kind switch
        {
            ConditionOperator.In or ConditionOperator.NotIn when operand is not JArray =>
                $"'{kind.Name()}' compares with an array, not with {operand.KindName()}.",
            ConditionOperator.Exists when !IsBoolean(operand) => "'exists' compares with true or false.",
            ConditionOperator.Like or ConditionOperator.NotLike or ConditionOperator.Match or ConditionOperator.NotMatch
                or ConditionOperator.MatchInsensitively or ConditionOperator.NotMatchInsensitively
                or ConditionOperator.ContainsKey or ConditionOperator.NotContainsKey when operand.Type != JTokenType.String =>
                $"'{kind.Name()}' compares with a text, not with {operand.KindName()}.",
            ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals
                when operand.Type is not (JTokenType.String or JTokenType.Integer or JTokenType.Float) =>
                $"'{kind.Name()}' compares with a number, a text or a date, not with {operand.KindName()}.",
            _ => null,
        };
    }

    private static bool IsBoolean(JToken operand) =>
        operand.Type == JTokenType.Boolean || operand.Type == JTokenType.String && bool.TryParse((string)operand!, out _);
}
