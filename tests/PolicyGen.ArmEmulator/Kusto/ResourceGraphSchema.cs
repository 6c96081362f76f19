namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>The tables of Azure Resource Graph that this emulator has, and the columns that they share.</summary>
public static class ResourceGraphSchema
{
    /// <summary>Tables of children and extensions, with the types that they list (MicrosoftDocs/azure-docs, resource-graph/reference/supported-tables-resources.md).</summary>
    public static IReadOnlyDictionary<string, string[]> OtherTables { get; } = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["authorizationresources"] = ["microsoft.authorization/roleassignments", "microsoft.authorization/roledefinitions"],
        ["guestconfigurationresources"] = ["microsoft.guestconfiguration/guestconfigurationassignments"],
        ["insightresources"] = ["microsoft.insights/datacollectionruleassociations"],
        ["maintenanceresources"] = ["microsoft.maintenance/configurationassignments"],
        ["managedserviceresources"] = ["microsoft.managedservices/registrationassignments", "microsoft.managedservices/registrationdefinitions"],
        ["networkresources"] = ["microsoft.network/firewallpolicies/rulecollectiongroups"],
        ["recoveryservicesresources"] = ["microsoft.dataprotection/backupvaults/backupinstances", "microsoft.recoveryservices/vaults/backuppolicies"],
    };

    public static IReadOnlyList<string> Tables { get; } = ["resources", "resourcecontainers", "policyresources", "securityresources", .. OtherTables.Keys];

    public static IReadOnlyList<(string Name, KustoType Type)> Columns { get; } =
    [
        ("id", KustoType.String), ("name", KustoType.String), ("type", KustoType.String), ("tenantId", KustoType.String),
        ("kind", KustoType.String), ("location", KustoType.String), ("resourceGroup", KustoType.String),
        ("subscriptionId", KustoType.String), ("managedBy", KustoType.String), ("sku", KustoType.Dynamic),
        ("plan", KustoType.Dynamic), ("properties", KustoType.Dynamic), ("tags", KustoType.Dynamic),
        ("identity", KustoType.Dynamic), ("zones", KustoType.Dynamic), ("extendedLocation", KustoType.Dynamic),
    ];

    /// <summary>Joins in one query (MicrosoftDocs/azure-docs, resource-graph/concepts/query-language.md).</summary>
    public const int MaxJoins = 3;

    /// <summary>Legs of union in one query (same source).</summary>
    public const int MaxUnionLegs = 3;

    /// <summary>Uses of mv-expand in one query (same source).</summary>
    public const int MaxExpansions = 3;

    /// <summary>Rows that mv-expand makes of one row where the query sets no limit (same source).</summary>
    public const int DefaultExpansion = 128;

    /// <summary>Greatest limit that a query may set for mv-expand.</summary>
    public const int MaxExpansion = 2000;
}
