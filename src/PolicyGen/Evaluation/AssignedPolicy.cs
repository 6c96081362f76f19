using System.Collections.Immutable;
using System.IO.Enumeration;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>A compiled policy in the places that refer to it.</summary>
/// <param name="Identity">What reports call it.</param>
/// <param name="Policy">The policy with the effect that is in force where no variant applies.</param>
/// <param name="Scope">Where it is judged.</param>
/// <param name="Variants">Effects that overrides set for some locations or types, the first that fits counts.</param>
public sealed record AssignedPolicy(PolicyIdentity Identity, CompiledPolicy Policy, PolicyScope Scope, ImmutableArray<PolicyVariant> Variants)
{
    /// <summary>The policy and identity for a resource, overrides considered.</summary>
    public (CompiledPolicy Policy, PolicyIdentity Identity) For(ArmResource resource)
    {
        foreach (var variant in Variants)
        {
            if (variant.Selectors.All(s => s.Selects(resource)))
                return (variant.Policy, variant.Identity);
        }

        return (Policy, Identity);
    }
}

/// <summary>An effect for some resources.</summary>
/// <param name="Selectors">Which; all must hold.</param>
/// <param name="Policy">The policy with that effect.</param>
/// <param name="Identity">Its identity with that effect.</param>
public sealed record PolicyVariant(ImmutableArray<ResourceCondition> Selectors, CompiledPolicy Policy, PolicyIdentity Identity);

/// <summary>One selector of an assignment or exemption (assignment-structure.md, "Resource selectors").</summary>
/// <param name="Kind">resourceLocation, resourceType or resourceWithoutLocation, in any letter case.</param>
/// <param name="Values">The values.</param>
/// <param name="Excludes">True for <c>notIn</c>.</param>
public sealed record ResourceCondition(string Kind, ImmutableArray<string> Values, bool Excludes)
{
    /// <summary>True when the resource is selected. A location that is not known selects, so that nothing is left out silently.</summary>
    public bool Selects(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Kind.ToLowerInvariant() switch
        {
            "resourcelocation" => resource.Location is { } location
                ? Values.Any(v => Normal(v) == Normal(location)) != Excludes
                : resource.Content.GetValue("location", StringComparison.OrdinalIgnoreCase) is Newtonsoft.Json.Linq.JRaw,
            "resourcetype" => Values.Contains(resource.Type, StringComparer.OrdinalIgnoreCase) != Excludes,
            "resourcewithoutlocation" => resource.Location is null != Excludes,
            _ => true,
        };
    }

    private static string Normal(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}

/// <summary>Where an assigned policy is judged.</summary>
/// <param name="Scope">Resource id of a subscription, resource group or resource; null where every resource of the run is in scope.</param>
/// <param name="NotScopes">Scopes left out; a segment may be a pattern with <c>*</c>, as EPAC writes them.</param>
/// <param name="Selectors">Resource selectors: one of them must hold; empty takes all.</param>
/// <param name="IsEnforced">False for DoNotEnforce: append and modify change nothing.</param>
/// <param name="Exemptions">Exemptions from it.</param>
/// <param name="ManagementGroup">Name of the management group that it is assigned to; null for any other scope.</param>
public sealed record PolicyScope(
    string? Scope,
    ImmutableArray<string> NotScopes,
    ImmutableArray<ImmutableArray<ResourceCondition>> Selectors,
    bool IsEnforced,
    ImmutableArray<PolicyExemption> Exemptions,
    string? ManagementGroup = null)
{
    /// <summary>Everywhere, enforced.</summary>
    public static PolicyScope Everywhere { get; } = new(null, [], [], true, []);

    /// <summary>True when the resource is in scope.</summary>
    public bool Covers(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return (Scope is null || IsWithin(resource.Id, Scope))
            && !NotScopes.Any(s => Excludes(s, resource.Id))
            && (Selectors.IsEmpty || Selectors.Any(group => group.All(s => s.Selects(resource))));
    }

    private static bool Excludes(string notScope, string id)
    {
        if (!notScope.Contains('*', StringComparison.Ordinal))
            return IsWithin(id, notScope);
        var patterns = notScope.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var segments = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length >= patterns.Length && patterns.Zip(segments).All(p => FileSystemName.MatchesSimpleExpression(p.First, p.Second));
    }

    /// <summary>True when an id is a scope or lies in it.</summary>
    public static bool IsWithin(string id, string scope)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(scope);
        var length = scope.AsSpan().TrimEnd('/').Length;
        return id.Length >= length && id.AsSpan(0, length).Equals(scope.AsSpan(0, length), StringComparison.OrdinalIgnoreCase)
            && (id.Length == length || id[length] == '/');
    }
}

/// <summary>An exemption (exemption-structure.md).</summary>
/// <param name="Name">Name, for reports.</param>
/// <param name="Scope">Resource id of what is exempt, with all below it.</param>
/// <param name="Category">Waiver or Mitigated.</param>
/// <param name="ExpiresOn">From then on it has no effect; null is never.</param>
/// <param name="Selectors">Resource selectors; empty takes all.</param>
public sealed record PolicyExemption(
    string Name, string Scope, string Category, DateTimeOffset? ExpiresOn, ImmutableArray<ImmutableArray<ResourceCondition>> Selectors)
{
    /// <summary>True when it covers the resource at the time.</summary>
    public bool Covers(ArmResource resource, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return (ExpiresOn is null || now < ExpiresOn)
            && PolicyScope.IsWithin(resource.Id, Scope)
            && (Selectors.IsEmpty || Selectors.Any(group => group.All(s => s.Selects(resource))));
    }
}
