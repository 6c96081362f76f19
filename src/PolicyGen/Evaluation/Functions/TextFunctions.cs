using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of texts (template-functions-string.md).</summary>
internal static partial class TextFunctions
{
    private const int MaxPadding = 131_072;

    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("string", 1, 1, a => IsNull(a[0]) ? Wrong("string", "a value", a[0]) : Of(ToText(a[0]))),
        new("toLower", 1, 1, a => Text(a[0]) is { } text ? Of(text.ToLowerInvariant()) : Wrong("toLower", "a text", a[0])),
        new("toUpper", 1, 1, a => Text(a[0]) is { } text ? Of(text.ToUpperInvariant()) : Wrong("toUpper", "a text", a[0])),
        new("trim", 1, 1, a => Text(a[0]) is { } text ? Of(text.Trim()) : Wrong("trim", "a text", a[0])),
        new("startsWith", 2, 2, a => Compare("startsWith", a, (text, part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase))),
        new("endsWith", 2, 2, a => Compare("endsWith", a, (text, part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase))),
        new("substring", 2, 3, Substring),
        new("replace", 3, 3, Replace),
        new("split", 2, 2, Split),
        new("join", 2, 2, Join),
        new("format", 1, int.MaxValue, Format),
        new("padLeft", 2, 3, PadLeft),
    ];

    private static PolicyValue Compare(string name, ReadOnlySpan<JToken> arguments, Func<string, string, bool> holds) =>
        Text(arguments[0]) is not { } text ? Wrong(name, "texts", arguments[0])
            : Text(arguments[1]) is not { } part ? Wrong(name, "texts", arguments[1])
            : Of(holds(text, part));

    private static PolicyValue Substring(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("substring", "a text", arguments[0]);
        if (Integer(arguments[1]) is not { } start)
            return Wrong("substring", "a whole number", arguments[1]);
        var length = text.Length - start;
        if (arguments.Length > 2)
        {
            if (Integer(arguments[2]) is not { } given)
                return Wrong("substring", "a whole number", arguments[2]);
            length = given;
        }

        return start < 0 || length < 0 || start > text.Length || length > text.Length - start
            ? PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"substring() asks for {length} characters from {start} on; the text has {text.Length}."))
            : Of(text.Substring((int)start, (int)length));
    }

    private static PolicyValue Replace(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("replace", "texts", arguments[0]);
        if (Text(arguments[1]) is not { } old)
            return Wrong("replace", "texts", arguments[1]);
        if (Text(arguments[2]) is not { } @new)
            return Wrong("replace", "texts", arguments[2]);
        if (old.Length == 0)
            return PolicyValue.Failed("replace() is given an empty text to look for.");
        // Bounded before it is made: each character could become a long text.
        if ((long)text.Length / old.Length * @new.Length > 8L * MaxPadding)
            return PolicyValue.Failed("The text that replace() makes is too long.");
        return Of(text.Replace(old, @new, StringComparison.Ordinal));
    }

    private static PolicyValue Split(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("split", "a text", arguments[0]);
        string[] delimiters;
        if (Text(arguments[1]) is { } single)
            delimiters = [single];
        else if (arguments[1] is JArray array && array.All(t => Text(t) is not null))
            delimiters = [.. array.Select(t => (string)t!)];
        else
            return Wrong("split", "a text or an array of texts", arguments[1]);
        if (delimiters.Length == 0 || delimiters.Contains(""))
            return PolicyValue.Failed("split() is given an empty delimiter.");
        return PolicyValue.Of(new JArray(text.Split(delimiters, StringSplitOptions.None)));
    }

    private static PolicyValue Join(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is not JArray array)
            return Wrong("join", "an array", arguments[0]);
        if (Text(arguments[1]) is not { } delimiter)
            return Wrong("join", "a text", arguments[1]);
        return array.FirstOrDefault(t => t is JContainer) is { } nested
            ? Wrong("join", "an array of texts or numbers", nested)
            : Of(string.Join(delimiter, array.Select(ToText)));
    }

    private static PolicyValue Format(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } format)
            return Wrong("format", "a text", arguments[0]);
        // {0,2000000000} would ask for as many blanks, and so would a format of many digits.
        foreach (Match match in Widths().Matches(format))
        {
            if (match.Value.Length > 6 || int.Parse(match.Value, CultureInfo.InvariantCulture) > MaxPadding)
                return PolicyValue.Failed("format() asks for too wide a field.");
        }

        var values = new object[arguments.Length - 1];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i + 1] switch
            {
                JValue { Value: long number } => number,
                JValue { Value: decimal number } => number,
                var other => ToText(other),
            };
        }

        try
        {
            return Of(string.Format(CultureInfo.InvariantCulture, format, values));
        }
        catch (FormatException)
        {
            return PolicyValue.Failed("The format of format() is invalid, or names an argument that is not given.");
        }
    }

    private static PolicyValue PadLeft(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is JContainer || IsNull(arguments[0]))
            return Wrong("padLeft", "a text or a number", arguments[0]);
        if (Integer(arguments[1]) is not { } width)
            return Wrong("padLeft", "a whole number", arguments[1]);
        var padding = ' ';
        if (arguments.Length > 2)
        {
            if (Text(arguments[2]) is not { Length: 1 } character)
                return PolicyValue.Failed("padLeft() takes one character to pad with.");
            padding = character[0];
        }

        return width is < 0 or > MaxPadding ? PolicyValue.Failed("padLeft() asks for an impossible width.") : Of(ToText(arguments[0]).PadLeft((int)width, padding));
    }

    [GeneratedRegex(@"\d{4,}")]
    private static partial Regex Widths();
}
