using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies;

/// <summary>
/// The resource types for which a condition can be true: a finite set, or any. A test whose operand is an expression or
/// a pattern, and everything that does not test the type, leaves any.
/// </summary>
public sealed class ResourceTypeSet
{
    private readonly ImmutableHashSet<string>? _types;

    private ResourceTypeSet(ImmutableHashSet<string>? types) => _types = types;

    /// <summary>No restriction.</summary>
    public static ResourceTypeSet Any { get; } = new(null);

    /// <summary>True when the set does not restrict the type.</summary>
    public bool IsAny => _types is null;

    /// <summary>The types; empty when there is no restriction, or when no type can meet the condition.</summary>
    public IReadOnlyCollection<string> Types => _types ?? [];

    /// <summary>True when a resource of the type can meet the condition.</summary>
    public bool Contains(string type) => _types is null || _types.Contains(type);

    /// <summary>Just these types, compared without regard to case.</summary>
    public static ResourceTypeSet Of(IEnumerable<string> types) => new(types.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>The types in both.</summary>
    public ResourceTypeSet Intersect(ResourceTypeSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _types is null ? other : other._types is null ? this : new ResourceTypeSet(_types.Intersect(other._types));
    }

    /// <summary>The types in either.</summary>
    public ResourceTypeSet Union(ResourceTypeSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _types is null || other._types is null ? Any : new ResourceTypeSet(_types.Union(other._types));
    }

    /// <summary>The types for which the condition, or its negation, can be true.</summary>
    public static ResourceTypeSet Of(Condition? condition, bool negated = false) => condition switch
    {
        NotCondition not => Of(not.Inner, !negated),
        AllOfCondition all => Combine(all.Conditions, negated, conjunction: !negated),
        AnyOfCondition any => Combine(any.Conditions, negated, conjunction: negated),
        Comparison comparison when TestsType(comparison) => Literal(comparison, negated),
        _ => Any,
    };

    /// <summary>True for a condition on the resource's type, whatever its operator.</summary>
    public static bool TestsType(Condition condition) => condition switch
    {
        FieldCondition field => field.Field.Is("type"),
        ValueCondition { Value: JValue { Type: JTokenType.String } value } =>
            TemplateText.IsExpression((string)value!) && ExpressionParser.Parse((string)value!).Expression is FunctionCall call
            && call.Is("field") && string.Equals(call.LiteralArgument, "type", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static ResourceTypeSet Combine(ImmutableArray<Condition> conditions, bool negated, bool conjunction)
    {
        if (conditions.IsEmpty)
            return Any;
        var sets = conditions.Select(c => Of(c, negated));
        return sets.Aggregate((a, b) => conjunction ? a.Intersect(b) : a.Union(b));
    }

    private static ResourceTypeSet Literal(Comparison comparison, bool negated)
    {
        var (single, list) = negated
            ? (ConditionOperator.NotEquals, ConditionOperator.NotIn)
            : (ConditionOperator.Equals, ConditionOperator.In);
        if (comparison.Operator == single && IsLiteral(comparison.Operand))
            return Of([(string)comparison.Operand!]);
        return comparison.Operator == list && comparison.Operand is JArray array && array.All(IsLiteral)
            ? Of(array.Select(t => (string)t!))
            : Any;
    }

    private static bool IsLiteral(JToken token) => token.Type == JTokenType.String && !TemplateText.IsExpression((string)token!);
}
