using Newtonsoft.Json.Linq;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads assessments and plans of Defender for Cloud: they answer where Policy has not evaluated yet.</summary>
internal sealed class SecurityReader(IArmTransport transport, ResourceGraphClient graph, ReadingPlan plan, ReadingLog log)
{
    private const string AssessmentAction = "Microsoft.Security/assessments/read";
    private const string PricingAction = "Microsoft.Security/pricings/read";

    /// <summary>By Resource Graph.</summary>
    public async Task GraphAsync(SecuritySink sink, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await Task.WhenAll(plan.Graph.SelectMany(scope => Queries(scope)));

        IEnumerable<Task> Queries(ResourceGraphScope scope)
        {
            yield return ReadAsync(ResourceGraphQueries.Pricings(), scope, row => SecuritySink.Pricing(row, row.Required("subscription")), sink.Add);
            if (keys.Count == 0)
                yield break;
            yield return ReadAsync(ResourceGraphQueries.AssessmentCounts(keys), scope, row => new AssessmentCount(row.Required("key"), row.Text("code"), row.Required("subscription"), row.Number("resources")), sink.Add);
            yield return ReadAsync(ResourceGraphQueries.UnhealthyAssessments(keys), scope,
                row => new LiveAssessment(row.Required("key"), PolicyObjects.Parent(row.Required("id")), row.Text("code"), row.OptionalText("cause"), row.Time("changed") ?? row.Time("first")), sink.Add);
        }

        async Task ReadAsync<T>(ResourceGraphQuery query, ResourceGraphScope scope, Func<JObject, T?> row, Action<T> add) =>
            await log.TryAsync(AuditPart.Security, query.Name, scope.Scopes, ResourceGraphClient.Action, async () =>
            {
                foreach (var one in await graph.ReadAllAsync(query, scope, aboveToo: false, row, cancellationToken))
                    add(one);
            }, cancellationToken);
    }

    /// <summary>By lists of each subscription.</summary>
    public async Task ArmAsync(SecuritySink sink, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        await Task.WhenAll(plan.Readable.SelectMany(s => new[]
        {
            log.TryAsync(AuditPart.Security, "plans of Defender for Cloud", s.ResourceId, PricingAction, () => PricingsAsync(s, sink, cancellationToken), cancellationToken),
            log.TryAsync(AuditPart.Security, "assessments", s.ResourceId, AssessmentAction, () => AssessmentsAsync(s, sink, wanted, cancellationToken), cancellationToken),
        }));
    }

    private async Task PricingsAsync(AuditSubscription subscription, SecuritySink sink, CancellationToken cancellationToken)
    {
        var request = new ArmRequest(HttpMethod.Get, subscription.ResourceId + "/providers/Microsoft.Security/pricings?api-version=2024-01-01", null, PricingAction, subscription.ResourceId);
        await foreach (var pricing in ArmPages.ReadAllAsync(transport, request, row => SecuritySink.Pricing(row, subscription.Id), cancellationToken))
            sink.Add(pricing);
    }

    private async Task AssessmentsAsync(AuditSubscription subscription, SecuritySink sink, HashSet<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return;
        var request = new ArmRequest(HttpMethod.Get, subscription.ResourceId + "/providers/Microsoft.Security/assessments?api-version=2021-06-01", null, AssessmentAction, subscription.ResourceId);
        List<LiveAssessment> found = [];
        await foreach (var assessment in ArmPages.ReadAllAsync(transport, request, row => Assessment(row, keys), cancellationToken))
        {
            if (assessment is not null)
                found.Add(assessment);
        }

        foreach (var group in found.GroupBy(a => (a.Key, a.Code)))
            sink.Add(new AssessmentCount(group.Key.Key, group.Key.Code, subscription.Id, group.Count()));
        foreach (var unhealthy in found.Where(a => !SecuritySink.IsHealthy(a.Code)))
            sink.Add(unhealthy);
    }

    private static LiveAssessment? Assessment(JObject row, HashSet<string> keys)
    {
        var key = row.Required("name");
        if (!keys.Contains(key))
            return null;
        var status = row.Object("properties")?.Object("status") ?? [];
        return new LiveAssessment(key.ToLowerInvariant(), PolicyObjects.Parent(row.Required("id")), status.Text("code"), status.OptionalText("cause"), status.Time("statusChangeDate") ?? status.Time("firstEvaluationDate"));
    }
}
