using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Results;

/// <summary>
/// Values of resources and policies within a result. A value that is not known stands as <c>{"unknown": "[reference(…)]"}</c>,
/// wherever it is; an object that happens to look like that stands as <c>{"literal": {"unknown": …}}</c>.
/// </summary>
internal static class ResultTokens
{
    private const string Unknown = "unknown";
    private const string Literal = "literal";

    public static void Write(JsonWriter json, JToken token)
    {
        switch (token)
        {
            case JRaw:
                json.WriteStartObject();
                json.WritePropertyName(Unknown);
                json.WriteValue(Unresolved.Why(token));
                json.WriteEndObject();
                break;
            case JObject members when IsMark(members):
                json.WriteStartObject();
                json.WritePropertyName(Literal);
                WriteObject(json, members);
                json.WriteEndObject();
                break;
            case JObject members:
                WriteObject(json, members);
                break;
            case JArray items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                token.WriteTo(json);
                break;
        }
    }

    /// <summary>The value that was written; the given token may be changed and is not to be used any more.</summary>
    public static JToken Read(JToken token)
    {
        switch (token)
        {
            case JObject members when IsMark(members) && members.First is JProperty { Name: Unknown, Value: JValue { Type: JTokenType.String } why }:
                return Unresolved.Create((string)why!);
            case JObject members when IsMark(members) && members.First is JProperty { Name: Literal, Value: JObject literal }:
                return ReadMembers(literal);
            case JObject members:
                return ReadMembers(members);
            case JArray items:
                return new JArray(items.Select(Read).ToArray<object>());
            default:
                return token is JValue value ? new JValue(value) : token;
        }
    }

    private static bool IsMark(JObject members) => members.Count == 1 && members.First is JProperty { Name: Unknown or Literal };

    private static void WriteObject(JsonWriter json, JObject members)
    {
        json.WriteStartObject();
        foreach (var property in members.Properties())
        {
            json.WritePropertyName(property.Name);
            Write(json, property.Value);
        }

        json.WriteEndObject();
    }

    private static JObject ReadMembers(JObject members) => new(members.Properties().Select(p => new JProperty(p.Name, Read(p.Value))));
}
