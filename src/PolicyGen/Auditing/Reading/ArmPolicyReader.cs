using System.Collections.Concurrent;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Reads assignments, initiatives, definitions and exemptions by lists of Azure Resource Manager, for each subscription: such a list
/// has what is inherited and what lies below too. Each failure is of its scope only. The typed client is not used: its versions of
/// these APIs do not know versions of definitions.
/// </summary>
internal sealed class ArmPolicyReader(IArmTransport transport, ReadingPlan plan, ReadingLog log) : IPolicyReader
{
    private const string PolicyVersion = "api-version=2023-04-01";
    private const string CustomOnly = "&$filter=policyType%20eq%20'Custom'";

    public async Task<ImmutableArray<PolicyAssignment>> AssignmentsAsync(CancellationToken cancellationToken)
    {
        var paths = plan.Readable.Select(s => (s.ResourceId, Filter: ""));
        // At a management group only this filter is allowed; it brings what lies above.
        if (plan.Options.ManagementGroup is { } group)
            paths = paths.Append((ResourceGraphScope.ManagementGroupId(group), "&$filter=atScope()"));
        return await AssignmentsAsync(paths, cancellationToken);
    }

    /// <summary>Assignments of the initiatives of the run that hold at some scopes: what they inherit is seen there, also by who may not read what is above.</summary>
    public Task<ImmutableArray<PolicyAssignment>> InheritedAssignmentsAsync(IEnumerable<string> scopes, CancellationToken cancellationToken) =>
        AssignmentsAsync(scopes.Select(s => (s, "&$filter=atScope()")), cancellationToken);

    private async Task<ImmutableArray<PolicyAssignment>> AssignmentsAsync(IEnumerable<(string Scope, string Filter)> paths, CancellationToken cancellationToken)
    {
        var rows = await ListAsync("policyAssignments", PolicyVersion, AuditPart.Assignments, PolicyObjects.AssignmentAction, paths, cancellationToken);
        return [.. PolicyObjects.Documents<PolicyAssignment>(rows, log, PolicyObjects.AssignmentAction).Where(a => a.DefinitionId is { } id && plan.Initiatives.Has(id.Value))];
    }

    public async Task<ImmutableArray<PolicySetDefinition>> InitiativesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(ids.Select(async id =>
        {
            JObject? source = null;
            var failure = await Attempt.RunAsync(async () => source = await GetAsync(id, cancellationToken), PolicyObjects.InitiativeAction, id, cancellationToken);
            // Who may read subscriptions only sees what they inherit in their lists.
            if (failure is { Kind: ArmFailureKind.Forbidden } && plan.Readable.Length > 0)
            {
                failure = await Attempt.RunAsync(async () => source = await InheritedAsync(id, cancellationToken), PolicyObjects.InitiativeAction, id, cancellationToken) ?? (source is null ? failure : null);
            }

            if (failure is not null)
                log.Fail(AuditPart.Assignments, "initiatives", PolicyObjects.Parent(id) is { Length: > 0 } scope ? scope : "/", failure);
            return source;
        }));
        return PolicyObjects.Documents<PolicySetDefinition>(found.OfType<JObject>(), log, PolicyObjects.InitiativeAction);
    }

    public async Task<ImmutableArray<LiveDefinition>> DefinitionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var scopes = ids.Select(PolicyObjects.Parent).Where(s => s.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(s => (s, CustomOnly));
        var rows = await ListAsync("policyDefinitions", PolicyVersion, AuditPart.Assignments, PolicyObjects.DefinitionAction, scopes, cancellationToken);
        return [.. rows.Select(PolicyObjects.Definition).Where(d => wanted.Contains(d.Id))];
    }

    public async Task<ImmutableArray<LiveExemption>> ExemptionsAsync(IReadOnlyCollection<string> assignments, CancellationToken cancellationToken)
    {
        var wanted = assignments.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = await ListAsync("policyExemptions", "api-version=2022-07-01-preview", AuditPart.Exemptions, PolicyObjects.ExemptionAction, plan.Readable.Select(s => (s.ResourceId, "")), cancellationToken);
        return [.. rows.Select(PolicyObjects.Exemption).Where(e => wanted.Contains(e.Assignment))];
    }

    private Task<JObject> GetAsync(string id, CancellationToken cancellationToken) => transport.SendAsync(
        new ArmRequest(HttpMethod.Get, $"{id}?{PolicyVersion}", null, PolicyObjects.InitiativeAction, id),
        reader => JToken.Load(reader) as JObject ?? throw new Newtonsoft.Json.JsonReaderException("The answer is not an object."), cancellationToken);

    private async Task<JObject?> InheritedAsync(string id, CancellationToken cancellationToken)
    {
        var scope = plan.Readable[0].ResourceId;
        var request = new ArmRequest(HttpMethod.Get, $"{scope}/providers/Microsoft.Authorization/policySetDefinitions?{PolicyVersion}{CustomOnly}", null, PolicyObjects.InitiativeAction, scope);
        await foreach (var row in ArmPages.ReadAllAsync(transport, request, cancellationToken))
        {
            if (string.Equals(row.Text("id"), id, StringComparison.OrdinalIgnoreCase))
                return row;
        }

        return null;
    }

    private async Task<IEnumerable<JObject>> ListAsync(string type, string version, AuditPart part, string action, IEnumerable<(string Scope, string Filter)> scopes, CancellationToken cancellationToken)
    {
        var rows = new ConcurrentDictionary<string, JObject>(StringComparer.OrdinalIgnoreCase);
        await Task.WhenAll(scopes.Select(s => log.TryAsync(part, type, s.Scope, action, async () =>
        {
            var request = new ArmRequest(HttpMethod.Get, $"{s.Scope}/providers/Microsoft.Authorization/{type}?{version}{s.Filter}", null, action, s.Scope);
            await foreach (var row in ArmPages.ReadAllAsync(transport, request, cancellationToken))
                rows.TryAdd(row.Text("id"), row);
        }, cancellationToken)));
        return rows.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value);
    }
}
