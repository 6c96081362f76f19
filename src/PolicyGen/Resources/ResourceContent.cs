using System.Collections.Immutable;

namespace PolicyGen.Resources;

/// <summary>The members of a resource's body.</summary>
internal static class ResourceContent
{
    /// <summary>
    /// The members that a resource can have besides id, name and type (Azure/azure-resource-manager-rpc,
    /// v1.0/resource-api-reference.md; Azure Resource Graph's columns). Where an input leaves them out they are unknown.
    /// </summary>
    public static ImmutableArray<string> Members { get; } =
        ["location", "kind", "sku", "tags", "identity", "zones", "plan", "managedBy", "extendedLocation", "properties"];
}
