using System.Globalization;
using PolicyGen.Data;

namespace PolicyGen.Results;

/// <summary>Dates and times in files: ISO 8601, UTC where no offset is given. A date alone is the beginning of that day.</summary>
internal static class IsoTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A member that must be there; what is no date is a diagnostic.</summary>
    public static DateTimeOffset Read(DataNode parent, string name)
    {
        if (parent.Require(name) is not { } node)
            return default;
        if (Parse(node.AsText()) is { } time)
            return time;
        node.Expected("a date (2026-03-31) or a time (2026-03-31T15:00:00Z)");
        return default;
    }

    /// <summary>A member that may be absent; what is no date is a diagnostic.</summary>
    public static DateTimeOffset? ReadOptional(DataNode parent, string name) => parent.Find(name) is null ? null : Read(parent, name);

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
