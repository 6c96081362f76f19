using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Whole URIs (template-functions-string.md, "uri"). parseUri() and buildUri() are not documented; these give what the
/// Bicep compiler gives.
/// </summary>
internal static class UriFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("buildUri", Build, TokenKinds.Object),
        TemplateFunction.Of("parseUri", Parse, TokenKinds.String),
        TemplateFunction.Of("uri", Resolve, TokenKinds.String, TokenKinds.String),
    ];

    private static PolicyValue Resolve(ReadOnlySpan<JToken> arguments)
    {
        var text = Tokens.Text(arguments[0]);
        if (!Uri.IsWellFormedUriString(text, UriKind.Absolute) || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return PolicyValue.Failed("the first argument is not an absolute URI");
        return Uri.TryCreate(address, Tokens.Text(arguments[1]), out var result)
            ? PolicyValue.Of(new JValue(result.AbsoluteUri))
            : PolicyValue.Failed("the arguments cannot be joined to a URI");
    }

    private static PolicyValue Parse(ReadOnlySpan<JToken> arguments)
    {
        var text = Tokens.Text(arguments[0]);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
            return PolicyValue.Failed("the text is not an absolute URI");
        // What .NET makes of a path or of other schemes depends on the system it runs on.
        if (!text.Contains("://", StringComparison.Ordinal) || address.IsFile)
            return PolicyValue.Unknown("parseUri() of a text without a host");
        var result = new JObject
        {
            ["scheme"] = address.Scheme,
            ["host"] = address.Host,
            ["port"] = address.IsDefaultPort ? JValue.CreateNull() : new JValue((long)address.Port),
        };
        if (address.AbsolutePath != "/")
            result["path"] = address.AbsolutePath;
        if (address.Query.Length > 0)
            result["query"] = address.Query;
        return PolicyValue.Of(result);
    }

    private static PolicyValue Build(ReadOnlySpan<JToken> arguments)
    {
        var parts = (JObject)arguments[0];
        foreach (var (name, kind) in new[] { ("scheme", TokenKinds.String), ("host", TokenKinds.String), ("port", TokenKinds.Integer), ("path", TokenKinds.String), ("query", TokenKinds.String) })
        {
            if (Part(parts, name) is { } value && !Tokens.Is(value, kind))
                return PolicyValue.Failed($"'{name}' must be {Tokens.Describe(kind)}, not {Tokens.Describe(Tokens.Kind(value))}");
        }

        if (Text(parts, "scheme") is not { Length: > 0 } scheme || Text(parts, "host") is not { Length: > 0 } host)
            return PolicyValue.Failed("'scheme' and 'host' are needed");
        var port = -1;
        if (Part(parts, "port") is { } number && (!Tokens.TryInt32(number, out port) || port is < -1 or > ushort.MaxValue))
            return PolicyValue.Failed("'port' must be from 0 to 65535");
        try
        {
            var builder = new UriBuilder { Scheme = scheme, Host = host, Port = port, Path = Text(parts, "path") ?? "", Query = Text(parts, "query") ?? "" };
            return PolicyValue.Of(new JValue(builder.Uri.ToString()));
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            return PolicyValue.Failed("the parts do not make a URI");
        }
    }

    private static JToken? Part(JObject parts, string name) => parts.GetValue(name, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JObject parts, string name) => Part(parts, name) is { } value ? Tokens.Text(value) : null;
}
