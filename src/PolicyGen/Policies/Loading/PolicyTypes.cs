namespace PolicyGen.Policies.Loading;

/// <summary>Resource types that are looked for.</summary>
internal static class PolicyTypes
{
    public const string Definition = "Microsoft.Authorization/policyDefinitions";

    public const string Initiative = "Microsoft.Authorization/policySetDefinitions";

    public const string Assignment = "Microsoft.Authorization/policyAssignments";

    public const string Exemption = "Microsoft.Authorization/policyExemptions";

    public const string Deployment = "Microsoft.Resources/deployments";

    private static readonly string[] Policies = [Definition, Initiative, Assignment, Exemption];

    /// <summary>Azure compares types without regard to case.</summary>
    public static bool Is(string? type, string other) => string.Equals(type, other, StringComparison.OrdinalIgnoreCase);

    public static bool IsPolicy(string? type) => Policies.Any(p => Is(type, p));
}
