using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Random JSON values, few enough that comparisons often hold.</summary>
internal static class RandomValues
{
    /// <summary>
    /// Texts of which those that look like other values matter: numbers, booleans, dates, patterns, fields.
    /// Ordering by the invariant culture and by code points agree on them.
    /// </summary>
    public static Gen<string> Texts { get; } = Gen.Elements(
        "a", "A", "b", "ab", "", "1", "2", "5.0", "true", "False", "null", "East US", "eastus", "a*", "a1", "name",
        "2026-01-01T00:00:00Z", "2026-01-01T09:00:00+09:00", "2026-01-01", "2026-06-30T12:00:00.5Z", "日本", Shape.Type);

    /// <summary>Numbers as JSON has them: 64 bits, decimals, and beyond 64 bits.</summary>
    public static Gen<JToken> Numbers { get; } = Gen.Frequency(
        (6, Gen.Choose(-1, 6).Select(n => (JToken)new JValue((long)n))),
        (2, Gen.Elements(1.5m, 5.0m, 2m, -0.5m).Select(n => (JToken)new JValue(n))),
        (1, Gen.Elements("99999999999999999999", "9223372036854775807", "1e20").Select(JToken.Parse)));

    public static Gen<JToken> Scalars { get; } = Gen.Frequency(
        (5, Texts.Select(t => (JToken)new JValue(t))),
        (4, Numbers),
        (2, Gen.Elements(true, false).Select(b => (JToken)new JValue(b))),
        (1, Gen.Constant(0).Select(_ => (JToken)JValue.CreateNull())));

    /// <summary>Any JSON.</summary>
    public static Gen<JToken> Any { get; } = Tokens(2);

    /// <summary>A value that is not known; what stands for it looks like a value, so that nobody takes it for one.</summary>
    public static Gen<JToken> Unknowns { get; } = Texts.Select(Unresolved.Create);

    /// <summary>An object of some members; a null stands for a missing one.</summary>
    public static Gen<JToken> Object(params IEnumerable<(string Name, Gen<JToken> Value)> members) =>
        Gen.CollectToArray(members.Select(m => Gen.Frequency((4, m.Value.Select(v => (JToken?)v)), (1, Gen.Constant<JToken?>(null)))
            .Zip(Gen.Frequency((15, Gen.Constant(m.Name)), (1, Gen.Constant(m.Name.ToUpperInvariant()))))))
            .Select(found => (JToken)new JObject(found.Where(f => f.Item1 is not null).Select(f => new JProperty(f.Item2, f.Item1!))));

    /// <summary>An array of at most four elements.</summary>
    public static Gen<JToken> Array(Gen<JToken> element) =>
        Gen.Choose(0, 4).SelectMany(n => Gen.ListOf(element, n)).Select(e => (JToken)new JArray(e));

    private static Gen<JToken> Tokens(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (4, Scalars),
            (1, Array(Tokens(depth - 1))),
            (1, Object(("name", Tokens(depth - 1)), ("size", Tokens(depth - 1)), ("env", Tokens(depth - 1)), ("items", Array(Scalars)))));
}
