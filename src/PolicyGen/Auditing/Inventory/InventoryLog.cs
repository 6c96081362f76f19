using System.Collections.Concurrent;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Inventory;

/// <summary>What an inventory read of each type, and where it could not. Safe for several threads.</summary>
internal sealed class InventoryLog(ReadingLog log)
{
    // Of a type that fails more often it is not worth saying where: nothing is known of it.
    private const int MostFailures = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string Type, string Subscription, ArmFailureKind Kind), ArmFailure> _shown = new();

    /// <summary>Types that are read.</summary>
    public ICollection<string> All => _types.Keys;

    /// <summary>True when a type could not be read somewhere.</summary>
    public bool HasFailed(string type) => _types.TryGetValue(type, out var entry) && entry.Count > 0;

    /// <summary>Says that a type is read; failures follow.</summary>
    public void Begin(string type, ImmutableArray<string>? names = null) => _types.TryAdd(type, new Entry(names));

    /// <summary>Nothing of some types is known in a scope.</summary>
    public void Fail(IEnumerable<string> types, string scope, ArmFailure failure)
    {
        foreach (var type in types)
            Miss(type, scope);
        Show("resources", Subscription(scope), failure);
    }

    /// <summary>Nothing of a type is known in a scope, for a reason that is told elsewhere.</summary>
    public void Miss(string type, string scope) => _types[type].Add(scope, isParent: false);

    /// <summary>No child or extension of a resource is known.</summary>
    public void FailParent(string type, string parent, ArmFailure failure)
    {
        _types[type].Add(parent, isParent: true);
        Show(type, Subscription(parent), failure);
    }

    /// <summary>What lies in children that could not be read is not known either.</summary>
    public void Inherit(ChildRead child)
    {
        foreach (var id in child.Parents.Where(_types.ContainsKey).SelectMany(p => _types[p].All))
            _types[child.Type].Add(id, isParent: false);
    }

    /// <summary>Elements for the export.</summary>
    public IEnumerable<JObject> Elements() => _types.OrderBy(t => t.Key, StringComparer.Ordinal)
        .Where(t => t.Value.Count <= MostFailures)
        .Select(t => InventoryReads.Element(t.Key, t.Value.Names, t.Value.Scopes, t.Value.Parents));

    // One failure for each reason: a refused permission is refused a thousand times.
    private void Show(string what, string scope, ArmFailure failure)
    {
        if (_shown.TryAdd((what, scope, failure.Kind), failure))
            log.Fail(AuditPart.Resources, what, scope, failure);
    }

    private static string Subscription(string id) => ArmResourceId.Parse(id).SubscriptionId is { } subscription ? "/subscriptions/" + subscription : id;

    private sealed class Entry(ImmutableArray<string>? names)
    {
        private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.OrdinalIgnoreCase);

        public IReadOnlyCollection<string>? Names { get; } = names;

        public int Count => _failed.Count;

        public ICollection<string> All => _failed.Keys;

        public IEnumerable<string> Scopes => _failed.Where(f => !f.Value).Select(f => f.Key);

        public IEnumerable<string> Parents => _failed.Where(f => f.Value).Select(f => f.Key);

        public void Add(string id, bool isParent)
        {
            if (_failed.Count <= MostFailures)
                _failed.AddOrUpdate(id, isParent, (_, other) => other && isParent);
        }
    }
}
