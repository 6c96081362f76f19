using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Values as a query writes them in parentheses after their type, and JSON as it reads it at run time.</summary>
internal static class KustoLiterals
{
    private const int MaxJsonDepth = 64;

    public static object? Read(KustoType type, string text, int position)
    {
        if (type == KustoType.Dynamic)
            return TryJson(text, out var json) ? KustoValue.Normalize(json) : throw new KustoException("dynamic(…) does not hold JSON.", position);
        if (text is "null")
            return type == KustoType.String ? throw new KustoException("A string is never null.", position) : null;
        if (text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0])
            text = text[1..^1];
        var value = type switch
        {
            KustoType.Long => KustoConvert.ToLong(text),
            KustoType.Real => KustoConvert.ToReal(text),
            KustoType.Bool => KustoConvert.ToBool(text),
            KustoType.DateTime => KustoConvert.ToDateTime(text),
            KustoType.TimeSpan => KustoConvert.ToTimeSpan(text),
            _ => null,
        };
        return value ?? throw new KustoException($"This is no value of the type {type.Name()}.", position);
    }

    /// <summary>The duration of a number with a unit; null for a unit that does not exist or a number that is too great.</summary>
    public static TimeSpan? Span(double number, string unit)
    {
        var ticks = unit switch
        {
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "s" or "sec" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "tick" or "ticks" => 1L,
            _ => 0L,
        };
        var total = number * ticks;
        return ticks == 0 || Math.Abs(total) >= long.MaxValue ? null : TimeSpan.FromTicks((long)Math.Round(total));
    }

    /// <summary>False where the text is not one JSON value, is too deep, or holds what only Newtonsoft takes for JSON.</summary>
    public static bool TryJson(string text, out JToken json)
    {
        json = JValue.CreateNull();
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = MaxJsonDepth, DateParseHandling = DateParseHandling.None };
            if (!reader.Read())
                return false;
            var token = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Replace });
            if (reader.Read() || !IsPlain(token))
                return false;
            json = token;
            return true;
        }
        catch (JsonException)
        {
            // The answer of this method.
            return false;
        }
    }

    private static bool IsPlain(JToken token) => token switch
    {
        JObject item => item.PropertyValues().All(IsPlain),
        JArray items => items.All(IsPlain),
        _ => token.Type is JTokenType.String or JTokenType.Integer or JTokenType.Float or JTokenType.Boolean or JTokenType.Null,
    };

    /// <summary>A time as Kusto writes it in texts and in JSON: always 7 digits of the second, and Z.</summary>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
