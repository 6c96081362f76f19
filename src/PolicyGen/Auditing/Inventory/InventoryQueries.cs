using System.Collections.Immutable;
using PolicyGen.Auditing.Reading;

namespace PolicyGen.Auditing.Inventory;

/// <summary>The queries of an inventory. Each gives whole rows: what a row leaves out is taken for unknown when it is judged.</summary>
internal static class InventoryQueries
{
    private const string Columns = "id, name, type, tenantId, kind, location, resourceGroup, subscriptionId, managedBy, sku, plan, tags, identity, zones, extendedLocation";

    /// <summary>Some with values as they may come, for checks against the tables' schema.</summary>
    internal static IReadOnlyList<ResourceGraphQuery> Samples { get; } =
    [
        OfTypes(new TableRead("resources", ["Microsoft.Storage/storageAccounts", "Microsoft.Sql/servers/databases"], null)),
        OfTypes(new TableRead("resourcecontainers", ["Microsoft.Resources/subscriptions", "Microsoft.Resources/subscriptions/resourceGroups"], null)),
        OfTypes(new TableRead("securityresources", ["Microsoft.Security/assessments"], ["57bde752-2860-488e-bba2-06e1a72a5f5c"])),
        OfTypes(new TableRead("authorizationresources", ["Microsoft.Authorization/roleAssignments"], null)),
        Others(["Microsoft.Storage/storageAccounts"], withProperties: false), Others(["Microsoft.Storage/storageAccounts"], withProperties: true), Others([], withProperties: false),
    ];

    /// <summary>Resources of some types.</summary>
    public static ResourceGraphQuery OfTypes(TableRead read) => new(read.Table, $"""
        {read.Table}
        | where type in~ {KustoText.List(read.Types)}{(read.Names is { } names ? $"\n| where name in~ {KustoText.List(names)}" : "")}
        | project {Columns}, properties
        | order by id asc
        """);

    /// <summary>All resources but those of some types, which are read with their properties.</summary>
    public static ResourceGraphQuery Others(ImmutableArray<string> types, bool withProperties) => new("other resources", $"""
        resources{(types.IsEmpty ? "" : $"\n| where type !in~ {KustoText.List(types)}")}
        | project {Columns}{(withProperties ? ", properties" : "")}
        | order by id asc
        """);
}
