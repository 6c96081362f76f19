using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Times of an estate that count from now: <c>-P2DT3H</c> is two days and three hours ago, <c>+P30D</c> in thirty days.</summary>
internal static partial class RelativeTimes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    [ThreadStatic]
    private static (DateTimeOffset Time, string Text) _latest;

    /// <summary>Replaces every text of that form, wherever it stands.</summary>
    public static void Resolve(JToken token, DateTimeOffset now)
    {
        var texts = token is JContainer container ? container.DescendantsAndSelf().OfType<JValue>() : [];
        foreach (var value in texts.Where(v => v.Type == JTokenType.String && Form().IsMatch((string)v!)))
            value.Value = Text(now + Offset((string)value!));
    }

    /// <summary>A time as the services write it.</summary>
    public static string Text(DateTimeOffset time)
    {
        // States of one resource have one time, and a million of them follow each other.
        if (_latest.Text is null || _latest.Time != time)
            _latest = (time, time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
        return _latest.Text;
    }

    /// <summary>A time that an estate gives, after <see cref="Resolve"/>.</summary>
    public static DateTimeOffset Parse(string text, string where) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new EstateException($"{where}: \"{text}\" is no time. Write 2026-01-31T09:00:00Z or, counted from now, -P1DT2H or +P30D.");

    private static TimeSpan Offset(string text) => text[0] == '-' ? -XmlConvert.ToTimeSpan(text[1..]) : XmlConvert.ToTimeSpan(text[1..]);

    [GeneratedRegex(@"^[+-]P(?=[0-9T])(\d{1,5}D)?(T(?=[0-9])(\d{1,5}H)?(\d{1,5}M)?(\d{1,6}S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
