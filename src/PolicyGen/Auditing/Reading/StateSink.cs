using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>Takes numbers and rows of states from several queries at once and puts them together.</summary>
internal sealed class StateSink
{
    /// <summary>Most rows that are kept; with more the run is not complete. A row takes some hundred bytes.</summary>
    public const int MostRows = 2_000_000;

    private readonly Lock _lock = new();
    private readonly StringPool _pool = new();
    private readonly Dictionary<(string Assignment, string Initiative, string Reference, string Definition, string Effect, string State), Span> _counts = [];
    private readonly Dictionary<(string Control, string State), long> _controls = [];
    private readonly Dictionary<(string Assignment, string Subscription, string State), Span> _subscriptions = [];
    private readonly List<StateRow> _rows = [];
    private long _evaluated;

    /// <summary>Number of rows so far.</summary>
    public int Rows
    {
        get
        {
            lock (_lock)
                return _rows.Count;
        }
    }

    public void Add(StateCount count)
    {
        lock (_lock)
            Merge(_counts, (count.Assignment, count.Initiative, count.Reference, count.Definition, count.Effect, count.State), new Span(count.Resources, count.Oldest, count.Newest));
    }

    public void Add(SubscriptionCount count)
    {
        lock (_lock)
            Merge(_subscriptions, (count.Assignment, count.Subscription, count.State), new Span(count.States, count.Oldest, count.Newest));
    }

    /// <summary>Adds numbers of different resources: those of disjoint sets of subscriptions add up.</summary>
    public void Add(ControlCount count)
    {
        lock (_lock)
            _controls[(count.Control, count.State)] = _controls.GetValueOrDefault((count.Control, count.State)) + count.Resources;
    }

    public void AddEvaluated(long resources) => Interlocked.Add(ref _evaluated, resources);

    /// <summary>Adds rows.</summary>
    /// <exception cref="ArmException">There are more than <see cref="MostRows"/>.</exception>
    public void Add(List<StateRow> rows)
    {
        lock (_lock)
        {
            _rows.AddRange(rows.Take(MostRows - _rows.Count));
            if (_rows.Count >= MostRows)
                throw Attempt.Malformed($"There are more than {MostRows} states to list; choose smaller scopes.", ResourceGraphClient.Action, "/");
        }
    }

    /// <summary>A row of a query, or of Policy Insights under its own names; texts that come again are kept once.</summary>
    public StateRow Row(JObject row, string resource, string type, string location, string assignment, string initiative, string reference, string definition, string effect, string state, string? subState, string time) =>
        new(row.Required(resource), _pool.Get(row.Text(type)), row.OptionalText(location) is { } place ? _pool.Get(place) : null, Lower(row, assignment), Lower(row, initiative),
            _pool.Get(row.Text(reference)), Lower(row, definition), Lower(row, effect), _pool.Get(row.Required(state)), subState is not null && row.OptionalText(subState) is { } sub ? _pool.Get(sub) : null, row.Time(time));

    /// <summary>Everything, in a fixed order.</summary>
    public AuditReading AddTo(AuditReading reading)
    {
        lock (_lock)
        {
            return reading with
            {
                ByReference =
                [
                    .. _counts.Select(c => new StateCount(c.Key.Assignment, c.Key.Initiative, c.Key.Reference, c.Key.Definition, c.Key.Effect, c.Key.State, c.Value.Number, c.Value.Oldest, c.Value.Newest))
                        .OrderBy(c => c.Assignment, StringComparer.Ordinal).ThenBy(c => c.Initiative, StringComparer.Ordinal).ThenBy(c => c.Reference, StringComparer.Ordinal)
                        .ThenBy(c => c.Definition, StringComparer.Ordinal).ThenBy(c => c.Effect, StringComparer.Ordinal).ThenBy(c => c.State, StringComparer.Ordinal),
                ],
                ByControl = [.. _controls.Select(c => new ControlCount(c.Key.Control, c.Key.State, c.Value)).OrderBy(c => c.Control, StringComparer.Ordinal).ThenBy(c => c.State, StringComparer.Ordinal)],
                BySubscription =
                [
                    .. _subscriptions.Select(c => new SubscriptionCount(c.Key.Assignment, c.Key.Subscription, c.Key.State, c.Value.Number, c.Value.Oldest, c.Value.Newest))
                        .OrderBy(c => c.Assignment, StringComparer.Ordinal).ThenBy(c => c.Subscription, StringComparer.Ordinal).ThenBy(c => c.State, StringComparer.Ordinal),
                ],
                EvaluatedResources = Interlocked.Read(ref _evaluated),
                Rows = InOrder(_rows),
            };
        }
    }

    /// <summary>Rows in a fixed order.</summary>
    public static ImmutableArray<StateRow> InOrder(IEnumerable<StateRow> rows) =>
    [
        .. rows.OrderBy(r => r.Resource, StringComparer.Ordinal).ThenBy(r => r.Reference, StringComparer.Ordinal).ThenBy(r => r.Assignment, StringComparer.Ordinal)
            .ThenBy(r => r.Definition, StringComparer.Ordinal).ThenBy(r => r.State, StringComparer.Ordinal),
    ];

    private string Lower(JObject row, string name) => _pool.Get(row.Text(name).ToLowerInvariant());

    private static void Merge<TKey>(Dictionary<TKey, Span> into, TKey key, Span more)
        where TKey : notnull =>
        into[key] = into.TryGetValue(key, out var known) ? new Span(known.Number + more.Number, Earlier(known.Oldest, more.Oldest), Later(known.Newest, more.Newest)) : more;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;

    private readonly record struct Span(long Number, DateTimeOffset? Oldest, DateTimeOffset? Newest);
}
