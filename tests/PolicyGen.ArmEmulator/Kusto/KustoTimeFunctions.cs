using System.Globalization;

namespace PolicyGen.ArmEmulator.Kusto;

internal static class KustoTimeFunctions
{
    private const string FormatSeparators = " /-:,._[]";

    // What Kusto's format_datetime knows; the letters mean the same in .NET.
    private const string FormatLetters = "dfFhHmMsty";

    public static Dictionary<string, KustoFunction> All() => new(StringComparer.Ordinal)
    {
        ["now"] = new(0, 1, call => call.Arguments.Length == 0
            ? KustoBound.Of(call.Now, KustoType.DateTime)
            : KustoArithmetic.Bind('+', KustoBound.Of(call.Now, KustoType.DateTime), call.Of(0, KustoType.TimeSpan), call.Position)),
        ["ago"] = new(1, 1, call => KustoArithmetic.Bind('-', KustoBound.Of(call.Now, KustoType.DateTime), call.Of(0, KustoType.TimeSpan), call.Position)),
        ["datetime_diff"] = new(3, 3, Difference),
        ["format_datetime"] = new(2, 2, Format),
        ["bin"] = new(2, 2, Bin),
        ["floor"] = new(2, 2, Bin),
    };

    // How many boundaries of the unit lie between the times.
    private static KustoBound Difference(KustoCall call)
    {
        Func<DateTime, long> count = call[0].Constant switch
        {
            "year" => time => time.Year,
            "quarter" => time => time.Year * 4 + (time.Month - 1) / 3,
            "month" => time => time.Year * 12 + time.Month,
            // The first day of all was a Monday; Kusto's weeks begin on Sunday.
            "week" => time => (time.Ticks / TimeSpan.TicksPerDay + 1) / 7,
            "day" => time => time.Ticks / TimeSpan.TicksPerDay,
            "hour" => time => time.Ticks / TimeSpan.TicksPerHour,
            "minute" => time => time.Ticks / TimeSpan.TicksPerMinute,
            "second" => time => time.Ticks / TimeSpan.TicksPerSecond,
            "millisecond" => time => time.Ticks / TimeSpan.TicksPerMillisecond,
            "microsecond" => time => time.Ticks / TimeSpan.TicksPerMicrosecond,
            _ => throw new KustoException("The unit of time is not known.", call.Node.Arguments[0].Position),
        };
        return KustoBound.Map(call.Of(1, KustoType.DateTime), call.Of(2, KustoType.DateTime), KustoType.Long, (a, b) => count((DateTime)a) - count((DateTime)b));
    }

    private static KustoBound Format(KustoCall call)
    {
        if (call[1].Constant is not string { Length: > 0 } format || !format.All(c => FormatLetters.Contains(c, StringComparison.Ordinal) || FormatSeparators.Contains(c, StringComparison.Ordinal)))
            throw new KustoException("The format of a time is a constant of letters that Kusto knows.", call.Node.Arguments[1].Position);
        // A single letter is a standard format in .NET.
        var custom = format.Length == 1 ? "%" + format : format;
        var read = call.Of(0, KustoType.DateTime).Read;
        try
        {
            _ = call.Now.ToString(custom, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new KustoException("The format of a time is wrong.", call.Node.Arguments[1].Position);
        }

        return new KustoBound(KustoType.String, cells => read(cells) is DateTime time ? time.ToString(custom, CultureInfo.InvariantCulture) : "");
    }

    private static KustoBound Bin(KustoCall call)
    {
        var (value, size) = (call[0], call[1]);
        var bound = (value.Type, size.Type) switch
        {
            (KustoType.Long, KustoType.Long) => KustoBound.Map(value, size, KustoType.Long, (a, b) => (long)b <= 0 ? null : Floor((long)a, (long)b)),
            (KustoType.Long or KustoType.Real, KustoType.Long or KustoType.Real) => KustoBound.Map(value.To(KustoType.Real), size.To(KustoType.Real), KustoType.Real, (a, b) =>
                (double)b <= 0 ? null : Math.Floor((double)a / (double)b) * (double)b),
            (KustoType.DateTime, KustoType.TimeSpan) => KustoBound.Map(value, size, KustoType.DateTime, (a, b) =>
                ((TimeSpan)b).Ticks <= 0 ? null : new DateTime(Floor(((DateTime)a).Ticks, ((TimeSpan)b).Ticks), DateTimeKind.Utc)),
            (KustoType.TimeSpan, KustoType.TimeSpan) => KustoBound.Map(value, size, KustoType.TimeSpan, (a, b) =>
                ((TimeSpan)b).Ticks <= 0 ? null : TimeSpan.FromTicks(Floor(((TimeSpan)a).Ticks, ((TimeSpan)b).Ticks))),
            _ => throw call.Wrong(0),
        };
        return bound with { Name = value.Name };
    }

    private static long Floor(long value, long size)
    {
        var rest = value % size;
        return unchecked(value - (rest < 0 ? rest + size : rest));
    }
}
