using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Reads states by Resource Graph, which counts where the data is. Numbers of a scope are taken when all of their pages are there:
/// half of them would let a control look better than it is. Rows are taken as they come: each is true of itself.
/// </summary>
internal sealed class GraphStates(ResourceGraphClient graph, ReadingPlan plan, ReadingLog log)
{
    /// <summary>With more rows of numbers than this expected, they are asked by initiative instead of by assignment.</summary>
    public const int MostCounts = 20_000;

    private const int StatesOfReference = 2;
    private const string Step = "states";

    /// <summary>Reads them; with <paramref name="refused"/> told of a refusal of Resource Graph as such, instead of a failure.</summary>
    public async Task<bool> ReadAsync(StateSink sink, ImmutableArray<PolicyAssignment> assignments, ImmutableArray<PolicySetDefinition> initiatives, Func<ArmFailure, bool> refused, CancellationToken cancellationToken)
    {
        var byAssignment = IsByAssignment(assignments, initiatives);
        var isRefused = false;
        await Task.WhenAll(plan.Graph.SelectMany(scope => new[]
        {
            CountAsync(ResourceGraphQueries.Counts(plan.Initiatives, byAssignment), scope, Count, sink.Add),
            CountAsync(ResourceGraphQueries.Controls(plan.Initiatives), scope, ControlOf, sink.Add),
            CountAsync(ResourceGraphQueries.EvaluatedResources(plan.Initiatives), scope, row => new Box(row.Number("resources")), box => sink.AddEvaluated(box.Value)),
            CountAsync(ResourceGraphQueries.Subscriptions(plan.Initiatives), scope, SubscriptionOf, sink.Add),
            RowsAsync(scope),
        }));
        return !isRefused;

        async Task CountAsync<T>(ResourceGraphQuery query, ResourceGraphScope scope, Func<JObject, T?> row, Action<T> add) => await TryAsync(query, scope, async () =>
        {
            log.Report(query.Name, scope.Scopes[0], 0, null);
            foreach (var count in await graph.ReadAllAsync(query, scope, aboveToo: false, row, cancellationToken))
                add(count);
        });

        async Task RowsAsync(ResourceGraphScope scope)
        {
            var query = ResourceGraphQueries.Rows(plan.Initiatives, plan.Options.Included.Contains(Evaluation.ComplianceState.Compliant));
            await TryAsync(query, scope, () => graph.ReadAsync(query, scope, aboveToo: false, row => RowOf(row, sink), rows =>
            {
                sink.Add(rows);
                log.Report(Step, scope.Scopes[0], sink.Rows, null);
            }, cancellationToken));
        }

        async Task TryAsync(ResourceGraphQuery query, ResourceGraphScope scope, Func<Task> work)
        {
            if (await Attempt.RunAsync(work, ResourceGraphClient.Action, scope.Scopes[0], cancellationToken) is not { } failure)
                return;
            if (refused(failure))
            {
                isRefused = true;
                return;
            }

            foreach (var id in scope.Scopes)
                log.Fail(AuditPart.States, query.Name, id, failure);
        }
    }

    /// <summary>Whether numbers are asked by assignment: so many assignments of large initiatives may there be that rather not.</summary>
    public static bool IsByAssignment(ImmutableArray<PolicyAssignment> assignments, ImmutableArray<PolicySetDefinition> initiatives)
    {
        var references = initiatives.Where(i => i.Id is not null).GroupBy(i => i.Id!.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().References.Length, StringComparer.OrdinalIgnoreCase);
        return assignments.Sum(a => (long)StatesOfReference * references.GetValueOrDefault(a.DefinitionId?.Value ?? "")) <= MostCounts;
    }

    private static StateCount Count(JObject row) => new(row.Text("assignment"), row.Text("initiative"), row.Text("reference"), row.Text("definition"), row.Text("effect"), row.Required("state"), row.Number("states"), row.Time("oldest"), row.Time("newest"));

    private static ControlCount ControlOf(JObject row) => new(row.Text("control"), AzureStates.OfRank(row.Number("rank")), row.Number("resources"));

    private static SubscriptionCount SubscriptionOf(JObject row) => new(row.Text("assignment"), row.Required("subscription"), row.Required("state"), row.Number("states"), row.Time("oldest"), row.Time("newest"));

    private static StateRow RowOf(JObject row, StateSink sink) => sink.Row(row, "resource", "type", "location", "assignment", "initiative", "reference", "definition", "effect", "state", "subState", "evaluated");

    private sealed record Box(long Value);
}
