using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// The resources that if-not-exists policies may look for: those of a run whose type some policy names. Filled first, then
/// read by several threads.
/// </summary>
public sealed class RelatedResources
{
    private readonly Dictionary<string, TypeIndex> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _groups = new(StringComparer.OrdinalIgnoreCase);

    // Ids that the run writes itself, with whether that is certain.
    private readonly Dictionary<string, bool> _written = new(StringComparer.OrdinalIgnoreCase);

    // What is known, by id, of children that a parent may describe inline.
    private readonly Dictionary<string, InlineLayers> _layers = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _deleted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prepares to hold resources of these types.</summary>
    public RelatedResources(IEnumerable<string> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
            _types.TryAdd(type, new TypeIndex());
    }

    /// <summary>True when the exports of the run are said to hold everything that exists, of every type.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What the inventories of the run read; null where an export does not say.</summary>
    public InventoryReads? Reads { get; private set; }

    /// <summary>
    /// Whether two resources of the run perhaps lie in different places although their ids say the same: ids of templates
    /// hold the same placeholders where nobody said where each is deployed. Null when all ids are certain.
    /// </summary>
    public Func<ArmResource, ArmResource, bool>? MayBeApart { get; init; }

    /// <summary>True when the type is looked for: such resources must be added.</summary>
    public bool Wants(string type) => _types.ContainsKey(type) || type.Equals(ResourceGroupType, StringComparison.OrdinalIgnoreCase) || InventoryReads.Is(type) || HasInline(type);

    /// <summary>Adds a resource and what it describes inline; others than the wanted ones are passed over.</summary>
    public void Add(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (InventoryReads.Is(resource.Type))
        {
            (Reads ??= new InventoryReads()).Add(resource);
            return;
        }

        if (resource.Origin == ResourceOrigin.Request && resource.Type.Equals(ResourceGroupType, StringComparison.OrdinalIgnoreCase))
            _groups.Add($"{resource.ParsedId.SubscriptionId}/{resource.FullName}");
        Add(resource, isInline: false);
        if (resource.Origin != ResourceOrigin.Request)
            return;
        if (_types.ContainsKey(resource.Type))
            _written[resource.Id] = resource.Condition is null || _written.GetValueOrDefault(resource.Id);
        foreach (var child in InlineChildren.Of(resource))
            AddInline(child);
    }

    /// <summary>Adds a child that its parent describes inline.</summary>
    internal void AddInline(ArmResource child) => Add(child, isInline: true);

    /// <summary>Says that a resource, with all below it, will be gone: exports may still hold it.</summary>
    public void Delete(string id) => _deleted.Add(id.TrimEnd('/'));

    /// <summary>True for an existing resource that the run writes anew, or deletes: what it was no longer counts.</summary>
    internal bool IsGone(ArmResource resource)
    {
        if (resource.Origin != ResourceOrigin.Existing)
            return false;
        if (_written.GetValueOrDefault(resource.Id))
            return true;
        if (_deleted.Count == 0)
            return false;
        for (var end = resource.Id.Length; end > 0; end = resource.Id.LastIndexOf('/', end - 1))
        {
            if (_deleted.Contains(resource.Id[..end]))
                return true;
        }

        return false;
    }

    /// <summary>True for an existing resource that the run writes anew under a condition which is not known.</summary>
    internal bool MayBeReplaced(ArmResource resource) => resource.Origin == ResourceOrigin.Existing && _written.TryGetValue(resource.Id, out var isCertain) && !isCertain;

    /// <summary>The resources of a type below a resource: its children and extensions.</summary>
    internal IReadOnlyList<ArmResource> Below(string type, ArmResource resource) =>
        _types.GetValueOrDefault(type)?.ByAncestor(resource.Id, Depth(type, resource.Type)) ?? [];

    /// <summary>The extensions of a type at the resource group and the subscription of a resource.</summary>
    internal IEnumerable<ArmResource> Above(string type, ArmResource resource)
    {
        var id = resource.ParsedId;
        var index = _types.GetValueOrDefault(type);
        if (index is null || id.SubscriptionId is null)
            return [];
        var subscription = "/subscriptions/" + id.SubscriptionId;
        return index.ByAncestor(subscription, 1).Concat(id.ResourceGroup is null ? [] : index.ByAncestor($"{subscription}/resourceGroups/{id.ResourceGroup}", 1));
    }

    /// <summary>The resources of a type in a resource group.</summary>
    internal IReadOnlyList<ArmResource> InGroup(string type, string? subscription, string? group) =>
        _types.GetValueOrDefault(type)?.ByGroup($"{subscription}/{group}") ?? [];

    /// <summary>The resources of a type in a subscription.</summary>
    internal IReadOnlyList<ArmResource> InSubscription(string type, string? subscription) =>
        _types.GetValueOrDefault(type)?.BySubscription(subscription ?? "") ?? [];

    /// <summary>
    /// True when the exports of the run show what exists of a type. An inventory says what it read; of another export it is
    /// taken to show a type of which it holds resources.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="name">Name that is looked for; null for any.</param>
    /// <param name="root">Id of the resource or scope at which it is looked for.</param>
    /// <param name="deep">True when it may lie anywhere below, not only at the root itself.</param>
    internal bool Show(string type, string? name, string root, bool deep) =>
        IsComplete || (Reads is { } reads ? reads.Cover(type, name, root, deep) : _types.GetValueOrDefault(type)?.HasExisting == true);

    /// <summary>True when the run itself creates the resource group: nothing else is in it.</summary>
    internal bool Creates(string? subscription, string? group) => _groups.Contains($"{subscription}/{group}");

    private const string ResourceGroupType = "Microsoft.Resources/subscriptions/resourceGroups";

    private bool HasInline(string type) =>
        (type.Equals("Microsoft.Web/sites", StringComparison.OrdinalIgnoreCase) || type.Equals("Microsoft.Web/sites/slots", StringComparison.OrdinalIgnoreCase))
        && _types.ContainsKey(type + "/config");

    private void Add(ArmResource resource, bool isInline)
    {
        if (!_types.TryGetValue(resource.Type, out var index))
            return;
        // Where nobody knows whether a layer is deployed, each may be what is left.
        if (resource.Condition is not null || !isInline && !InlineChildren.CanBe(resource))
        {
            index.Add(resource);
            return;
        }

        if (!_layers.TryGetValue(resource.Id, out var layers))
            layers = _layers[resource.Id] = new InlineLayers();
        var former = layers.Effective;
        layers.Add(resource, isInline);
        index.Replace(former, layers.Effective!);
    }

    // How many parents up: 1 for a child or an extension, 2 for a grandchild.
    private static int Depth(string type, string ancestor) =>
        type.StartsWith(ancestor + "/", StringComparison.OrdinalIgnoreCase) ? type.Count(c => c == '/') - ancestor.Count(c => c == '/') : 1;

    private sealed class TypeIndex
    {
        private readonly Dictionary<string, List<ArmResource>> _byParent = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, List<ArmResource>> _byGroup = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, List<ArmResource>> _bySubscription = new(StringComparer.OrdinalIgnoreCase);

        public bool HasExisting { get; private set; }

        public void Add(ArmResource resource) => Replace(null, resource);

        /// <summary>Puts a resource in the place of one with the same id; at the end where there is none.</summary>
        public void Replace(ArmResource? former, ArmResource resource)
        {
            HasExisting |= resource.Origin == ResourceOrigin.Existing;
            var id = resource.ParsedId;
            for (var ancestor = id.Parent; ancestor is not null; ancestor = ParentResource(ancestor))
                Put(List(_byParent, ancestor), former, resource);
            Put(List(_byGroup, $"{id.SubscriptionId}/{id.ResourceGroup}"), former, resource);
            Put(List(_bySubscription, id.SubscriptionId ?? ""), former, resource);
        }

        public IReadOnlyList<ArmResource> ByAncestor(string id, int depth)
        {
            if (!_byParent.TryGetValue(id.TrimEnd('/'), out var all))
                return [];
            return all.Exists(r => !IsBelow(r, id, depth)) ? all.FindAll(r => IsBelow(r, id, depth)) : all;
        }

        public IReadOnlyList<ArmResource> ByGroup(string key) => _byGroup.GetValueOrDefault(key) ?? [];

        public IReadOnlyList<ArmResource> BySubscription(string key) => _bySubscription.GetValueOrDefault(key) ?? [];

        private static bool IsBelow(ArmResource resource, string id, int depth)
        {
            var at = resource.ParsedId.Parent;
            for (; depth > 1 && at is not null; depth--)
                at = ParentResource(at);
            return string.Equals(at, id.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
        }

        // The parent of a parent is looked at only where that is a resource itself.
        private static string? ParentResource(string id) => ArmResourceId.Parse(id) is { Type.Length: > 0 } parsed && parsed.Type.Count(c => c == '/') > 1
            && !parsed.Type.StartsWith("Microsoft.Resources/", StringComparison.OrdinalIgnoreCase) ? parsed.Parent : null;

        private static void Put(List<ArmResource> list, ArmResource? former, ArmResource resource)
        {
            if (former is not null && list.LastIndexOf(former) is >= 0 and var at)
                list[at] = resource;
            else
                list.Add(resource);
        }

        private static List<ArmResource> List(Dictionary<string, List<ArmResource>> index, string key) =>
            index.TryGetValue(key, out var list) ? list : index[key] = [];
    }
}
