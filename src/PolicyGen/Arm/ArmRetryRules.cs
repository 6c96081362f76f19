using System.Globalization;
using Azure;

namespace PolicyGen.Arm;

/// <summary>
/// Which answers a further try can help, and how long to wait before it. Headers: RFC 9110 (Retry-After, Date) and
/// MicrosoftDocs/azure-docs, articles/governance/resource-graph/concepts/guidance-for-throttled-requests.md.
/// </summary>
internal static class ArmRetryRules
{
    private const double FirstDelay = 0.5;
    private const double LongestDelay = 30;
    private const int FewRemaining = 10;

    // Others work on the same thing for a moment. Other conflicts stay: a provider that is not registered, a state that forbids it.
    private static readonly HashSet<string> PassingConflicts = new(StringComparer.OrdinalIgnoreCase)
    {
        "AnotherOperationInProgress", "RetryableError", "OperationInProgress", "ConcurrentRequest",
    };

    /// <summary>Whether the service is busy: the same request will do, later.</summary>
    public static bool IsThrottled(int status) => status == 429;

    /// <summary>Whether a further try can help.</summary>
    public static bool CanHelp(Response response, string code) => response.Status switch
    {
        408 or 429 => true,
        500 or 502 or 503 or 504 => !ArmFailureReader.IsTooLarge(response.Status, code),
        409 => PassingConflicts.Contains(code) || response.Headers.TryGetValue("Retry-After", out _),
        _ => false,
    };

    /// <summary>How long the service asks to wait; null when it does not say, or says that the time is over already.</summary>
    public static TimeSpan? Asked(Response response, DateTimeOffset now)
    {
        var asked = RetryAfter(response, now);
        if (IsThrottled(response.Status) && ResetsAfter(response) is { } reset && (asked is null || reset > asked))
            asked = reset;
        return asked > TimeSpan.Zero ? asked : null;
    }

    /// <summary>How long to wait where the service does not say: doubled each time, between half and all of it.</summary>
    public static TimeSpan Backoff(int attempt, double random)
    {
        var seconds = Math.Min(LongestDelay, FirstDelay * Math.Pow(2, Math.Clamp(attempt - 1, 0, 16)));
        return TimeSpan.FromSeconds(seconds * (0.5 + (0.5 * random)));
    }

    /// <summary>How long until there is a quota again; null while some is left.</summary>
    public static TimeSpan? UsedUp(Response response) =>
        response.Headers.TryGetValue("x-ms-user-quota-remaining", out var left)
        && int.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var remaining)
        && remaining <= 0
            ? ResetsAfter(response)
            : null;

    /// <summary>Whether one of the limits of Azure Resource Manager is nearly met.</summary>
    public static bool IsNearlyUsedUp(Response response) =>
        response.Headers.Any(h => h.Name.StartsWith("x-ms-ratelimit-remaining-", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(h.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
            && left < FewRemaining);

    private static TimeSpan? ResetsAfter(Response response) =>
        response.Headers.TryGetValue("x-ms-user-quota-resets-after", out var text)
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time)
        && time > TimeSpan.Zero
            ? time
            : null;

    private static TimeSpan? RetryAfter(Response response, DateTimeOffset now)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text))
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
        if (!IsDate(text, out var until))
            return null;

        // By the clock of the service where it tells the time: ours may be wrong.
        return until - (response.Headers.TryGetValue("Date", out var date) && IsDate(date, out var theirs) ? theirs : now);
    }

    private static bool IsDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}
