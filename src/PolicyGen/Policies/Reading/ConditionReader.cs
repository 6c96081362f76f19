using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;

namespace PolicyGen.Policies.Reading;

/// <summary>
/// Reads condition trees. What Azure refuses (MicrosoftDocs/azure-docs, definition-structure-policy-rule.md: a condition
/// is one logical operator, or one left side with one operator) becomes a problem and a <see cref="MalformedCondition"/>.
/// </summary>
internal sealed class ConditionReader(PartReader parts)
{
    private const PolicyProblemKind Rule = PolicyProblemKind.Rule;

    public Condition Read(JToken token) => Read(token, 1);

    private Condition Read(JToken token, int depth)
    {
        if (depth > JsonText.MaxDepth)
            return Malformed($"Conditions are nested more than {JsonText.MaxDepth} deep.", token);
        if (token is not JObject source)
            return Malformed($"A condition must be an object, not {token.KindName()}.", token);

        JProperty? logical = null, left = null, comparison = null;
        var kind = default(ConditionOperator);
        foreach (var property in source.Properties())
        {
            ref var slot = ref comparison;
            if (IsOneOf(property.Name, "allOf", "anyOf", "not"))
                slot = ref logical;
            else if (IsOneOf(property.Name, "field", "value", "count"))
                slot = ref left;
            else if (ConditionOperators.TryParse(property.Name, out var parsed))
                kind = parsed;
            else
                return Malformed($"'{property.Name}' is no operator and no other part of a condition.", property, source);

            if (slot is not null)
                return Malformed($"A condition cannot have both '{slot.Name}' and '{property.Name}'.", property, source);
            slot = property;
        }

        if (logical is not null)
        {
            return left is null && comparison is null
                ? Logical(logical, source, depth)
                : Malformed($"A condition cannot have both '{logical.Name}' and '{(left ?? comparison)!.Name}'.", source);
        }

        if (left is null)
            return Malformed("A condition needs 'field', 'value', 'count', 'allOf', 'anyOf' or 'not'.", source);
        return comparison is null
            ? Malformed($"The condition on '{left.Name}' has no operator.", source)
            : Comparison(left, kind, comparison.Value, source, depth);
    }

    private Condition Logical(JProperty logical, JObject source, int depth)
    {
        if (IsOneOf(logical.Name, "not"))
            return new NotCondition(Read(logical.Value, depth + 1), source);
        if (logical.Value is not JArray array)
            return Malformed($"'{logical.Name}' must be an array, not {logical.Value.KindName()}.", logical.Value, source);
        if (array.Count == 0)
            parts.Problem(Rule, $"'{logical.Name}' has no conditions.", array);

        ImmutableArray<Condition> conditions = [.. array.Select(c => Read(c, depth + 1))];
        return IsOneOf(logical.Name, "allOf") ? new AllOfCondition(conditions, source) : new AnyOfCondition(conditions, source);
    }

    private Condition Comparison(JProperty left, ConditionOperator kind, JToken operand, JObject source, int depth)
    {
        if (IsOneOf(left.Name, "value"))
            return new ValueCondition(left.Value, kind, operand, source);
        if (IsOneOf(left.Name, "field"))
        {
            return left.Value.Type == JTokenType.String
                ? new FieldCondition(new SourcedText((string)left.Value!, left.Value), kind, operand, source)
                : Malformed($"'field' must be a text, not {left.Value.KindName()}.", left.Value, source);
        }

        return left.Value is JObject count
            ? Count(count, kind, operand, source, depth)
            : Malformed($"'count' must be an object, not {left.Value.KindName()}.", left.Value, source);
    }

    private Condition Count(JObject count, ConditionOperator kind, JToken operand, JObject source, int depth)
    {
        parts.Known(count, "A count", Rule, "field", "value", "name", "where");
        var field = parts.Text(count, "field", Rule);
        var value = PartReader.Value(count, "value");
        var where = PartReader.Value(count, "where") is { } token ? Read(token, depth + 1) : null;
        if (field is null == value is null)
            return Malformed("A count needs either 'field' or 'value'.", count, source);

        CountExpression expression = field is not null
            ? new FieldCount(field, where, count)
            : new ValueCount(value!, parts.Text(count, "name", Rule), where, count);
        return new CountCondition(expression, kind, operand, source);
    }

    private MalformedCondition Malformed(string message, JToken at, JToken? condition = null)
    {
        parts.Problem(Rule, message, at);
        return new MalformedCondition(condition ?? at);
    }

    private static bool IsOneOf(string name, params ReadOnlySpan<string> names)
    {
        foreach (var candidate in names)
        {
            if (string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
