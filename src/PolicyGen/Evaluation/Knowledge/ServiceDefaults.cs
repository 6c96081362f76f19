using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Knowledge;

/// <summary>
/// Properties that a service fills in with a value which the request does not show. A missing one is not known before
/// deployment. A property whose default is one documented value is not among them: a policy says itself what it makes of
/// a missing value.
/// </summary>
internal static class ServiceDefaults
{
    // Azure/azure-policy, README.md, "Optional or auto-generated resource property"; osType: Azure/azure-policy-linter,
    // docs/Rules/vm-os-type-alias-may-be-missing-from-request-payload.md (it comes from the image). That list also has
    // networkAcls.defaultAction, left out here: a storage account without it accepts all networks.
    private static readonly FrozenSet<string> Filled = new[]
    {
        "Microsoft.Authorization/roleAssignments/principalType",
        "Microsoft.Compute/virtualMachines/storageProfile.osDisk.diskSizeGB",
        "Microsoft.Compute/virtualMachines/storageProfile.osDisk.osType",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachineProfile.storageProfile.osDisk.diskSizeGB",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachineProfile.storageProfile.osDisk.osType",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/storageProfile.osDisk.diskSizeGB",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/storageProfile.osDisk.osType",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands for a missing property: null, or a value that is not known.</summary>
    /// <param name="resource">The resource that lacks it.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="isRelated">True where the resource is looked at as a related one: then Azure reads the stored resource.</param>
    public static JToken? Missing(ArmResource resource, string alias, bool isRelated)
    {
        if (resource.Origin != ResourceOrigin.Request)
            return null;
        // Connections are listed by the service once a private endpoint is there.
        if (alias.Contains("/privateEndpointConnections", StringComparison.OrdinalIgnoreCase))
            return Unresolved.Create("the service lists its private endpoint connections after deployment");
        if (Filled.Contains(alias))
            return Unresolved.Create($"the service fills in {alias}");
        return isRelated && RelatedTypes.IsServiceCreated(resource.Type)
            ? Unresolved.Create($"the service fills in its default for {alias}")
            : null;
    }
}
