using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// What an inventory says of itself: which types it read, and where it could not. With it the absence of a resource can be
/// decided; without it an export says nothing of what it does not hold. It stands in the inventory as elements of the type
/// <see cref="ElementType"/>, so that whoever reads the file later knows as much as who wrote it. Filled first, then read by
/// several threads.
/// </summary>
public sealed class InventoryReads
{
    /// <summary>Type of the elements that tell it.</summary>
    public const string ElementType = "PolicyGen.Inventory/reads";

    /// <summary>Stands for all types that Resource Graph lists as resources.</summary>
    public const string EveryType = "*";

    private const string IdPrefix = "/providers/PolicyGen.Inventory/reads/";

    private readonly Dictionary<string, Read> _types = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Types that were read, be it not everywhere, in ordinal order.</summary>
    public IEnumerable<string> Types => _types.Keys.Order(StringComparer.Ordinal);

    /// <summary>True when every type that was to be read was read everywhere.</summary>
    public bool IsComplete => _types.Values.All(r => r.Failed.Count == 0);

    /// <summary>True for an element that tells what was read.</summary>
    internal static bool Is(string type) => type.Equals(ElementType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says what was read of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="names">Only resources of these names were read; null for all.</param>
    /// <param name="failed">Ids of scopes of which nothing of the type is known.</param>
    /// <param name="parents">Ids of resources of which no child or extension of the type is known, and nothing else is missing.</param>
    public void Add(string type, IEnumerable<string>? names, IEnumerable<string> failed, IEnumerable<string> parents)
    {
        var read = new Read(names?.ToHashSet(StringComparer.OrdinalIgnoreCase));
        foreach (var id in failed)
            read.Fail(id, below: true);
        foreach (var id in parents)
            read.Fail(id, below: false);
        // Two inventories in one run: each knows of its own resources only, and the weaker one counts.
        _types[type] = _types.TryGetValue(type, out var other) ? other.And(read) : read;
    }

    /// <summary>The element that tells what was read of a type.</summary>
    internal static JObject Element(string type, IReadOnlyCollection<string>? names, IEnumerable<string> failed, IEnumerable<string> parents)
    {
        var name = type == EveryType ? "every" : type.Replace('/', '.');
        return new JObject
        {
            ["id"] = IdPrefix + name,
            ["name"] = name,
            ["type"] = ElementType,
            ["properties"] = new JObject
            {
                ["type"] = type,
                ["names"] = names is null ? JValue.CreateNull() : new JArray(names.Order(StringComparer.Ordinal)),
                ["failed"] = new JArray(failed.Order(StringComparer.Ordinal)),
                ["parents"] = new JArray(parents.Order(StringComparer.Ordinal)),
            },
        };
    }

    /// <summary>Takes an element; what is malformed tells nothing.</summary>
    internal void Add(ArmResource element)
    {
        if (element.Content["properties"] is JObject { } told && told["type"] is JValue { Value: string type })
            Add(type, told["names"] is JArray ? Texts(told["names"]) : null, Texts(told["failed"]), Texts(told["parents"]));
    }

    /// <summary>True when the type was read at all.</summary>
    internal bool Has(string type) => _types.ContainsKey(type);

    /// <summary>True when the type was read wherever there are resources of it.</summary>
    internal bool IsWhole(string type) => _types.TryGetValue(type, out var read) && read.Names is null && read.Failed.Count == 0;

    /// <summary>Those of some subscriptions (GUIDs) in which the type was not read, or not everywhere.</summary>
    internal IEnumerable<string> FailedIn(string type, IEnumerable<string> subscriptions) =>
        _types.TryGetValue(type, out var read) ? read.Failed.Count == 0 ? [] : subscriptions.Where(s => read.Misses("/subscriptions/" + s, deep: true)) : subscriptions;

    /// <summary>True when what was not found of a type is not there.</summary>
    /// <param name="type">The type.</param>
    /// <param name="name">Name that is looked for; null for any.</param>
    /// <param name="root">Id of the resource or scope at which it is looked for.</param>
    /// <param name="deep">True when it may lie anywhere below, not only at the root itself.</param>
    internal bool Cover(string type, string? name, string root, bool deep) =>
        _types.TryGetValue(type, out var read) && (read.Names is not { } names || name is not null && names.Contains(name)) && !read.Misses(root.TrimEnd('/'), deep);

    private static IEnumerable<string> Texts(JToken? token) => (token as JArray ?? []).Select(t => (t as JValue)?.Value as string).OfType<string>();

    private sealed class Read(HashSet<string>? names)
    {
        // Everything above a failure, so that a search from there knows that something is missing below.
        private readonly HashSet<string> _above = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string>? Names { get; } = names;

        // With whether what lies below is missing too.
        public Dictionary<string, bool> Failed { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Fail(string id, bool below)
        {
            var at = id.TrimEnd('/');
            Failed[at] = below || Failed.GetValueOrDefault(at);
            for (var end = at.LastIndexOf('/'); end > 0; end = at.LastIndexOf('/', end - 1))
                _above.Add(at[..end]);
        }

        public bool Misses(string root, bool deep)
        {
            if (Failed.Count == 0)
                return false;
            if (Failed.ContainsKey(root) || Failed.ContainsKey("") || deep && _above.Contains(root))
                return true;
            for (var end = root.LastIndexOf('/'); end > 0; end = root.LastIndexOf('/', end - 1))
            {
                if (Failed.GetValueOrDefault(root[..end]))
                    return true;
            }

            return false;
        }

        public Read And(Read other)
        {
            var both = new Read(Names is null ? other.Names : other.Names is null ? Names : [.. Names.Intersect(other.Names, StringComparer.OrdinalIgnoreCase)]);
            foreach (var (id, below) in Failed.Concat(other.Failed))
                both.Fail(id, below);
            return both;
        }
    }
}
