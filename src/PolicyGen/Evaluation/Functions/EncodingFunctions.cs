using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions that encode texts and make names of them (template-functions-string.md).</summary>
internal static class EncodingFunctions
{
    // The name space of guid(), as the Bicep compiler shows it: guid('a') is the version 5 UUID of 'a' in it.
    private static readonly Guid NameSpace = new("11fb06fb-712d-4ddd-98c7-e71bbd588830");

    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("base64", 1, 1, a => Text(a[0]) is { } text ? Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))) : Wrong("base64", "a text", a[0])),
        new("base64ToString", 1, 1, a => Text(a[0]) is { } text ? Decode("base64ToString", text) : Wrong("base64ToString", "a text", a[0])),
        new("base64ToJson", 1, 1, Base64ToJson),
        new("dataUri", 1, 1, a => Text(a[0]) is { } text ? Of("data:text/plain;charset=utf8;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(text))) : Wrong("dataUri", "a text", a[0])),
        new("dataUriToString", 1, 1, DataUriToString),
        new("uriComponent", 1, 1, a => Text(a[0]) is { } text ? Of(Uri.EscapeDataString(text)) : Wrong("uriComponent", "a text", a[0])),
        new("uriComponentToString", 1, 1, a => Text(a[0]) is { } text ? Of(Uri.UnescapeDataString(text)) : Wrong("uriComponentToString", "a text", a[0])),
        new("uri", 2, 2, MakeUri),
        // No document says what these give, so nobody can tell.
        new("buildUri", 1, 1, _ => PolicyValue.Unknown("buildUri() is not evaluated offline")),
        new("parseUri", 1, 1, _ => PolicyValue.Unknown("parseUri() is not evaluated offline")),
        new("guid", 1, int.MaxValue, MakeGuid),
        new("uniqueString", 1, int.MaxValue, _ => PolicyValue.Unknown("uniqueString() is computed by Azure")),
    ];

    private static PolicyValue Decode(string name, string text)
    {
        try
        {
            return Of(JsonText.StrictUtf8.GetString(Convert.FromBase64String(text)));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return PolicyValue.Failed($"{name}() is given something that is no Base64 of a text.");
        }
    }

    private static PolicyValue Base64ToJson(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("base64ToJson", "a text", arguments[0]);
        var decoded = Decode("base64ToJson", text);
        return decoded.IsError ? decoded : TemplateFunctions.Invoke(TemplateFunctions.Find("json")!, [decoded.Token]);
    }

    private static PolicyValue DataUriToString(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("dataUriToString", "a text", arguments[0]);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || comma < 0)
            return PolicyValue.Failed("dataUriToString() is given something that is no data URI.");
        return text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            ? Decode("dataUriToString", text[(comma + 1)..])
            : Of(Uri.UnescapeDataString(text[(comma + 1)..]));
    }

    private static PolicyValue MakeUri(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } start)
            return Wrong("uri", "texts", arguments[0]);
        if (Text(arguments[1]) is not { } relative)
            return Wrong("uri", "texts", arguments[1]);
        return Uri.TryCreate(start, UriKind.Absolute, out var @base) && Uri.TryCreate(@base, relative, out var result)
            ? Of(result.ToString())
            : PolicyValue.Failed("uri() is given something that makes no URI.");
    }

    // Version 5 of RFC 9562, of the texts joined by hyphens.
    private static PolicyValue MakeGuid(ReadOnlySpan<JToken> arguments)
    {
        var parts = new List<string>();
        foreach (var argument in arguments)
        {
            if (Text(argument) is not { } text)
                return Wrong("guid", "texts", argument);
            parts.Add(text);
        }

        var data = NameSpace.ToByteArray(bigEndian: true).Concat(Encoding.UTF8.GetBytes(string.Join('-', parts))).ToArray();
#pragma warning disable CA5350 // The standard names SHA-1 for version 5; nothing is secured by it.
        var hash = SHA1.HashData(data).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)(hash[6] & 0x0F | 0x50);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return Of(new Guid(hash, bigEndian: true).ToString());
    }
}
