using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Finds things of an estate by id and by scope.</summary>
internal sealed class EstateIndex
{
    private readonly FrozenDictionary<string, ManagementGroup> _groups;
    private readonly FrozenDictionary<string, Subscription> _subscriptions;
    private readonly FrozenDictionary<string, JObject> _resources;
    private readonly ILookup<string, ManagementGroup> _children;
    private readonly ILookup<string, Subscription> _members;

    public EstateIndex(Estate estate)
    {
        Estate = estate;
        var ids = StringComparer.OrdinalIgnoreCase;
        _groups = estate.ManagementGroups.ToFrozenDictionary(g => g.Name, ids);
        _subscriptions = estate.Subscriptions.ToFrozenDictionary(s => s.Id, ids);
        _children = estate.ManagementGroups.Where(g => g.Parent is not null).ToLookup(g => g.Parent!, ids);
        _members = estate.Subscriptions.ToLookup(s => s.ManagementGroup, ids);
        _resources = estate.Resources.ToFrozenDictionary(r => r.Text("id")!, ids);
    }

    public Estate Estate { get; }

    public ManagementGroup? Group(string name) => _groups.GetValueOrDefault(name);

    public Subscription? Subscription(string id) => _subscriptions.GetValueOrDefault(id);

    public JObject? Resource(string id) => _resources.GetValueOrDefault(id);

    public IEnumerable<ManagementGroup> Children(string group) => _children[group];

    public IEnumerable<Subscription> Members(string group) => _members[group];

    /// <summary>Names of the groups above a group, the nearest first.</summary>
    public IEnumerable<ManagementGroup> Above(ManagementGroup group)
    {
        for (var next = group.Parent; next is not null && Group(next) is { } parent; next = parent.Parent)
            yield return parent;
    }

    /// <summary>Groups above a subscription, the nearest first.</summary>
    public IEnumerable<ManagementGroup> Above(Subscription subscription) =>
        Group(subscription.ManagementGroup) is { } group ? Above(group).Prepend(group) : [];

    /// <summary>Groups and subscriptions below a group, each after the group that it is in.</summary>
    public IEnumerable<object> Below(string group)
    {
        foreach (var member in Members(group))
            yield return member;
        foreach (var child in Children(group))
        {
            yield return child;
            foreach (var deeper in Below(child.Name))
                yield return deeper;
        }
    }

    /// <summary>Scopes above a scope, itself not included: resource group, subscription, groups.</summary>
    public IEnumerable<string> ScopesAbove(string scope)
    {
        if (ArmPath.ManagementGroupOf(scope) is { } name)
            return Group(name) is { } group ? Above(group).Select(g => g.Id) : [];
        if (ArmPath.SubscriptionOf(scope) is not { } id || Subscription(id) is not { } subscription)
            return [];
        var groups = Above(subscription).Select(g => g.Id);
        if (scope.Count(c => c == '/') <= 2)
            return groups;
        return ArmPath.ResourceGroupOf(scope) is { } group2 && scope.Count(c => c == '/') > 4
            ? groups.Prepend(subscription.ResourceId).Prepend($"{subscription.ResourceId}/resourceGroups/{group2}")
            : groups.Prepend(subscription.ResourceId);
    }

    /// <summary>True when an object at one scope is within another: the same or below it.</summary>
    public bool IsWithin(string scope, string ancestor)
    {
        if (ancestor.Length == 0 || scope.Equals(ancestor, StringComparison.OrdinalIgnoreCase) || scope.StartsWith(ancestor + "/", StringComparison.OrdinalIgnoreCase))
            return true;
        return ArmPath.ManagementGroupOf(ancestor) is not null && ScopesAbove(scope).Contains(ancestor, StringComparer.OrdinalIgnoreCase);
    }
}
