using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>What Defender for Cloud says of a control in a subscription.</summary>
/// <param name="State">Compliant or not; null when it says nothing.</param>
/// <param name="Healthy">Number of resources that satisfy the control.</param>
/// <param name="Unhealthy">Number of resources that violate it.</param>
internal readonly record struct SecurityAnswer(ComplianceState? State, long Healthy, long Unhealthy);

/// <summary>Answers for controls from assessments and plans of Defender for Cloud.</summary>
internal sealed class SecurityEvidence(AuditedEstate estate, FindingPolicies policies)
{
    private readonly Dictionary<(string Subscription, string Key, string Code), long> _counts = Counts(estate.Reading.AssessmentCounts);
    private readonly ILookup<(string Subscription, string Key), LiveAssessment> _unhealthy = estate.Reading.Assessments
        .Where(a => Same(a.Code, "Unhealthy"))
        .ToLookup(a => (ArmResourceId.Parse(a.Resource).SubscriptionId?.ToLowerInvariant() ?? "", a.Key.ToLowerInvariant()));
    private readonly ILookup<(string Subscription, string Plan), LivePricing> _plans = estate.Reading.Pricings.ToLookup(p => (p.Subscription.ToLowerInvariant(), p.Plan.ToLowerInvariant()));

    /// <summary>The answer for a subscription; none where it could not be read.</summary>
    public SecurityAnswer Of(SecurityControl control, AuditSubscription subscription)
    {
        if (!subscription.IsReadable || estate.Failures.Touches(AuditPart.Security, subscription))
            return default;
        var id = subscription.Id.ToLowerInvariant();
        if (control.Plan is { } plan)
        {
            if (_plans[(id, plan.ToLowerInvariant())].FirstOrDefault() is not { } pricing)
                return default;
            return Fault(control, pricing) is null ? new SecurityAnswer(ComplianceState.Compliant, 1, 0) : new SecurityAnswer(ComplianceState.NonCompliant, 0, 1);
        }

        var healthy = control.Assessments.Sum(k => _counts.GetValueOrDefault((id, k, "healthy")));
        var unhealthy = control.Assessments.Sum(k => Math.Max(_counts.GetValueOrDefault((id, k, "unhealthy")), _unhealthy[(id, k)].Count()));
        return new SecurityAnswer(unhealthy > 0 ? ComplianceState.NonCompliant : healthy > 0 ? ComplianceState.Compliant : null, healthy, unhealthy);
    }

    /// <summary>Findings for what violates a control in a subscription.</summary>
    public IEnumerable<Finding> Findings(SecurityControl control, AuditSubscription subscription)
    {
        var id = subscription.Id.ToLowerInvariant();
        var policy = policies.OfEvidence(control.Control);
        if (control.Plan is { } plan)
        {
            if (_plans[(id, plan.ToLowerInvariant())].FirstOrDefault() is { } pricing && Fault(control, pricing) is { } reason)
                yield return new Finding(policy, Resource(subscription.ResourceId), new Verdict(ComplianceState.NonCompliant, [reason]), SourceLocation.None);
            yield break;
        }

        // One resource may be unhealthy by several assessments of one control.
        foreach (var resource in control.Assessments.SelectMany(k => _unhealthy[(id, k)]).GroupBy(a => a.Resource, StringComparer.OrdinalIgnoreCase))
        {
            ImmutableArray<Reason> reasons = [.. resource.Select(a => new Reason("status.code", "equals", "Healthy", a.Code, a.Cause is null ? null : $"Cause: {a.Cause}."))];
            yield return new Finding(policy, Resource(resource.Key), new Verdict(ComplianceState.NonCompliant, reasons), SourceLocation.None) { EvaluatedAt = resource.Max(a => a.ChangedAt) };
        }
    }

    private static Reason? Fault(SecurityControl control, LivePricing pricing)
    {
        if (!Same(pricing.Tier, "Standard"))
            return new Reason("properties.pricingTier", "equals", "Standard", pricing.Tier);
        if (!control.SubPlans.IsEmpty && !control.SubPlans.Contains(pricing.SubPlan ?? "", StringComparer.OrdinalIgnoreCase))
            return new Reason("properties.subPlan", "in", new JArray(control.SubPlans), pricing.SubPlan);
        if (!string.IsNullOrEmpty(control.Extension) && !pricing.Extensions.Contains(control.Extension, StringComparer.OrdinalIgnoreCase))
            return new Reason("properties.extensions[*].name", "contains", control.Extension, new JArray(pricing.Extensions));
        return null;
    }

    private static FindingResource Resource(string id)
    {
        var parsed = ArmResourceId.Parse(id);
        return new FindingResource(id, parsed.Type, parsed.FullName, null);
    }

    private static Dictionary<(string, string, string), long> Counts(ImmutableArray<AssessmentCount> counts)
    {
        var sums = new Dictionary<(string, string, string), long>();
        foreach (var count in counts)
        {
            var key = (count.Subscription.ToLowerInvariant(), count.Key.ToLowerInvariant(), count.Code.ToLowerInvariant());
            sums[key] = sums.GetValueOrDefault(key) + count.Resources;
        }

        return sums;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
