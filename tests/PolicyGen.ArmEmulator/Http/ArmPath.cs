namespace PolicyGen.ArmEmulator.Http;

/// <summary>A path of Azure Resource Manager: a scope, then a provider's types and names.</summary>
/// <param name="Scope">What stands before the last <c>providers</c>, without a slash at its end; empty for the tenant.</param>
/// <param name="Namespace">The provider, lower case; empty for none.</param>
/// <param name="Rest">Types and names after it as written; the whole path where there is no provider.</param>
internal sealed record ArmPath(string Scope, string Namespace, string[] Rest)
{
    public static ArmPath Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var last = Array.FindLastIndex(parts, p => p.Equals("providers", StringComparison.OrdinalIgnoreCase));
        return last < 0 || last == parts.Length - 1
            ? new ArmPath("", "", parts)
            : new ArmPath(Join(parts[..last]), parts[last + 1].ToLowerInvariant(), parts[(last + 2)..]);
    }

    /// <summary>The rest in lower case, for patterns.</summary>
    public string[] Pattern { get; } = [.. Rest.Select(r => r.ToLowerInvariant())];

    /// <summary>Id of the subscription that a path lies in; null for none.</summary>
    public static string? SubscriptionOf(string path)
    {
        var parts = path.Split('/', 4, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && parts[0].Equals("subscriptions", StringComparison.OrdinalIgnoreCase) ? parts[1].ToLowerInvariant() : null;
    }

    /// <summary>Name of the resource group that an id lies in; null for none.</summary>
    public static string? ResourceGroupOf(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 3 && parts[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase) ? parts[3] : null;
    }

    /// <summary>Name of the management group that a scope is; null when it is none.</summary>
    public static string? ManagementGroupOf(string scope)
    {
        const string prefix = "/providers/Microsoft.Management/managementGroups/";
        return scope.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? scope[prefix.Length..].Split('/')[0] : null;
    }

    /// <summary>Type of a resource id: <c>Microsoft.Sql/servers/databases</c>.</summary>
    public static string TypeOf(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var last = Array.FindLastIndex(parts, p => p.Equals("providers", StringComparison.OrdinalIgnoreCase));
        if (last < 0)
            return parts.Length <= 2 ? "Microsoft.Resources/subscriptions" : "Microsoft.Resources/subscriptions/resourceGroups";
        var types = parts.Skip(last + 2).Where((_, i) => i % 2 == 0);
        return last + 1 < parts.Length ? string.Join('/', types.Prepend(parts[last + 1])) : "";
    }

    /// <summary>The scope of an extension resource: what stands before its last provider.</summary>
    public static string ScopeOf(string id)
    {
        var at = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        return at <= 0 ? "" : id[..at];
    }

    private static string Join(string[] parts) => parts.Length == 0 ? "" : "/" + string.Join('/', parts);
}
