using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>Reads policy JSON the way Azure does: property names in any letter case.</summary>
internal static class JsonObjectExtensions
{
    /// <summary>The value of a property, the exact spelling first; null when there is none.</summary>
    public static JToken? Find(this JObject source, string name) => source.GetValue(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The JSON type's name for a message.</summary>
    public static string KindName(this JToken token) => token.Type switch
    {
        JTokenType.Object => "an object",
        JTokenType.Array => "an array",
        JTokenType.String => "a text",
        JTokenType.Integer or JTokenType.Float => "a number",
        JTokenType.Boolean => "a boolean",
        _ => "null",
    };
}
