using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>
/// Random contents of resources of the test type: properties are missing, null or of a wrong type, arrays are empty, and
/// with <paramref name="unknown"/> values at any place are not known.
/// </summary>
internal sealed class RandomResources(bool unknown)
{
    /// <param name="type">The type; null takes mostly the test type.</param>
    public Gen<JObject> Contents(string? type = null)
    {
        var names = Gen.Elements("a", "b", "ab", "a1", "server/a").Select(n => (JToken)new JValue(n));
        var types = type is not null ? Gen.Constant(type) : Gen.Frequency((8, Gen.Constant(Shape.Type)), (1, Gen.Constant(Shape.OtherType)), (1, Gen.Constant(Shape.Type.ToUpperInvariant())));
        return from name in unknown ? Gen.Frequency((6, names), (1, RandomValues.Unknowns)) : names
               from own in types
               from members in RandomValues.Object(
                   ("kind", Place(Text)),
                   ("location", Place(Text)),
                   ("sku", Place(RandomValues.Object(("name", Place(Text))))),
                   ("identity", Place(RandomValues.Object(("type", Place(Text))))),
                   ("tags", Place(RandomValues.Object(("env", Place(Text)), ("a b", Place(Text)), ("owner", Place(Text))))),
                   ("properties", Place(Properties())))
               select Whole(name, own, (JObject)members);
    }

    /// <summary>
    /// What values that are not known turn out to be: anything, also null, and some are still not known. A null does for a
    /// property that is left out in the end: its key is in the request either way.
    /// </summary>
    public static Gen<Answers> Turns() =>
        from values in Gen.ListOf(Gen.Frequency(
            (3, RandomValues.Any),
            (3, new RandomResources(false).Properties().SelectMany(p => Gen.Elements(((JObject)p).PropertyValues().Append(JValue.CreateNull()).ToArray()))),
            (1, Gen.Constant(0).Select(_ => (JToken)JValue.CreateNull())),
            (1, Gen.Constant(0).Select(_ => (JToken)new JArray())),
            (1, RandomValues.Unknowns)), 7)
        from name in Gen.Elements("a", "b", "ab")
        select new Answers([.. values], name);

    public Gen<JToken> Properties()
    {
        var part = RandomValues.Object(("key", Place(Text)));
        var element = RandomValues.Object(
            ("name", Place(Text)),
            ("size", Place(RandomValues.Numbers)),
            ("inner", Place(RandomValues.Object(("flag", Place(Flag))))),
            ("items", Place(RandomValues.Array(Place(RandomValues.Scalars)))),
            ("parts", Place(RandomValues.Array(Place(part)))));
        return RandomValues.Object(
            ("text", Place(Text)),
            ("number", Place(RandomValues.Numbers)),
            ("flag", Place(Flag)),
            ("outer", Place(RandomValues.Object(("inner", Place(RandomValues.Scalars)), ("env", Place(Text))))),
            ("texts", Place(RandomValues.Array(Place(RandomValues.Scalars)))),
            ("objects", Place(RandomValues.Array(Place(element)))));
    }

    private static Gen<JToken> Text { get; } = RandomValues.Texts.Select(t => (JToken)new JValue(t));

    private static Gen<JToken> Flag { get; } = Gen.Elements(true, false).Select(b => (JToken)new JValue(b));

    private Gen<JToken> Place(Gen<JToken> usual) => unknown
        ? Gen.Frequency((16, usual), (1, RandomValues.Any), (2, RandomValues.Unknowns))
        : Gen.Frequency((16, usual), (1, RandomValues.Any));

    private static JObject Whole(JToken name, string type, JObject members)
    {
        members.AddFirst(new JProperty("type", type));
        members.AddFirst(new JProperty("name", name));
        return members;
    }
}
