using System.Collections.Frozen;

namespace PolicyGen.Policies;

/// <summary>Effects that can stand for each other with the same details.</summary>
public enum EffectFamily
{
    /// <summary>Not an effect.</summary>
    Unknown,

    /// <summary>disabled, which can stand for every other.</summary>
    Any,

    /// <summary>audit, deny, modify, append and addToNetworkGroup: judge the resource itself.</summary>
    Resource,

    /// <summary>auditIfNotExists and deployIfNotExists: judge a related resource.</summary>
    Related,

    /// <summary>denyAction and its audit: judge a request other than a write.</summary>
    Action,

    /// <summary>manual.</summary>
    Manual,

    /// <summary>Effects of resource provider modes.</summary>
    Provider,
}

/// <summary>
/// The effects of Azure Policy (MicrosoftDocs/azure-docs, governance/policy/concepts/effect-basics.md, "Interchanging
/// effects"; enforceSetting, auditAction and the provider modes' from Microsoft's own definitions).
/// </summary>
public static class PolicyEffects
{
    private static readonly FrozenDictionary<string, EffectFamily> Families = new Dictionary<string, EffectFamily>
    {
        ["disabled"] = EffectFamily.Any,
        ["audit"] = EffectFamily.Resource,
        ["deny"] = EffectFamily.Resource,
        ["modify"] = EffectFamily.Resource,
        ["append"] = EffectFamily.Resource,
        ["addToNetworkGroup"] = EffectFamily.Resource,
        ["auditIfNotExists"] = EffectFamily.Related,
        ["deployIfNotExists"] = EffectFamily.Related,
        ["denyAction"] = EffectFamily.Action,
        ["auditAction"] = EffectFamily.Action,
        ["manual"] = EffectFamily.Manual,
        ["mutate"] = EffectFamily.Provider,
        ["enforceSetting"] = EffectFamily.Provider,
        ["enforceOPAConstraint"] = EffectFamily.Provider,
        ["enforceRegoPolicy"] = EffectFamily.Provider,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The family of an effect, whatever its letter case.</summary>
    public static EffectFamily FamilyOf(string effect) => Families.GetValueOrDefault(effect);

    /// <summary>True for effects that change resources through the assignment's identity.</summary>
    public static bool NeedsIdentity(string effect) =>
        string.Equals(effect, "deployIfNotExists", StringComparison.OrdinalIgnoreCase) || string.Equals(effect, "modify", StringComparison.OrdinalIgnoreCase);
}
