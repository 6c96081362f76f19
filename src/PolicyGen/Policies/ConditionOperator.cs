using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PolicyGen.Policies;

/// <summary>
/// How a condition compares (MicrosoftDocs/azure-docs, governance/policy/concepts/definition-structure-policy-rule.md,
/// "Conditions").
/// </summary>
public enum ConditionOperator
{
    /// <summary>Same text, without regard to case.</summary>
    Equals,

    /// <summary>Negation of <see cref="Equals"/>.</summary>
    NotEquals,

    /// <summary>Same text where one <c>*</c> stands for any text.</summary>
    Like,

    /// <summary>Negation of <see cref="Like"/>.</summary>
    NotLike,

    /// <summary>Pattern of <c>#</c> digits, <c>?</c> letters, <c>.</c> any character; case matters.</summary>
    Match,

    /// <summary>Negation of <see cref="Match"/>.</summary>
    NotMatch,

    /// <summary><see cref="Match"/> without regard to case.</summary>
    MatchInsensitively,

    /// <summary>Negation of <see cref="MatchInsensitively"/>.</summary>
    NotMatchInsensitively,

    /// <summary>The text contains the operand.</summary>
    Contains,

    /// <summary>Negation of <see cref="Contains"/>.</summary>
    NotContains,

    /// <summary>One of the operand's elements.</summary>
    In,

    /// <summary>Negation of <see cref="In"/>.</summary>
    NotIn,

    /// <summary>The object has a property of that name.</summary>
    ContainsKey,

    /// <summary>Negation of <see cref="ContainsKey"/>.</summary>
    NotContainsKey,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEquals,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEquals,

    /// <summary>Has a value (operand true) or has none (operand false).</summary>
    Exists,
}

/// <summary>The names of <see cref="ConditionOperator"/> in JSON.</summary>
public static class ConditionOperators
{
    private static readonly ImmutableArray<(ConditionOperator Value, string Name)> Table =
    [
        (ConditionOperator.Equals, "equals"),
        (ConditionOperator.NotEquals, "notEquals"),
        (ConditionOperator.Like, "like"),
        (ConditionOperator.NotLike, "notLike"),
        (ConditionOperator.Match, "match"),
        (ConditionOperator.NotMatch, "notMatch"),
        (ConditionOperator.MatchInsensitively, "matchInsensitively"),
        (ConditionOperator.NotMatchInsensitively, "notMatchInsensitively"),
        (ConditionOperator.Contains, "contains"),
        (ConditionOperator.NotContains, "notContains"),
        (ConditionOperator.In, "in"),
        (ConditionOperator.NotIn, "notIn"),
        (ConditionOperator.ContainsKey, "containsKey"),
        (ConditionOperator.NotContainsKey, "notContainsKey"),
        (ConditionOperator.Less, "less"),
        (ConditionOperator.LessOrEquals, "lessOrEquals"),
        (ConditionOperator.Greater, "greater"),
        (ConditionOperator.GreaterOrEquals, "greaterOrEquals"),
        (ConditionOperator.Exists, "exists"),
    ];

    private static readonly FrozenDictionary<string, ConditionOperator> ByName = Table.ToFrozenDictionary(e => e.Name, e => e.Value, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<ConditionOperator, string> ByValue = Table.ToFrozenDictionary(e => e.Value, e => e.Name);

    /// <summary>Finds an operator by its JSON name, without regard to case.</summary>
    public static bool TryParse(string name, out ConditionOperator result) => ByName.TryGetValue(name, out result);

    /// <summary>The JSON name: <c>notEquals</c>.</summary>
    public static string Name(this ConditionOperator value) => ByValue[value];
}
