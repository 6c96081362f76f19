using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Auditing.Reading;

/// <summary>Takes what Defender for Cloud says from several queries at once.</summary>
internal sealed class SecuritySink
{
    private readonly ConcurrentDictionary<(string Key, string Code, string Subscription), long> _counts = [];
    private readonly ConcurrentBag<LiveAssessment> _assessments = [];
    private readonly ConcurrentBag<LivePricing> _pricings = [];

    public void Add(AssessmentCount count) => _counts.AddOrUpdate((count.Key, count.Code, count.Subscription), count.Resources, (_, known) => known + count.Resources);

    public void Add(LiveAssessment assessment) => _assessments.Add(assessment);

    public void Add(LivePricing pricing) => _pricings.Add(pricing);

    public AuditReading AddTo(AuditReading reading) => reading with
    {
        Assessments = [.. _assessments.Distinct().OrderBy(a => a.Key, StringComparer.Ordinal).ThenBy(a => a.Resource, StringComparer.Ordinal)],
        AssessmentCounts =
        [
            .. _counts.Select(c => new AssessmentCount(c.Key.Key, c.Key.Code, c.Key.Subscription, c.Value))
                .OrderBy(c => c.Key, StringComparer.Ordinal).ThenBy(c => c.Code, StringComparer.Ordinal).ThenBy(c => c.Subscription, StringComparer.Ordinal),
        ],
        Pricings = [.. _pricings.OrderBy(p => p.Subscription, StringComparer.Ordinal).ThenBy(p => p.Plan, StringComparer.Ordinal)],
    };

    /// <summary>A plan as Azure Resource Manager writes it, or as a query projects it.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">It has another form.</exception>
    public static LivePricing Pricing(JObject row, string subscription)
    {
        var properties = row.Object("properties");
        return new LivePricing(subscription, row.Required("name"), properties is null ? row.Text("tier") : properties.Text("pricingTier"), properties is null ? row.OptionalText("plan") : properties.OptionalText("subPlan"),
            [.. (properties ?? row).Objects("extensions").Where(e => string.Equals(e.Text("isEnabled"), "true", StringComparison.OrdinalIgnoreCase)).Select(e => e.OptionalText("name")).OfType<string>().Order(StringComparer.Ordinal)]);
    }

    public static bool IsHealthy(string code) => code is "Healthy" or "NotApplicable";
}
