using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Between text and values (template-functions-object.md, "json"; template-functions-string.md, "string").</summary>
internal static class JsonFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("json", arguments => Parse(Tokens.Text(arguments[0])), TokenKinds.String),
        TemplateFunction.Of("string", String, TokenKinds.Any),
    ];

    /// <summary>
    /// Parses JSON as Azure does, with the same reader and its leniencies: single quotes, comments, commas at the end,
    /// text after the value.
    /// </summary>
    public static PolicyValue Parse(string text)
    {
        JToken? token;
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Double,
                MaxDepth = TokenScan.MaxDepth,
                Culture = CultureInfo.InvariantCulture,
            };
            token = new JsonSerializer().Deserialize<JToken>(reader);
        }
        catch (JsonException)
        {
            token = null;
        }

        if (token is null)
            return PolicyValue.Failed("the text is not valid JSON");
        if (token.Type == JTokenType.Undefined)
            return PolicyValue.Null;
        var all = token is JContainer container ? container.DescendantsAndSelf() : [token];
        foreach (var value in all.Where(t => t is not JProperty).ToList())
        {
            // JavaScript values are outside of JSON; what Azure makes of dates and infinite numbers is its own affair.
            if (value.Type == JTokenType.Undefined)
                value.Replace(JValue.CreateNull());
            else if (Tokens.Kind(value) == TokenKinds.None || value.Type == JTokenType.Float && !double.IsFinite(Tokens.Float(value)))
                return PolicyValue.Unknown("json() of a text that is not plain JSON");
        }

        return PolicyValue.Of(token);
    }

    private static PolicyValue String(ReadOnlySpan<JToken> arguments)
    {
        // The document says that any value can be converted; the Bicep compiler refuses these two.
        if (Tokens.Is(arguments[0], TokenKinds.Null | TokenKinds.Float))
            return PolicyValue.Unknown($"string() of {Tokens.Describe(Tokens.Kind(arguments[0]))}");
        if (arguments[0] is not JContainer container)
            return PolicyValue.Of(new JValue(TokenText.Scalar(arguments[0])));
        return TokenText.Json(container) is { } json ? PolicyValue.Of(new JValue(json)) : PolicyValue.Failed(TemplateFunctions.TooLong);
    }
}
