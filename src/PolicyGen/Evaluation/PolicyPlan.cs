using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PolicyGen.Evaluation;

/// <summary>
/// What a run judges: compiled policies in their places, found by resource type, so that a resource meets only policies
/// that can apply to it. Safe for several threads.
/// </summary>
public sealed class PolicyPlan
{
    private readonly ConcurrentDictionary<string, ImmutableArray<AssignedPolicy>> _byType = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, FrozenSet<string>?> _propertiesByType = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A plan of these policies, judged in this order.</summary>
    public PolicyPlan(ImmutableArray<AssignedPolicy> policies, ImmutableArray<string> warnings)
    {
        Policies = policies;
        Warnings = warnings;
        RelatedTypes = [.. policies
            .SelectMany(p => p.Variants.Select(v => v.Policy).Prepend(p.Policy))
            .Select(p => p.Existence?.Type)
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The policies, in order.</summary>
    public ImmutableArray<AssignedPolicy> Policies { get; }

    /// <summary>What a reader of the result must know of the policies: what is missing, refused or assumed.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>
    /// Policies that should be judged and are not, since their definitions are not at hand: the states of these controls
    /// are unknown, and the run is not complete.
    /// </summary>
    public ImmutableArray<MissingPolicy> Missing { get; init; } = [];

    /// <summary>The types that if-not-exists policies look for.</summary>
    public ImmutableArray<string> RelatedTypes { get; }

    /// <summary>The policies that can apply to resources of a type.</summary>
    public ImmutableArray<AssignedPolicy> For(string resourceType) => _byType.GetOrAdd(resourceType,
        type => [.. Policies.Where(p => p.Policy.Effect == PolicyEffect.Disabled && p.Variants.IsEmpty ? false : p.Policy.Types.Contains(type) || p.Variants.Any(v => v.Policy.Types.Contains(type)))]);

    /// <summary>
    /// Names under <c>properties</c> that some policy reads of resources of a type, be it as a related one; null when it may
    /// be any.
    /// </summary>
    public FrozenSet<string>? PropertiesOf(string resourceType) => _propertiesByType.GetOrAdd(resourceType, type =>
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var policy in Policies.SelectMany(p => p.Variants.Select(v => v.Policy).Prepend(p.Policy)))
        {
            if (policy.ReadsAnyField)
                return null;
            foreach (var steps in policy.Aliases.SelectMany(a => a.PathsOn(type)).Select(p => p.Steps))
            {
                if (steps[0] is not { } root || !root.Equals("properties", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (steps.Length == 1 || steps[1] is not { } name)
                    return null;
                names.Add(name);
            }
        }

        return names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    });

    /// <summary>Only the policies of some controls.</summary>
    public PolicyPlan Where(Func<PolicyIdentity, bool> wanted) => new([.. Policies.Where(p => wanted(p.Identity))], Warnings)
    {
        Missing = [.. Missing.Where(m => wanted(m.Identity))],
    };

    /// <summary>
    /// The plan for resources of a subscription that nobody named: an assignment to some subscription or resource group is
    /// taken to be the one that covers them.
    /// </summary>
    public PolicyPlan AnywhereInSubscriptions() => new([.. Policies.Select(p => p with { Scope = p.Scope with { Scope = null } })], Warnings) { Missing = Missing };

    /// <summary>
    /// The plan below these management groups, by id or name: assignments to others do not count. Where none is known, an
    /// assignment to any is taken to count.
    /// </summary>
    public PolicyPlan Below(ImmutableArray<string> managementGroups)
    {
        if (managementGroups.IsEmpty)
            return this;
        var names = managementGroups.Select(g => g[(g.LastIndexOf('/') + 1)..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool Counts(PolicyScope scope) => scope.ManagementGroups is not { } groups || groups.Any(names.Contains);
        return new PolicyPlan([.. Policies.Where(p => Counts(p.Scope))], Warnings) { Missing = [.. Missing.Where(m => Counts(m.Scope))] };
    }

    /// <summary>The policies of two plans.</summary>
    public PolicyPlan And(PolicyPlan other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PolicyPlan([.. Policies, .. other.Policies], [.. Warnings.Concat(other.Warnings).Distinct(StringComparer.Ordinal)]) { Missing = [.. Missing, .. other.Missing] };
    }
}

/// <summary>A policy whose definition is not at hand.</summary>
/// <param name="Identity">What reports call it; its control is the reference, else the name of the definition.</param>
/// <param name="Scope">Where it would be judged.</param>
public sealed record MissingPolicy(PolicyIdentity Identity, PolicyScope Scope);
