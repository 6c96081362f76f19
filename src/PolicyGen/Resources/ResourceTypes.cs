namespace PolicyGen.Resources;

/// <summary>Resource types that need care.</summary>
internal static class ResourceTypes
{
    /// <summary>A resource group as Azure Policy names it (<see cref="ArmResourceId.Type"/>).</summary>
    public const string ResourceGroup = "Microsoft.Resources/subscriptions/resourceGroups";

    /// <summary>The name that Azure Policy has for a type: resource groups are named otherwise in templates and lists.</summary>
    public static string Normalize(string type) =>
        type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase) ? ResourceGroup : type;

    /// <summary>True for a deployment, which is no resource to judge: what it deploys is listed by itself.</summary>
    public static bool IsDeployment(string type) => type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for policy documents, in which an expression is part of the rule.</summary>
    public static bool IsPolicy(string type) =>
        type.Equals("Microsoft.Authorization/policyDefinitions", StringComparison.OrdinalIgnoreCase)
        || type.Equals("Microsoft.Authorization/policySetDefinitions", StringComparison.OrdinalIgnoreCase)
        || type.Equals("Microsoft.Authorization/policyAssignments", StringComparison.OrdinalIgnoreCase);
}
