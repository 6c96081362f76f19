using System.Collections.Concurrent;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads assignments, initiatives, definitions and exemptions by Resource Graph: at the scopes of the run, above and below. Failures are thrown.</summary>
internal sealed class GraphPolicyReader(ResourceGraphClient graph, ReadingPlan plan, ReadingLog log) : IPolicyReader
{
    // A longer list is not sent: what does not belong is left out here.
    private const int MostIdsInQuery = 100;

    public async Task<ImmutableArray<PolicyAssignment>> AssignmentsAsync(CancellationToken cancellationToken) =>
        PolicyObjects.Documents<PolicyAssignment>(await RowsAsync(ResourceGraphQueries.Assignments(plan.Initiatives), cancellationToken), log, PolicyObjects.AssignmentAction);

    public async Task<ImmutableArray<PolicySetDefinition>> InitiativesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        PolicyObjects.Documents<PolicySetDefinition>(await RowsAsync(ResourceGraphQueries.Initiatives(ids), cancellationToken), log, PolicyObjects.InitiativeAction);

    public async Task<ImmutableArray<LiveDefinition>> DefinitionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. (await RowsAsync(ResourceGraphQueries.Definitions(Catalogue.Control.DefinitionNamePrefix), cancellationToken))
                .Select(PolicyObjects.Definition).Where(d => wanted.Contains(d.Id)),
        ];
    }

    public async Task<ImmutableArray<LiveExemption>> ExemptionsAsync(IReadOnlyCollection<string> assignments, CancellationToken cancellationToken)
    {
        var wanted = assignments.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. (await RowsAsync(ResourceGraphQueries.Exemptions(wanted.Count > MostIdsInQuery ? [] : [.. assignments]), cancellationToken))
                .Select(PolicyObjects.Exemption).Where(e => wanted.Contains(e.Assignment)),
        ];
    }

    // What lies above comes with every batch of subscriptions, and counts once.
    private async Task<IEnumerable<JObject>> RowsAsync(ResourceGraphQuery query, CancellationToken cancellationToken)
    {
        var rows = new ConcurrentDictionary<string, JObject>(StringComparer.OrdinalIgnoreCase);
        await Task.WhenAll(plan.Graph.Select(async scope =>
        {
            foreach (var row in await graph.ReadAllAsync(query, scope, aboveToo: true, static r => r, cancellationToken))
                rows.TryAdd(row.Text("id"), row);
        }));
        return rows.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value);
    }
}
