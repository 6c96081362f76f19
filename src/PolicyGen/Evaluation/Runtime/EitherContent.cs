using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>What is known of a request that has one content or another, nobody knows which.</summary>
internal static class EitherContent
{
    /// <summary>The members that both have are known; what differs is not.</summary>
    public static JObject Of(JObject one, JObject other, string why)
    {
        var result = new JObject();
        foreach (var property in one.Properties())
        {
            var value = other.GetValue(property.Name, StringComparison.OrdinalIgnoreCase);
            result[property.Name] = value is null ? Unresolved.Create(why) : Of(property.Value, value, why);
        }

        foreach (var property in other.Properties())
        {
            if (one.GetValue(property.Name, StringComparison.OrdinalIgnoreCase) is null)
                result[property.Name] = Unresolved.Create(why);
        }

        return result;
    }

    // An object of which it is not known whether it has a member, and an array of an unknown length, are not known at all.
    private static JToken Of(JToken one, JToken other, string why) => (one, other) switch
    {
        _ when JToken.DeepEquals(one, other) => one,
        (JObject a, JObject b) when a.Count == b.Count && a.Properties().All(p => b.GetValue(p.Name, StringComparison.OrdinalIgnoreCase) is not null) => Of(a, b, why),
        (JArray a, JArray b) when a.Count == b.Count => new JArray(a.Zip(b, (x, y) => Of(x, y, why))),
        _ => Unresolved.Create(why),
    };
}
