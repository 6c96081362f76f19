using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Evaluation;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Reads states by Policy Insights, subscription by subscription, so that a failure is of one of them only. Nothing of a subscription's
/// numbers is taken before they are all there. Numbers, rows and Azure's own summary are held against each other.
/// </summary>
internal sealed class PolicyInsightsStates(IArmTransport transport, ReadingPlan plan, ImmutableArray<PolicySetDefinition> initiatives, ReadingLog log)
{
    /// <summary>
    /// How far back a state may have been evaluated. Azure evaluates within a day, without promise for large scopes. A resource that was
    /// deleted within this time may still be told of.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>The same for what was before: as old as a state may be before it counts as old.</summary>
    public static readonly TimeSpan HistoryWindow = TimeSpan.FromHours(36);

    private const string Step = "states";

    // Policy Insights writes ids in lower case.
    private readonly Dictionary<string, string> _references = initiatives.SelectMany(i => i.References).Select(r => r.ReferenceId?.Value).OfType<string>()
        .DistinctBy(r => r, StringComparer.OrdinalIgnoreCase).ToDictionary(r => r, StringComparer.OrdinalIgnoreCase);

    public async Task ReadAsync(StateSink sink, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var query = new PolicyInsightsQuery(plan.Initiatives, now - Window, now);
        var done = 0;
        await Task.WhenAll(plan.Readable.Select(async s =>
        {
            await log.TryAsync(AuditPart.States, Step, s.ResourceId, PolicyInsightsQuery.Action, () => ReadAsync(s, query, sink, cancellationToken), cancellationToken);
            log.Report(Step, s.Name, Interlocked.Increment(ref done), plan.Readable.Length);
        }));
    }

    /// <summary>What was NonCompliant at a time; null when it could not be read of all subscriptions.</summary>
    public async Task<ImmutableArray<StateRow>?> BeforeAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var query = new PolicyInsightsQuery(plan.Initiatives, since - HistoryWindow, since);
        var sink = new StateSink();
        var rows = new List<StateRow>();
        var unknown = 0;
        var read = await Task.WhenAll(plan.Readable.Select(s => log.TryAsync(AuditPart.History, "states before", s.ResourceId, PolicyInsightsQuery.Action, async () =>
        {
            var found = await ListAsync(query.Violations(s.ResourceId), row => Row(row, sink), cancellationToken);
            lock (rows)
                rows.AddRange(found);
            // No violation, or no memory of that time.
            if (found.Count == 0 && await transport.SendAsync(query.Edge(s.ResourceId, oldest: true), Time, cancellationToken) is null)
                Interlocked.Increment(ref unknown);
        }, cancellationToken)));
        if (unknown == plan.Readable.Length)
        {
            log.Fail(AuditPart.History, "states before", "/", new ArmFailure(ArmFailureKind.NotFound, 0, "",
                $"Azure has no state of {Results.IsoTime.Write(since)}: nothing can be compared with it.", PolicyInsightsQuery.Action, "/", 1, null));
            return null;
        }

        if (unknown > 0)
            log.Note($"Azure has no state of {Results.IsoTime.Write(since)} for {unknown} of {plan.Readable.Length} subscriptions: what is violated there looks new.");
        return read.All(r => r) ? StateSink.InOrder(rows) : null;
    }

    private async Task ReadAsync(AuditSubscription subscription, PolicyInsightsQuery query, StateSink sink, CancellationToken cancellationToken)
    {
        var scope = subscription.ResourceId;
        var rows = ListAsync(query.Rows(scope, plan.Options.Included.Contains(ComplianceState.Compliant)), row => Row(row, sink), cancellationToken);
        var numbers = ListAsync(query.Counts(scope), Count, cancellationToken);
        var summary = transport.SendAsync(query.Summary(scope), Summary, cancellationToken);
        var oldest = transport.SendAsync(query.Edge(scope, oldest: true), Time, cancellationToken);
        var newest = transport.SendAsync(query.Edge(scope, oldest: false), Time, cancellationToken);
        await Task.WhenAll(rows, numbers, summary, oldest, newest);

        sink.Add(await rows);
        Check(scope, await numbers, await rows, await summary);
        foreach (var count in await numbers)
        {
            sink.Add(count);
            sink.Add(new SubscriptionCount(count.Assignment, subscription.Id, count.State, count.Resources, await oldest, await newest));
        }

        foreach (var control in ControlEstimate.Of(await numbers))
            sink.Add(control);
        sink.AddEvaluated((await summary).Resources);
    }

    // States change between two answers: more rows than numbers are told of, fewer are a hole.
    private void Check(string scope, List<StateCount> numbers, List<StateRow> rows, (long Resources, long NonCompliant) summary)
    {
        var counted = numbers.Where(n => Is(n.State, AzureStates.NonCompliant)).Sum(n => n.Resources);
        var violations = rows.Where(r => Is(r.State, AzureStates.NonCompliant)).ToList();
        var resources = violations.Where(r => r.Effect != "manual").Select(r => r.Resource).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (violations.Count < counted || resources < summary.NonCompliant)
        {
            throw Attempt.Malformed(string.Create(CultureInfo.InvariantCulture,
                $"The answers differ: {counted} states are said to be NonCompliant and {violations.Count} are listed; {summary.NonCompliant} resources are said to be non-compliant and {resources} are listed."), PolicyInsightsQuery.Action, scope);
        }

        if (violations.Count > counted || resources > summary.NonCompliant)
            log.Note($"{scope}: states changed while they were read; numbers and findings may differ.");
    }

    private async Task<List<T>> ListAsync<T>(ArmRequest request, Func<JObject, T> row, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (var one in ArmPages.ReadAllAsync(transport, request, row, cancellationToken))
        {
            if (all.Count == StateSink.MostRows)
                throw Attempt.Malformed($"There are more than {StateSink.MostRows} states to list; choose smaller scopes.", request.Action, request.Scope);
            all.Add(one);
        }

        return all;
    }

    private StateCount Count(JObject row) => new(Lower(row, "policyAssignmentId"), Lower(row, "policySetDefinitionId"), Spelt(row.Text("policyDefinitionReferenceId")), Lower(row, "policyDefinitionId"),
        Lower(row, "policyDefinitionAction"), row.Required("complianceState"), row.Number("NumStates"), null, null);

    private StateRow Row(JObject row, StateSink sink) => Spelt(sink.Row(row, "resourceId", "resourceType", "resourceLocation", "policyAssignmentId", "policySetDefinitionId", "policyDefinitionReferenceId",
        "policyDefinitionId", "policyDefinitionAction", "complianceState", null, "timestamp"));

    private StateRow Spelt(StateRow row) => row with { Reference = Spelt(row.Reference) };

    private string Spelt(string reference) => _references.GetValueOrDefault(reference, reference);

    private static (long Resources, long NonCompliant) Summary(JsonTextReader reader)
    {
        var results = (JToken.Load(reader) as JObject)?.Objects("value").FirstOrDefault()?.Object("results") ?? throw new JsonReaderException("The summary has no results.");
        return (results.Objects("resourceDetails").Sum(d => d.Number("count")), results.Number("nonCompliantResources"));
    }

    private static DateTimeOffset? Time(JsonTextReader reader) => (JToken.Load(reader) as JObject)?.Objects("value").FirstOrDefault()?.Time("timestamp");

    private static string Lower(JObject row, string name) => row.Text(name).ToLowerInvariant();

    private static bool Is(string state, string word) => string.Equals(state, word, StringComparison.OrdinalIgnoreCase);
}
