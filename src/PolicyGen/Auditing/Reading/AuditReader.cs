using System.Collections.Immutable;
using PolicyGen.Arm;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Reads everything that a run needs of Azure Policy: by Resource Graph, or where that is refused by lists and Policy Insights. What
/// fails is part of the reading.
/// </summary>
internal sealed class AuditReader(IArmTransport transport, AuditOptions options, DateTimeOffset now, IProgress<AuditProgress>? progress)
{
    private readonly ReadingLog _log = new(progress);
    private readonly ResourceGraphClient _graph = new(transport);
    private volatile bool _usesGraph = options.Api != AuditApi.PolicyInsights;

    /// <summary>Reads.</summary>
    /// <param name="assessments">Keys of assessments of Defender for Cloud that matter.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<AuditReading> ReadAsync(IReadOnlyCollection<string> assessments, CancellationToken cancellationToken)
    {
        var (estate, scopes) = await new EstateReader(transport, _graph, _log).ReadAsync(options, _usesGraph ? Refused : null, cancellationToken);
        var plan = new ReadingPlan(options, InitiativeSelection.Of(options), estate, scopes);
        _log.Report("assignments", "", 0, null);
        var assignments = await PolicyAsync(plan, AuditPart.Assignments, "assignments", PolicyObjects.AssignmentAction, r => r.AssignmentsAsync(cancellationToken), cancellationToken);
        assignments = await WithInheritedAsync(plan, assignments, cancellationToken);
        ImmutableArray<string> assignmentIds = [.. assignments.Select(a => a.Id?.Value).OfType<string>()];
        var initiatives = await InitiativesAsync(plan, assignments, cancellationToken);

        var reading = new AuditReading { Source = "", Estate = estate, Assignments = assignments, Initiatives = initiatives };
        var definitions = DefinitionsAsync(plan, initiatives, cancellationToken);
        var exemptions = assignmentIds.IsEmpty
            ? Task.FromResult<ImmutableArray<LiveExemption>>([])
            : PolicyAsync(plan, AuditPart.Exemptions, "exemptions", PolicyObjects.ExemptionAction, r => r.ExemptionsAsync(assignmentIds, cancellationToken), cancellationToken);
        var attestations = assignmentIds.IsEmpty ? Task.FromResult<ImmutableArray<LiveAttestation>>([]) : new AttestationReader(transport, plan, _log).ReadAsync(assignmentIds, cancellationToken);
        var security = SecurityAsync(plan, assessments, cancellationToken);
        var states = StatesAsync(plan, assignments, initiatives, cancellationToken);
        var before = options.Since is { } since ? new PolicyInsightsStates(transport, plan, initiatives, _log).BeforeAsync(since, cancellationToken) : Task.FromResult<ImmutableArray<StateRow>?>(null);
        await Task.WhenAll(definitions, exemptions, attestations, security, states, before);

        var (source, sink) = await states;
        reading = (await security).AddTo(sink.AddTo(reading));
        await new RoleCheck(transport, plan, _log).RunAsync(assignments, reading.BySubscription, cancellationToken);
        return reading with
        {
            Source = source,
            Definitions = await definitions,
            Exemptions = await exemptions,
            Attestations = await attestations,
            Before = await before,
            Failures = _log.Failures,
            Notes = _log.Notes,
        };
    }

    /// <summary>Only which subscriptions there are, and what of that could not be read.</summary>
    public static async Task<(AuditEstate Estate, ImmutableArray<AuditFailure> Failures)> EstateAsync(IArmTransport transport, AuditOptions options, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        var reader = new AuditReader(transport, options, default, progress);
        var (estate, _) = await new EstateReader(transport, reader._graph, reader._log).ReadAsync(options, reader._usesGraph ? reader.Refused : null, cancellationToken);
        return (estate, reader._log.Failures);
    }

    // Resource Graph may leave out what is assigned to a management group that the caller may not read. At a scope of the run it can be
    // seen, since it holds there: that is asked where an initiative of the run does not seem to be assigned.
    private async Task<ImmutableArray<PolicyAssignment>> WithInheritedAsync(ReadingPlan plan, ImmutableArray<PolicyAssignment> assignments, CancellationToken cancellationToken)
    {
        if (!_usesGraph || options.Tenant || _log.Failures.Any(f => f.Reads == AuditPart.Assignments))
            return assignments;
        var hidden = plan.Estate.Subscriptions.Where(s => !s.IsReadable).Select(s => s.ResourceId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wanted = plan.Initiatives.Names.Length + plan.Initiatives.Ids.Length;
        var scopes = plan.Estate.Scopes.Where(scope => !hidden.Contains(scope) && assignments.Where(a => PolicyObjects.IsInherited(a, scope, plan.Estate))
            .Select(a => a.DefinitionId?.Value ?? "").Distinct(StringComparer.OrdinalIgnoreCase).Count() < wanted).ToList();
        if (scopes.Count == 0)
            return assignments;
        var more = await new ArmPolicyReader(transport, plan, _log).InheritedAssignmentsAsync(scopes, cancellationToken);
        return [.. assignments.Concat(more).DistinctBy(a => a.Id?.Value, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<ImmutableArray<PolicySetDefinition>> InitiativesAsync(ReadingPlan plan, ImmutableArray<PolicyAssignment> assignments, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. assignments.Select(a => a.DefinitionId?.Value).OfType<string>().Concat(plan.Initiatives.Ids).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (ids.IsEmpty)
            return [];
        var found = await PolicyAsync(plan, AuditPart.Assignments, "initiatives", PolicyObjects.InitiativeAction, r => r.InitiativesAsync(ids, cancellationToken), cancellationToken);
        ImmutableArray<string> missing = [.. ids.Except(found.Select(i => i.Id?.Value).OfType<string>(), StringComparer.OrdinalIgnoreCase)];
        // What Resource Graph does not know, perhaps a built-in, is asked for by its id; then a failure says why it is not there.
        return missing.IsEmpty || !_usesGraph ? found : [.. found, .. await new ArmPolicyReader(transport, plan, _log).InitiativesAsync(missing, cancellationToken)];
    }

    private async Task<ImmutableArray<LiveDefinition>> DefinitionsAsync(ReadingPlan plan, ImmutableArray<PolicySetDefinition> initiatives, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids =
        [
            .. initiatives.SelectMany(i => i.References).Select(r => r.DefinitionId?.Value).OfType<string>()
                .Where(id => !ResourceIds.IsBuiltIn(id) && ResourceIds.LastSegment(id).StartsWith(Catalogue.Control.DefinitionNamePrefix, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return ids.IsEmpty ? [] : await PolicyAsync(plan, AuditPart.Assignments, "definitions", PolicyObjects.DefinitionAction, r => r.DefinitionsAsync(ids, cancellationToken), cancellationToken);
    }

    private async Task<(string Source, StateSink Sink)> StatesAsync(ReadingPlan plan, ImmutableArray<PolicyAssignment> assignments, ImmutableArray<PolicySetDefinition> initiatives, CancellationToken cancellationToken)
    {
        if (_usesGraph)
        {
            var sink = new StateSink();
            if (await new GraphStates(_graph, plan, _log).ReadAsync(sink, assignments, initiatives, Refused, cancellationToken))
                return ("resourceGraph", sink);
        }

        var other = new StateSink();
        await new PolicyInsightsStates(transport, plan, initiatives, _log).ReadAsync(other, now, cancellationToken);
        return ("policyStates", other);
    }

    private async Task<SecuritySink> SecurityAsync(ReadingPlan plan, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var sink = new SecuritySink();
        var reader = new SecurityReader(transport, _graph, plan, _log);
        await (_usesGraph ? reader.GraphAsync(sink, keys, cancellationToken) : reader.ArmAsync(sink, keys, cancellationToken));
        return sink;
    }

    private async Task<ImmutableArray<T>> PolicyAsync<T>(ReadingPlan plan, AuditPart part, string step, string action, Func<IPolicyReader, Task<ImmutableArray<T>>> read, CancellationToken cancellationToken)
    {
        ImmutableArray<T> result = [];
        if (_usesGraph)
        {
            var failure = await Attempt.RunAsync(async () => result = await read(new GraphPolicyReader(_graph, plan, _log)), ResourceGraphClient.Action, plan.Estate.Scopes[0], cancellationToken);
            if (failure is null)
                return result;
            if (!Refused(failure))
            {
                foreach (var scope in plan.Estate.Scopes)
                    _log.Fail(part, step, scope, failure);
                return [];
            }
        }

        await _log.TryAsync(part, step, plan.Estate.Scopes, action, async () => result = await read(new ArmPolicyReader(transport, plan, _log)), cancellationToken);
        return result;
    }

    // A refusal of Resource Graph as such, and not a fault on the way that would meet any other request too.
    private bool Refused(ArmFailure failure)
    {
        if (options.Api != AuditApi.Auto || failure.Kind is not (ArmFailureKind.Forbidden or ArmFailureKind.NotFound or ArmFailureKind.BadRequest or ArmFailureKind.Conflict or ArmFailureKind.Service))
            return false;
        _usesGraph = false;
        _log.Note($"Resource Graph refused a query ({(failure.Code.Length > 0 ? failure.Code : failure.Status.ToString(System.Globalization.CultureInfo.InvariantCulture))}): states were read by Policy Insights instead, whose numbers of compliant resources by control are estimates where several assignments judge one.");
        return true;
    }
}
