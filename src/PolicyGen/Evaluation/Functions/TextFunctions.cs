using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Texts (template-functions-string.md). Positions and lengths count UTF-16 units.</summary>
internal static class TextFunctions
{
    // Not documented; the Bicep compiler refuses more.
    private const int MaxPadding = 16;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("endsWith", arguments => Of(Tokens.Text(arguments[0]).EndsWith(Tokens.Text(arguments[1]), StringComparison.OrdinalIgnoreCase)), TokenKinds.String, TokenKinds.String),
        TemplateFunction.Of("join", Join, TokenKinds.Array, TokenKinds.String),
        new("padLeft", 2, 3, false, [TokenKinds.String | TokenKinds.Integer, TokenKinds.Integer, TokenKinds.String], PadLeft),
        TemplateFunction.Of("replace", Replace, TokenKinds.String, TokenKinds.String, TokenKinds.String),
        TemplateFunction.Of("split", Split, TokenKinds.String, TokenKinds.String | TokenKinds.Array),
        TemplateFunction.Of("startsWith", arguments => Of(Tokens.Text(arguments[0]).StartsWith(Tokens.Text(arguments[1]), StringComparison.OrdinalIgnoreCase)), TokenKinds.String, TokenKinds.String),
        new("substring", 2, 3, false, [TokenKinds.String, TokenKinds.Integer], Substring),
        TemplateFunction.Of("toLower", arguments => Of(Tokens.Text(arguments[0]).ToLowerInvariant()), TokenKinds.String),
        TemplateFunction.Of("toUpper", arguments => Of(Tokens.Text(arguments[0]).ToUpperInvariant()), TokenKinds.String),
        TemplateFunction.Of("trim", arguments => Of(Tokens.Text(arguments[0]).Trim()), TokenKinds.String),
    ];

    private static PolicyValue Join(ReadOnlySpan<JToken> arguments)
    {
        var array = (JArray)arguments[0];
        var separator = Tokens.Text(arguments[1]);
        var parts = new List<string>(array.Count);
        var length = 0L;
        foreach (var element in array)
        {
            if (!Tokens.Is(element, TokenKinds.String | TokenKinds.Integer | TokenKinds.Boolean))
                return PolicyValue.Failed($"the array may hold strings, integers and booleans only, not {Tokens.Describe(Tokens.Kind(element))}");
            parts.Add(TokenText.Scalar(element));
            length += parts[^1].Length + (parts.Count > 1 ? separator.Length : 0);
        }

        return length > TemplateFunctions.MaxTextLength ? PolicyValue.Failed(TemplateFunctions.TooLong) : Of(string.Join(separator, parts));
    }

    private static PolicyValue PadLeft(ReadOnlySpan<JToken> arguments)
    {
        if (!Tokens.TryInt32(arguments[1], out var width) || width is < 1 or > MaxPadding)
            return PolicyValue.Failed("the length must be from 1 to 16");
        var padding = arguments.Length > 2 ? Tokens.Text(arguments[2]) : " ";
        return padding.Length == 1
            ? Of(TokenText.Scalar(arguments[0]).PadLeft(width, padding[0]))
            : PolicyValue.Failed("the padding must be one character");
    }

    private static PolicyValue Replace(ReadOnlySpan<JToken> arguments)
    {
        var text = Tokens.Text(arguments[0]);
        var old = Tokens.Text(arguments[1]);
        var replacement = Tokens.Text(arguments[2]);
        if (old.Length == 0)
            return PolicyValue.Failed("the text to replace is empty");
        // Counted first: two long texts can make one of gigabytes.
        var growth = replacement.Length > old.Length ? (long)text.AsSpan().Count(old) * (replacement.Length - old.Length) : 0;
        return text.Length + growth > TemplateFunctions.MaxTextLength && growth > 0
            ? PolicyValue.Failed(TemplateFunctions.TooLong)
            : Of(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    private static PolicyValue Split(ReadOnlySpan<JToken> arguments)
    {
        var delimiters = new List<string>();
        foreach (var delimiter in arguments[1] is JArray array ? array : new JArray(arguments[1].DeepClone()))
        {
            if (!Tokens.Is(delimiter, TokenKinds.String))
                return PolicyValue.Failed($"a delimiter must be a string, not {Tokens.Describe(Tokens.Kind(delimiter))}");
            // An empty delimiter splits nothing; without any, .NET would split at white space.
            if (Tokens.Text(delimiter) is { Length: > 0 } text)
                delimiters.Add(text);
        }

        var parts = delimiters.Count == 0 ? [Tokens.Text(arguments[0])] : Tokens.Text(arguments[0]).Split([.. delimiters], StringSplitOptions.None);
        return PolicyValue.Of(new JArray(parts.Take(TokenScan.MaxNodes + 1).Select(part => new JValue(part))));
    }

    private static PolicyValue Substring(ReadOnlySpan<JToken> arguments)
    {
        var text = Tokens.Text(arguments[0]);
        if (!Tokens.TryInt32(arguments[1], out var start) || start < 0 || start > text.Length)
            return PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"the text has {text.Length} characters, and the start is {Tokens.Integer(arguments[1])}"));
        if (arguments.Length == 2)
            return Of(text[start..]);
        return Tokens.TryInt32(arguments[2], out var length) && length >= 0 && length <= text.Length - start
            ? Of(text.Substring(start, length))
            : PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"the text has {text.Length} characters, the start is {start} and the length {Tokens.Integer(arguments[2])}"));
    }

    private static PolicyValue Of(string value) => PolicyValue.Of(new JValue(value));

    private static PolicyValue Of(bool value) => PolicyValue.Of(new JValue(value));
}
