using System.Globalization;

namespace PolicyGen.Auditing.Judging;

/// <summary>Lists and numbers in observations, in both languages.</summary>
internal static class Words
{
    private const int Most = 3;

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string Few(IReadOnlyCollection<string> items) =>
        string.Join(", ", items.Take(Most)) + (items.Count > Most ? string.Create(CultureInfo.InvariantCulture, $" and {items.Count - Most} more") : "");

    /// <summary>The same in Japanese.</summary>
    public static string FewJa(IReadOnlyCollection<string> items) =>
        string.Join("、", items.Take(Most)) + (items.Count > Most ? string.Create(CultureInfo.InvariantCulture, $" ほか {items.Count - Most} 件") : "");

    /// <summary><c>1 subscription</c>, <c>2 subscriptions</c>.</summary>
    public static string Count(long number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    /// <summary>A time for people: to the minute, UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
