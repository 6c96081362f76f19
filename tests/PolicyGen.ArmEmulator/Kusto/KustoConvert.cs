using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Conversions from one type to another at run time. What cannot be converted becomes null, as in Kusto.</summary>
internal static class KustoConvert
{
    private const NumberStyles Integer = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;

    /// <summary>The conversion to a type, whatever the value's own type is.</summary>
    public static object? To(KustoType type, object? value) => type switch
    {
        KustoType.String => Text(value),
        KustoType.Long => ToLong(value),
        KustoType.Real => ToReal(value),
        KustoType.Bool => ToBool(value),
        KustoType.DateTime => ToDateTime(value),
        KustoType.TimeSpan => ToTimeSpan(value),
        _ => value,
    };

    public static object? ToLong(object? value) => value switch
    {
        long => value,
        double number => number is >= long.MinValue and < long.MaxValue ? (long)number : null,
        bool flag => flag ? 1L : 0L,
        string text when long.TryParse(text, Integer, CultureInfo.InvariantCulture, out var number) => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => ToLong(number),
        DateTime time => time.Ticks,
        TimeSpan span => span.Ticks,
        _ => null,
    };

    public static object? ToReal(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        bool flag => flag ? 1d : 0d,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public static object? ToBool(object? value) => value switch
    {
        bool => value,
        long number => number != 0,
        double number => number != 0,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        string text when long.TryParse(text, Integer, CultureInfo.InvariantCulture, out var number) => number != 0,
        _ => null,
    };

    public static object? ToDateTime(object? value) => value switch
    {
        DateTime => value,
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) => time,
        _ => null,
    };

    public static object? ToTimeSpan(object? value)
    {
        if (value is not string text)
            return value as TimeSpan?;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal))
            return span;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? KustoLiterals.Span(number, digits.Length == text.Length ? "d" : text[digits.Length..])
            : null;
    }

    /// <summary>tostring: null is the empty text, objects and arrays are their JSON. A bool here is one of JSON.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        null => "",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Real(number),
        bool flag => flag ? "true" : "false",
        DateTime time => KustoLiterals.Text(time),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        _ => KustoValue.ToJson(value) is var json && json.Type == JTokenType.Null ? "" : json.ToString(Newtonsoft.Json.Formatting.None),
    };

    // 1.0 keeps its fraction, so that a text shows the type.
    private static string Real(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAnyExcept("-0123456789") ? text : text + ".0";
    }
}
