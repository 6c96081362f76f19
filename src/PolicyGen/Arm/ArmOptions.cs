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
    private const int MostAtOnce = 64;
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    /// <summary>The cloud.</summary>
    public ArmCloud Cloud { get; init; } = ArmCloud.Public;

    /// <summary>
    /// Another endpoint, https only; null takes that of the cloud. Tokens keep the audience of the cloud: another endpoint is a
    /// region's, a private link's or a proxy's way to the same Azure Resource Manager.
    /// </summary>
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

    /// <summary>Checks the options.</summary>
    /// <returns>What is wrong, in one sentence; null when nothing is.</returns>
    public string? Validate()
    {
        if (Address(Endpoint, "endpoint of Azure Resource Manager") is { } endpoint)
            return endpoint;
        if (Endpoint is { AbsolutePath: not "/" })
            return $"The endpoint of Azure Resource Manager is a host without a path, not {Endpoint}.";
        if (Address(AuthorityHost, "authority host") is { } authority)
            return authority;
        if (TenantId is not null && (TenantId.Length == 0 || !TenantId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
            return "A tenant is given as its id or one of its domains.";
        if (ClientId is not null && !Guid.TryParse(ClientId, out _))
            return "A client id is a GUID.";
        if (Timeout <= TimeSpan.Zero || Timeout > LongestTimeout)
            return $"The time of a run is more than zero and at most {LongestTimeout.TotalDays:0} days.";
        return MaxConcurrency is < 1 or > MostAtOnce ? $"1 to {MostAtOnce} requests may run at once." : null;
    }

    private static string? Address(Uri? address, string what)
    {
        if (address is null)
            return null;
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps)
            return $"The {what} must begin with https://: tokens are sent there.";
        return address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0
            ? $"The {what} is an address without user, query and fragment."
            : null;
    }
}
