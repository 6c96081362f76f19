using System.Collections.Immutable;
using System.Text;
using System.Web;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Base64, data URIs and percent-encoding, all of UTF-8 (template-functions-string.md).</summary>
internal static class EncodingFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("base64", arguments => Of(ToBase64(Tokens.Text(arguments[0]))), TokenKinds.String),
        TemplateFunction.Of("base64ToJson", arguments => FromBase64(Tokens.Text(arguments[0])) is { } text ? JsonFunctions.Parse(text) : NotBase64, TokenKinds.String),
        TemplateFunction.Of("base64ToString", arguments => FromBase64(Tokens.Text(arguments[0])) is { } text ? Of(text) : NotBase64, TokenKinds.String),
        TemplateFunction.Of("dataUri", DataUri, TokenKinds.Any & ~TokenKinds.Null),
        TemplateFunction.Of("dataUriToString", arguments => FromDataUri(Tokens.Text(arguments[0])), TokenKinds.String),
        TemplateFunction.Of("uriComponent", arguments => Of(Uri.EscapeDataString(Tokens.Text(arguments[0]))), TokenKinds.String),
        TemplateFunction.Of("uriComponentToString", arguments => Of(HttpUtility.UrlDecode(Tokens.Text(arguments[0]))), TokenKinds.String),
    ];

    private static PolicyValue NotBase64 => PolicyValue.Failed("the text is not base64");

    private static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? FromBase64(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // The Bicep compiler writes utf-8 where an example of the document has utf8; both read either.
    private static PolicyValue DataUri(ReadOnlySpan<JToken> arguments)
    {
        var value = arguments[0];
        if (Tokens.Is(value, TokenKinds.String))
            return Of("data:text/plain;charset=utf-8;base64," + ToBase64(Tokens.Text(value)));
        var text = Tokens.Is(value, TokenKinds.Boolean) ? TokenText.Scalar(value) : TokenText.Json(value);
        return text is null ? PolicyValue.Failed(TemplateFunctions.TooLong) : Of("data:application/json;charset=utf-8;base64," + ToBase64(text));
    }

    // data: [media type] {;parameter} [;base64] , data
    private static PolicyValue FromDataUri(string uri)
    {
        const string Scheme = "data:";
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return PolicyValue.Failed("the text is not a data URI");
        var parts = uri[Scheme.Length..comma].Split(';');
        var isBase64 = parts[^1].Equals("base64", StringComparison.OrdinalIgnoreCase);
        var parameters = parts[1..(isBase64 && parts.Length > 1 ? ^1 : ^0)];
        if (parameters.Length > 0 && (parts[0].Length == 0 || parameters.Any(p => p.Length == 0)))
            return PolicyValue.Failed("the text is not a data URI");
        const string Charset = "charset=";
        if (parameters.Select(p => p.TrimStart()).FirstOrDefault(p => p.StartsWith(Charset, StringComparison.OrdinalIgnoreCase)) is { } charset
            && charset[Charset.Length..].ToUpperInvariant() is not ("UTF-8" or "UTF8"))
            return PolicyValue.Failed("the only character set is utf-8");

        var data = uri[(comma + 1)..];
        if (!isBase64)
            return Of(HttpUtility.UrlDecode(data));
        return FromBase64(data) is { } text ? Of(text) : NotBase64;
    }

    private static PolicyValue Of(string value) => PolicyValue.Of(new JValue(value));
}
