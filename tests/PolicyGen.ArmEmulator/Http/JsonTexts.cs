using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>Reads JSON with dates left as texts and a bounded depth.</summary>
internal static class JsonTexts
{
    private static readonly JsonLoadSettings Settings = new() { LineInfoHandling = LineInfoHandling.Load, DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JToken Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, MaxDepth = 128 };
        var token = JToken.ReadFrom(reader, Settings);
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
                throw new JsonReaderException("There is more after the end of the JSON text.", reader.Path, reader.LineNumber, reader.LinePosition, null);
        }
        return token;
    }

    /// <summary>The object of a file.</summary>
    public static JObject Load(string file) =>
        Parse(File.ReadAllText(file)) as JObject ?? throw new JsonException($"{file} must hold a JSON object.");

    /// <summary>A text, or null where there is none.</summary>
    public static string? Text(this JToken token, string path) => token.SelectToken(path) is JValue { Type: not JTokenType.Null } value ? (string?)value : null;
}
