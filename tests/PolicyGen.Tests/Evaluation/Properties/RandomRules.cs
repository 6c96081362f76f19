using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>A count around a random condition.</summary>
/// <param name="Alias">The counted array alias, or null for a value count.</param>
/// <param name="Name">The name of a value count; null when it has none, and for a field count.</param>
internal sealed record CountAround(string? Alias, string? Name);

/// <summary>Random conditions.</summary>
/// <param name="isOrderFree">True leaves out what depends on the order of an array's elements: its text.</param>
/// <param name="withFunctions">True adds functions that the plain interpreter does not know.</param>
internal sealed class RandomRules(bool isOrderFree = false, bool withFunctions = false)
{
    private readonly RandomExpressions _expressions = new(isOrderFree, withFunctions);

    public Gen<JObject> Conditions() => Gen.Sized(size => Condition(Math.Min(4, 1 + size / 15), []));

    /// <summary>A condition of at most so many levels, within counts.</summary>
    public Gen<JObject> Condition(int depth, ImmutableArray<CountAround> around)
    {
        if (depth <= 1)
            return Leaf(around);
        var smaller = Gen.Choose(1, depth - 1).SelectMany(d => Condition(d, around));
        var several = Gen.Choose(1, 3).SelectMany(n => Gen.ListOf(smaller, n));
        return Gen.Frequency(
            (3, Leaf(around)),
            (3, several.Select(c => new JObject { ["allOf"] = new JArray(c) })),
            (3, several.Select(c => new JObject { ["anyOf"] = new JArray(c) })),
            (2, smaller.Select(c => new JObject { ["not"] = c })),
            (4, FieldCount(depth, around)),
            (2, ValueCount(depth, around)));
    }

    private Gen<JObject> Leaf(ImmutableArray<CountAround> around) => Gen.Frequency(
        (6, Fields(around).SelectMany(f => Comparison("field", new JValue(f), around, isArray: IsArray(f)))),
        (3, _expressions.Values(around).SelectMany(v => Comparison("value", v, around))));

    // Within a count mostly what the count is about.
    private static Gen<string> Fields(ImmutableArray<CountAround> around)
    {
        var others = Gen.Frequency(
            (4, Gen.Elements(Shape.CommonFields.AsEnumerable())),
            (6, Gen.Elements(Shape.AliasNames.AsEnumerable())),
            (1, Gen.Elements("[parameters('fieldName')]", "noField", $"{Shape.Type}/text".ToUpperInvariant())));
        return around.LastOrDefault(c => c.Alias is not null) is { Alias: { } alias }
            ? Gen.Frequency((1, others), (2, Gen.Elements(Shape.AliasNames.Where(p => p.StartsWith(alias[..(alias.IndexOf("[*]", StringComparison.Ordinal) + 3)], StringComparison.Ordinal)))))
            : others;
    }

    private Gen<JObject> FieldCount(int depth, ImmutableArray<CountAround> around) =>
        from alias in Gen.Elements(Shape.Arrays.AsEnumerable())
        from test in Gen.Frequency((4, Condition(depth - 1, around.Add(new CountAround(alias, null))).Select(c => (JObject?)c)), (1, Gen.Constant<JObject?>(null)))
        from comparison in Comparison("count", Members(("field", new JValue(alias)), ("where", test)), around, isCount: true)
        select comparison;

    private Gen<JObject> ValueCount(int depth, ImmutableArray<CountAround> around) =>
        from array in Gen.Frequency(
            (3, Gen.Elements("list", "numbers", "nothing", "many").Select(p => (JToken)new JValue($"[parameters('{p}')]"))),
            (2, RandomValues.Array(RandomValues.Scalars)),
            (2, _expressions.Values(around)))
        from name in Gen.Elements(around.IsEmpty ? new string?[] { "x", "y", null } : ["x", "y"])
        from test in Gen.Frequency((4, Condition(depth - 1, around.Add(new CountAround(null, name))).Select(c => (JObject?)c)), (1, Gen.Constant<JObject?>(null)))
        from comparison in Comparison("count", Members(("value", array), ("name", name is null ? null : new JValue(name)), ("where", test)), around, isCount: true)
        select comparison;

    private Gen<JObject> Comparison(string side, JToken left, ImmutableArray<CountAround> around, bool isCount = false, bool isArray = false) =>
        from kind in isArray && isOrderFree
            ? Gen.Elements(ConditionOperator.Exists, ConditionOperator.ContainsKey, ConditionOperator.Contains, ConditionOperator.NotContains)
            : isCount
                ? Gen.Frequency((9, Gen.Elements(ConditionOperator.Equals, ConditionOperator.NotEquals, ConditionOperator.Less, ConditionOperator.LessOrEquals,
                    ConditionOperator.Greater, ConditionOperator.GreaterOrEquals)), (1, Gen.Elements(Enum.GetValues<ConditionOperator>())))
                : Gen.Elements(Enum.GetValues<ConditionOperator>())
        from operand in Operand(kind, around, isCount)
        select new JObject { [side] = left.DeepClone(), [kind.Name()] = operand };

    private Gen<JToken> Operand(ConditionOperator kind, ImmutableArray<CountAround> around, bool isCount)
    {
        static Gen<JToken> Text(params string[] texts) => Gen.Elements(texts).Select(t => (JToken)new JValue(t));
        var usual = kind switch
        {
            _ when isCount && kind is not (ConditionOperator.In or ConditionOperator.NotIn or ConditionOperator.Exists) => Gen.Choose(0, 4).Select(n => (JToken)new JValue((long)n)),
            ConditionOperator.In or ConditionOperator.NotIn => RandomValues.Array(RandomValues.Scalars),
            ConditionOperator.Like or ConditionOperator.NotLike => Text("a*", "*b", "*", "a", "A*B", "**", "East*", "*us", ""),
            ConditionOperator.Match or ConditionOperator.NotMatch or ConditionOperator.MatchInsensitively or ConditionOperator.NotMatchInsensitively =>
                Text("#", "?", "..", "a#", "A", ".", "", "#.#"),
            ConditionOperator.Contains or ConditionOperator.NotContains => Text("a", "", "us", "1", "B"),
            ConditionOperator.ContainsKey or ConditionOperator.NotContainsKey => Text("env", "NAME", "a b", "size", ""),
            ConditionOperator.Exists => Gen.OneOf(Gen.Elements(true, false).Select(b => (JToken)new JValue(b)), Text("true", "False", "maybe")),
            ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals =>
                Gen.OneOf(RandomValues.Numbers, RandomValues.Texts.Select(t => (JToken)new JValue(t))),
            _ => RandomValues.Scalars,
        };
        return Gen.Frequency((12, usual), (3, _expressions.Values(around)), (1, RandomValues.Any));
    }

    private static bool IsArray(string field) => field.EndsWith("/texts", StringComparison.Ordinal) || field.EndsWith("/objects", StringComparison.Ordinal)
        || field.EndsWith("/objects[*]", StringComparison.Ordinal) || field.EndsWith(".items", StringComparison.Ordinal);

    private static JObject Members(params IEnumerable<(string Name, JToken? Value)> members) =>
        new(members.Where(m => m.Value is not null).Select(m => new JProperty(m.Name, m.Value)));
}
