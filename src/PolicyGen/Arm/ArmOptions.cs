namespace PolicyGen.Arm;

/// <summary>A cloud of Azure.</summary>
public enum ArmCloud
{
    /// <summary>Azure.</summary>
    Public,

    /// <summary>Azure US Government.</summary>
    UsGovernment,

    /// <summary>Azure operated by 21Vianet.</summary>
    China,
}

/// <summary>How to sign in.</summary>
public enum ArmCredential
{
    /// <summary>The chain of DefaultAzureCredential, without a browser.</summary>
    Default,

    /// <summary>Azure CLI.</summary>
    Cli,

    /// <summary>Managed identity.</summary>
    ManagedIdentity,

    /// <summary>Workload identity federation.</summary>
    WorkloadIdentity,

    /// <summary>Environment variables of a service principal.</summary>
    Environment,

    /// <summary>Device code.</summary>
    DeviceCode,

    /// <summary>Browser.</summary>
    Interactive,
}

/// <summary>How to reach Azure Resource Manager.</summary>
public sealed record ArmOptions
{
    /// <summary>The cloud.</summary>
    public ArmCloud Cloud { get; init; } = ArmCloud.Public;

    /// <summary>Another endpoint, https only; null takes that of the cloud.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Another authority, https only; null takes that of the cloud.</summary>
    public Uri? AuthorityHost { get; init; }

    /// <summary>How to sign in.</summary>
    public ArmCredential Credential { get; init; }

    /// <summary>Tenant to sign in to; null for the credential's own.</summary>
    public string? TenantId { get; init; }

    /// <summary>Client id of a user-assigned identity or an application; null for none.</summary>
    public string? ClientId { get; init; }

    /// <summary>How long the run may take in all; more than zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Most requests at once, 1 to 64.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Told what a person must do to sign in with a device code; null for nobody.</summary>
    public Action<string>? Prompt { get; init; }
}
