using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>Short forms for JSON whose property names are found in any letter case.</summary>
internal static class LoadingJson
{
    /// <summary>A property that is text, or null.</summary>
    public static string? Text(this JObject source, string name) => source.Find(name) is { Type: JTokenType.String } value ? (string)value! : null;

    /// <summary>The objects of a property that is an array; other elements are passed over.</summary>
    public static IEnumerable<JObject> Objects(this JObject source, string name) => (source.Find(name) as JArray ?? []).OfType<JObject>();

    /// <summary>The texts of a property that is a text or an array of such; none otherwise.</summary>
    public static IEnumerable<string> Texts(this JObject source, string name) => source.Find(name) switch
    {
        { Type: JTokenType.String } text => [(string)text!],
        JArray array => array.Where(t => t.Type == JTokenType.String).Select(t => (string)t!),
        _ => [],
    };

    /// <summary>Sets a property, whatever the letter case of the one that is there.</summary>
    public static void Put(this JObject target, string name, JToken value)
    {
        if (target.Find(name) is { Parent: JProperty property })
            property.Value = value;
        else
            target[name] = value;
    }

    /// <summary>Gives a token that was made the place of the one that it was made of, so that messages can point.</summary>
    public static T At<T>(this T made, JToken source)
        where T : JToken
    {
        foreach (var place in source.Annotations<object>())
            made.AddAnnotation(place);
        return made;
    }
}
