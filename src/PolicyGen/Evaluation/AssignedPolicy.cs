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
    /// <summary>The policy and identity for a resource, with the first override that is certain to select it.</summary>
    public (CompiledPolicy Policy, PolicyIdentity Identity) For(ArmResource resource)
    {
        foreach (var variant in Variants)
        {
            if (variant.Selection(resource) == Truth.True)
                return (variant.Policy, variant.Identity);
        }

        return (Policy, Identity);
    }

    /// <summary>Policies of overrides before that one, of which it is not known whether they select the resource.</summary>
    internal IEnumerable<CompiledPolicy> Perhaps(ArmResource resource) => Variants
        .Select(v => (v.Policy, Selection: v.Selection(resource)))
        .TakeWhile(v => v.Selection != Truth.True)
        .Where(v => v.Selection == Truth.Unknown)
        .Select(v => v.Policy);
}

/// <summary>An effect for some resources.</summary>
/// <param name="Selectors">Which; all must hold.</param>
/// <param name="Policy">The policy with that effect.</param>
/// <param name="Identity">Its identity with that effect.</param>
public sealed record PolicyVariant(ImmutableArray<ResourceCondition> Selectors, CompiledPolicy Policy, PolicyIdentity Identity)
{
    internal Truth Selection(ArmResource resource) => ResourceCondition.Selection(Selectors, resource);
}

/// <summary>One selector of an assignment or exemption (assignment-structure.md, "Resource selectors").</summary>
/// <param name="Kind">resourceLocation, resourceType or resourceWithoutLocation, in any letter case.</param>
/// <param name="Values">The values.</param>
/// <param name="Excludes">True for <c>notIn</c>.</param>
public sealed record ResourceCondition(string Kind, ImmutableArray<string> Values, bool Excludes)
{
    /// <summary>
    /// Whether the resource is selected. It is not known where its location is not, and for kinds that are about something
    /// else than resources: userPrincipalId and groupPrincipalId name who makes the request.
    /// </summary>
    public Truth Selects(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var isOpen = resource.Content.GetValue("location", StringComparison.OrdinalIgnoreCase) is Newtonsoft.Json.Linq.JRaw;
        return Kind.ToLowerInvariant() switch
        {
            "resourcelocation" => resource.Location is { } location
                ? Truths.Of(Values.Any(v => Normal(v) == Normal(location)) != Excludes)
                : isOpen ? Truth.Unknown : Truth.False,
            "resourcetype" => Truths.Of(Values.Contains(resource.Type, StringComparer.OrdinalIgnoreCase) != Excludes),
            "resourcewithoutlocation" => isOpen ? Truth.Unknown : Truths.Of(resource.Location is null != Excludes),
            _ => Truth.Unknown,
        };
    }

    internal static Truth Selection(ImmutableArray<ResourceCondition> group, ArmResource resource)
    {
        var result = Truth.True;
        foreach (var condition in group)
            result = Truths.And(result, condition.Selects(resource));
        return result;
    }

    // One group is enough; none takes all.
    internal static Truth Selection(ImmutableArray<ImmutableArray<ResourceCondition>> groups, ArmResource resource)
    {
        var result = Truths.Of(groups.IsEmpty);
        foreach (var group in groups)
            result = Truths.Or(result, Selection(group, resource));
        return result;
    }

    private static string Normal(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}

/// <summary>Where an assigned policy is judged.</summary>
/// <param name="Scope">Resource id of a subscription, resource group or resource; null where every resource of the run is in scope.</param>
/// <param name="NotScopes">Scopes left out; a segment may be a pattern with <c>*</c>, as EPAC writes them.</param>
/// <param name="Selectors">Resource selectors: one of them must hold; empty takes all.</param>
/// <param name="IsEnforced">False for DoNotEnforce: append and modify change nothing.</param>
/// <param name="Exemptions">Exemptions from it.</param>
/// <param name="ManagementGroups">Names of the management groups that it is assigned to, any of them is enough; null for any other scope.</param>
public sealed record PolicyScope(
    string? Scope,
    ImmutableArray<string> NotScopes,
    ImmutableArray<ImmutableArray<ResourceCondition>> Selectors,
    bool IsEnforced,
    ImmutableArray<PolicyExemption> Exemptions,
    ImmutableHashSet<string>? ManagementGroups = null)
{
    /// <summary>Everywhere, enforced.</summary>
    public static PolicyScope Everywhere { get; } = new(null, [], [], true, []);

    /// <summary>
    /// Whether the resource is in scope. It is not known where its location is not, and where its id is not: in a resource
    /// group with a computed name, or in a subscription that nobody named.
    /// </summary>
    public Truth Covers(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var result = Scope is null ? Truth.True : Within(resource, Scope);
        if (result == Truth.False)
            return result;
        foreach (var notScope in NotScopes)
            result = Truths.And(result, Truths.Not(Excludes(notScope, resource.Id) ? Truth.True : Within(resource, notScope)));
        return Truths.And(result, ResourceCondition.Selection(Selectors, resource));
    }

    // Parts of ids that are not known stand in braces (Resources/Deployments/UnresolvedIds).
    private static Truth Within(ArmResource resource, string scope)
    {
        var id = resource.Id;
        if (IsWithin(id, scope))
            return Truth.True;
        if (resource.Origin != ResourceOrigin.Request || !scope.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
            return Truth.False;
        if (resource.ParsedId.SubscriptionId is null)
            return Truths.And(Truth.Unknown, Truths.Of(!id.StartsWith("/providers/Microsoft.Management/", StringComparison.OrdinalIgnoreCase)));
        if (!id.Contains('{', StringComparison.Ordinal))
            return Truth.False;
        var segments = id.Split('/');
        var wanted = scope.TrimEnd('/').Split('/');
        return Truths.And(Truth.Unknown, Truths.Of(segments.Length >= wanted.Length
            && wanted.Zip(segments).All(s => s.Second.Contains('{', StringComparison.Ordinal) || string.Equals(s.First, s.Second, StringComparison.OrdinalIgnoreCase))));
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
    /// <summary>True when it covers the resource at the time for certain: what may be exempt is judged.</summary>
    public bool Covers(ArmResource resource, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return (ExpiresOn is null || now < ExpiresOn)
            && PolicyScope.IsWithin(resource.Id, Scope)
            && ResourceCondition.Selection(Selectors, resource) == Truth.True;
    }
}
