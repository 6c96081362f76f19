using System.Globalization;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Queries in windows of some seconds (MicrosoftDocs/azure-docs, governance/resource-graph/concepts/guidance-for-throttled-requests.md).</summary>
internal sealed class GraphQuota(ResourceGraphSettings settings, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _ends;
    private int _left;

    /// <summary>Takes one query of the quota.</summary>
    /// <returns>Headers that tell what is left.</returns>
    /// <exception cref="ArmError">Nothing was left.</exception>
    public IReadOnlyList<(string Name, string Value)> Take()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now >= _ends)
                (_ends, _left) = (now.AddSeconds(settings.QuotaSeconds), settings.Quota);
            var seconds = (int)Math.Ceiling((_ends - now).TotalSeconds);
            (string, string)[] headers =
            [
                ("x-ms-user-quota-remaining", Math.Max(_left - 1, 0).ToString(CultureInfo.InvariantCulture)),
                ("x-ms-user-quota-resets-after", TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture)),
            ];
            if (_left-- > 0)
                return headers;
            var error = new ArmError(429, "RateLimiting", "Too many queries; see the headers.") { Headers = { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) } };
            foreach (var (name, value) in headers)
                error.Headers[name] = value;
            throw error;
        }
    }
}
