using Azure.Core;
using Azure.Identity;
using PolicyGen.Diagnostics;

namespace PolicyGen.Arm;

/// <summary>Credentials of Azure.Identity as the options ask for them.</summary>
internal static class ArmSignIn
{
    /// <summary>Makes the credential. Nothing is sent yet.</summary>
    public static TokenCredential Create(ArmOptions options) => options.Credential switch
    {
        ArmCredential.Default => Default(options),
        ArmCredential.Cli => new AzureCliCredential(With(new AzureCliCredentialOptions { TenantId = options.TenantId }, options)),
        ArmCredential.ManagedIdentity => new ManagedIdentityCredential(With(new ManagedIdentityCredentialOptions(Identity(options)), options)),
        ArmCredential.WorkloadIdentity => WorkloadIdentity(options),
        ArmCredential.Environment => new EnvironmentCredential(With(new EnvironmentCredentialOptions { DisableInstanceDiscovery = IsElsewhere(options) }, options)),
        ArmCredential.DeviceCode => DeviceCode(options),
        ArmCredential.Interactive => Interactive(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Credential, "There is no such credential."),
    };

    private static DefaultAzureCredential Default(ArmOptions options)
    {
        // A tool of pipelines must not open a window on its own: --credential interactive asks for it.
        var result = With(new DefaultAzureCredentialOptions
        {
            ExcludeInteractiveBrowserCredential = true,
            ExcludeBrokerCredential = true,
            DisableInstanceDiscovery = IsElsewhere(options),
        }, options);
        if (options.TenantId is not null)
            result.TenantId = options.TenantId;
        if (options.ClientId is not null)
        {
            result.ManagedIdentityClientId = options.ClientId;
            result.WorkloadIdentityClientId = options.ClientId;
        }

        return new DefaultAzureCredential(result);
    }

    private static WorkloadIdentityCredential WorkloadIdentity(ArmOptions options)
    {
        // What is not set comes from AZURE_TENANT_ID and AZURE_CLIENT_ID.
        var result = With(new WorkloadIdentityCredentialOptions { DisableInstanceDiscovery = IsElsewhere(options) }, options);
        if (options.TenantId is not null)
            result.TenantId = options.TenantId;
        if (options.ClientId is not null)
            result.ClientId = options.ClientId;
        return new WorkloadIdentityCredential(result);
    }

    private static DeviceCodeCredential DeviceCode(ArmOptions options)
    {
        var result = With(new DeviceCodeCredentialOptions { TenantId = options.TenantId, DisableInstanceDiscovery = IsElsewhere(options) }, options);
        result.DeviceCodeCallback = (code, _) =>
        {
            options.Prompt?.Invoke(TerminalText.Escape(code.Message));
            return Task.CompletedTask;
        };
        if (options.ClientId is not null)
            result.ClientId = options.ClientId;
        return new DeviceCodeCredential(result);
    }

    private static InteractiveBrowserCredential Interactive(ArmOptions options)
    {
        var result = With(new InteractiveBrowserCredentialOptions { TenantId = options.TenantId, DisableInstanceDiscovery = IsElsewhere(options) }, options);
        if (options.ClientId is not null)
            result.ClientId = options.ClientId;
        return new InteractiveBrowserCredential(result);
    }

    private static ManagedIdentityId Identity(ArmOptions options) =>
        options.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(options.ClientId);

    private static T With<T>(T credential, ArmOptions options)
        where T : TokenCredentialOptions
    {
        credential.AuthorityHost = options.AuthorityHost ?? ArmClouds.Of(options.Cloud).AuthorityHost;
        credential.Transport = new ArmSignInTransport();
        return credential;
    }

    // Discovery asks Microsoft's own authority whether it knows the host: it does not know one of one's own.
    private static bool IsElsewhere(ArmOptions options) => options.AuthorityHost is not null;
}
