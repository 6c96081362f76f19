using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>A reading with what follows from it at once: what the parts of the judge look up.</summary>
internal sealed class AuditedEstate
{
    private readonly Dictionary<string, AuditedInitiative> _byId;
    private readonly Dictionary<string, AssignedInitiative> _assigned;
    private readonly Dictionary<string, AuditSubscription> _subscriptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, DateTimeOffset?>> _newest = new(StringComparer.OrdinalIgnoreCase);
    private readonly ReferenceEffects _effects;
    private readonly Dictionary<string, ControlExtents> _extents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _names = new(StringComparer.OrdinalIgnoreCase);

    public AuditedEstate(AuditReading reading, AuditCriteria criteria)
    {
        Reading = reading;
        Criteria = criteria;
        Failures = new FailureMap(reading);
        _effects = new ReferenceEffects(criteria.Library);
        Initiatives = AuditedInitiative.Of(reading, criteria);
        _byId = new Dictionary<string, AuditedInitiative>(StringComparer.OrdinalIgnoreCase);
        foreach (var initiative in Initiatives)
            _byId.TryAdd(initiative.Id, initiative);
        Assigned = [.. reading.Assignments.OrderBy(a => a.Id?.Value ?? a.ReferenceName, StringComparer.Ordinal)
            .Select(a => a.DefinitionId is { } id && Find(id.Value) is { } initiative ? new AssignedInitiative(a, initiative, ExtentsOf(initiative, a)) : new AssignedInitiative(a, null, ControlExtents.None))];
        _assigned = new Dictionary<string, AssignedInitiative>(StringComparer.OrdinalIgnoreCase);
        foreach (var assigned in Assigned)
            _assigned.TryAdd(assigned.Key, assigned);
        foreach (var subscription in reading.Estate.Subscriptions)
            _subscriptions.TryAdd(subscription.Id, subscription);
        Controls = ChosenControls();
        Coverage = new CoverageMap(reading, Failures, Assigned, Controls.Keys);
        ByAssignment = StateTotals.By(reading.ByReference, s => s.Assignment, Read);
        ByControl = StateTotals.By(reading.ByReference, s => ControlOf(s.Reference, s.Definition), Read);
        foreach (var count in reading.BySubscription)
        {
            if (!_newest.TryGetValue(count.Assignment, out var own))
                _newest[count.Assignment] = own = new Dictionary<string, DateTimeOffset?>(StringComparer.OrdinalIgnoreCase);
            if (own.GetValueOrDefault(count.Subscription) is not { } known || count.Newest > known)
                own[count.Subscription] = count.Newest;
        }

        BySubscription = StateTotals.By(reading.BySubscription, s => s.Subscription, s => (s.State, s.States, s.Oldest, s.Newest));
    }

    public AuditReading Reading { get; }

    public AuditCriteria Criteria { get; }

    public FailureMap Failures { get; }

    public ImmutableArray<AuditedInitiative> Initiatives { get; }

    public ImmutableArray<AssignedInitiative> Assigned { get; }

    /// <summary>Controls of the run by id, with the severity of each.</summary>
    public ImmutableSortedDictionary<string, Severity> Controls { get; }

    public CoverageMap Coverage { get; }

    public IReadOnlyDictionary<string, StateTotals> ByAssignment { get; }

    public IReadOnlyDictionary<string, StateTotals> ByControl { get; }

    public IReadOnlyDictionary<string, StateTotals> BySubscription { get; }

    public ImmutableArray<AuditSubscription> Subscriptions => Reading.Estate.Subscriptions;

    /// <summary>An assignment by its id; null for one that was not read.</summary>
    public AssignedInitiative? AssignmentOf(string id) => _assigned.GetValueOrDefault(id);

    /// <summary>A subscription of the run by its id; null for another.</summary>
    public AuditSubscription? SubscriptionOf(string id) => _subscriptions.GetValueOrDefault(id);

    /// <summary>An initiative by its id; null for one that is not in question.</summary>
    public AuditedInitiative? Find(string id)
    {
        if (_byId.TryGetValue(id, out var initiative))
            return initiative;
        // One of ours that was not read has only its name.
        return Initiatives.FirstOrDefault(i => i.Live is null && string.Equals(i.Name, ResourceIds.LastSegment(id), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The control of a state; null for what people attest.</summary>
    public string? ControlOf(string reference, string definition)
    {
        var id = reference.Length > 0 ? reference : ResourceIds.LastSegment(definition);
        if (!_names.TryGetValue(id, out var control))
        {
            // Numbers come in lower case: the initiative has the spelling.
            var spelt = Initiatives.Select(i => i.Find(id)?.Id).FirstOrDefault(s => s is not null) ?? id;
            _names[id] = control = AuditedInitiative.ControlOf(spelt, Criteria.Library);
        }

        return control;
    }

    /// <summary>When the newest state of an assignment was evaluated, by subscription.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?> NewestBy(AssignedInitiative assigned) => _newest.GetValueOrDefault(assigned.Key) ?? [];

    /// <summary>Severity of a control: medium where nobody says.</summary>
    public Severity SeverityOf(string control) => Criteria.Library.Controls.GetValueOrDefault(control)?.Severity ?? Severity.Medium;

    private ControlExtents ExtentsOf(AuditedInitiative initiative, PolicyAssignment assignment)
    {
        var key = ControlExtents.KeyOf(initiative, assignment);
        if (!_extents.TryGetValue(key, out var extents))
            _extents[key] = extents = ControlExtents.Of(initiative, assignment, _effects);
        return extents;
    }

    private ImmutableSortedDictionary<string, Severity> ChosenControls()
    {
        var controls = new SortedDictionary<string, Severity>(StringComparer.OrdinalIgnoreCase);
        var named = Initiatives.SelectMany(i => i.Expected.Values.Concat(i.LiveReferences.Values)).Select(r => r.Control);
        var met = Reading.ByReference.Select(s => ControlOf(s.Reference, s.Definition)).Concat(Reading.Rows.Select(r => ControlOf(r.Reference, r.Definition)));
        foreach (var control in named.Concat(met).OfType<string>())
        {
            if (SeverityOf(control) is var severity && Criteria.Chooses(control, severity))
                controls.TryAdd(control, severity);
        }

        return controls.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static (string State, long Number, DateTimeOffset? Oldest, DateTimeOffset? Newest) Read(StateCount count) => (count.State, count.Resources, count.Oldest, count.Newest);
}
