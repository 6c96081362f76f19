using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;

namespace PolicyGen.Auditing.Inventory;

/// <summary>Types of one table of Resource Graph.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Types">Types to read.</param>
/// <param name="Names">Only resources of these names, where policies look for nothing else; null for all.</param>
internal sealed record TableRead(string Table, ImmutableArray<string> Types, ImmutableArray<string>? Names);

/// <summary>Children or extensions that are read for each parent.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Parents">Types of the parents.</param>
/// <param name="IsExtension">True for an extension.</param>
/// <param name="Property">Property of the parent that holds them; null for none.</param>
/// <param name="Names">Their names where there is no list; empty otherwise.</param>
internal sealed record ChildRead(string Type, ImmutableArray<string> Parents, bool IsExtension, string? Property, ImmutableArray<string> Names)
{
    /// <summary>What is appended to the parent's id.</summary>
    public string Segment => IsExtension ? "/providers/" + Type : Type[Type.LastIndexOf('/')..];
}

/// <summary>What an inventory must read for a plan: the types that some policy judges or looks for, and what they lie in.</summary>
internal sealed class InventoryPlan
{
    /// <summary>Items that a vault protects, which policies look for as extensions of what is protected.</summary>
    public const string ProtectedItems = "Microsoft.RecoveryServices/backupProtectedItems";

    /// <summary>The vaults that protect them.</summary>
    public const string Vaults = "Microsoft.RecoveryServices/vaults";

    private const string Assessments = "Microsoft.Security/assessments";

    private readonly InventoryTypes _types;
    private readonly SortedDictionary<string, SortedSet<string>> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildRead> _children = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _unread = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SortedSet<string>> _extended = new(StringComparer.OrdinalIgnoreCase);

    private InventoryPlan(PolicyPlan plan, InventoryTypes types)
    {
        _types = types;
        // A denyAction forbids a request: nothing that exists violates it. A policy that cannot be evaluated meets resources all the same.
        var policies = plan.Policies.SelectMany(p => p.Variants.Select(v => v.Policy).Prepend(p.Policy)).Where(p => p.Effect is not (PolicyEffect.DenyAction or PolicyEffect.Disabled)).ToList();
        foreach (var policy in policies.Where(p => p.Existence is not null && RelatedTypes.IsExtension(p.Existence.Type)))
            Set(_extended, policy.Existence!.Type).UnionWith(policy.Types.Types);
        Demand("Microsoft.Resources/subscriptions");
        Demand("Microsoft.Resources/subscriptions/resourceGroups");
        foreach (var type in policies.SelectMany(p => p.Types.Types).Concat(policies.Select(p => p.Existence?.Type).OfType<string>()))
            Demand(type);
        IsEverything = policies.Exists(p => p.Types.IsAny);
        NeedsProperties = policies.Exists(p => p.ReadsAnyField && p.Types.IsAny);
        AssessmentNames = policies.Exists(p => p.Types.Contains(Assessments) && !p.Types.IsAny) ? null
            : Names(policies.Select(p => p.Existence).OfType<ExistenceTest>().Where(t => t.Type.Equals(Assessments, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>True when some policy judges resources of any type.</summary>
    public bool IsEverything { get; }

    /// <summary>True when such a policy may read any property.</summary>
    public bool NeedsProperties { get; }

    /// <summary>Tables of Resource Graph, by name.</summary>
    public IEnumerable<TableRead> Tables => _tables.SelectMany(t => t.Key == "securityresources" && AssessmentNames is not null && t.Value.Contains(Assessments)
        ? [new TableRead(t.Key, [.. t.Value.Where(n => n != Assessments)], null), new TableRead(t.Key, [Assessments], AssessmentNames)]
        : new[] { new TableRead(t.Key, [.. t.Value], null) }).Where(t => !t.Types.IsEmpty);

    /// <summary>Types that each subscription lists, all below it included.</summary>
    public IReadOnlyCollection<string> Lists => _lists;

    /// <summary>Children by depth, those of what a later one lies in first; then extensions.</summary>
    public IEnumerable<IGrouping<int, ChildRead>> Children => _children.Values.OrderBy(c => c.Type, StringComparer.Ordinal).GroupBy(c => c.IsExtension ? int.MaxValue : c.Type.Count(ch => ch == '/')).OrderBy(g => g.Key);

    /// <summary>True when vaults are asked what they protect.</summary>
    public bool ReadsProtectedItems { get; private set; }

    /// <summary>Types that cannot be read: what hangs on them stays unknown.</summary>
    public IReadOnlyCollection<string> Unread => _unread;

    private ImmutableArray<string>? AssessmentNames { get; }

    /// <summary>Makes the plan.</summary>
    public static InventoryPlan Of(PolicyPlan plan, InventoryTypes types) => new(plan, types);

    private void Demand(string type)
    {
        if (!_known.Add(type))
            return;
        if (_types.IsUnlisted(type))
        {
            _unread.Add(type);
        }
        else if (_types.TableOf(type) is { } table)
        {
            Set(_tables, table).Add(type);
        }
        else if (type.Equals(ProtectedItems, StringComparison.OrdinalIgnoreCase))
        {
            ReadsProtectedItems = true;
            Demand(Vaults);
        }
        else if (_types.IsListedInSubscription(type) || type.Count(c => c == '/') == 1 && !RelatedTypes.IsExtension(type))
        {
            _lists.Add(type);
        }
        else if (RelatedTypes.IsExtension(type))
        {
            // Nobody says what it extends where a policy judges the extension itself, or any resource that has one.
            if (_extended.GetValueOrDefault(type) is not { Count: > 0 } parents)
            {
                _unread.Add(type);
                return;
            }

            _children[type] = new ChildRead(type, [.. parents], true, null, []);
            foreach (var parent in parents)
                Demand(parent);
        }
        else
        {
            var parent = type[..type.LastIndexOf('/')];
            _children[type] = new ChildRead(type, [parent], false, _types.PropertyOf(type), _types.NamesOf(type));
            Demand(parent);
        }
    }

    // Assessments are many, and policies look for few of them.
    private static ImmutableArray<string>? Names(IEnumerable<ExistenceTest> tests)
    {
        var found = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var test in tests)
        {
            found.UnionWith(test.Evidence);
            if (!test.Evidence.IsEmpty)
                continue;
            if (test.Name is not { IsConstant: true } name || name.Constant is not { IsError: false, IsUnknown: false } || Operators.Text(name.Constant.Token) is not { Length: > 0 } text)
                return null;
            found.Add(text);
        }

        return found.Count > 0 ? [.. found] : null;
    }

    private static SortedSet<string> Set(IDictionary<string, SortedSet<string>> sets, string key) =>
        sets.TryGetValue(key, out var set) ? set : sets[key] = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
}
