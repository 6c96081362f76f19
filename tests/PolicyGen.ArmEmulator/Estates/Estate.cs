using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>A management group.</summary>
/// <param name="Name">Name, unique in the tenant.</param>
/// <param name="DisplayName">Display name.</param>
/// <param name="Parent">Name of the group above; null for the root.</param>
/// <param name="IsReadable">False when the caller may not read it.</param>
internal sealed record ManagementGroup(string Name, string DisplayName, string? Parent, bool IsReadable)
{
    public const string IdPrefix = "/providers/Microsoft.Management/managementGroups/";

    public string Id => IdPrefix + Name;
}

/// <summary>A subscription.</summary>
/// <param name="Id">GUID, lower case.</param>
/// <param name="DisplayName">Display name.</param>
/// <param name="State">Enabled, Disabled, Warned, PastDue or Deleted.</param>
/// <param name="ManagementGroup">Name of the group that it is in.</param>
/// <param name="IsReadable">False when the caller may not read it.</param>
/// <param name="Permissions">Actions that the caller has in it; null for those of the estate.</param>
internal sealed record Subscription(string Id, string DisplayName, string State, string ManagementGroup, bool IsReadable, IReadOnlyList<string>? Permissions)
{
    public string ResourceId { get; } = "/subscriptions/" + Id;
}

/// <summary>What a tenant holds. Objects of Azure are kept in the form of Azure Resource Manager.</summary>
internal sealed record Estate
{
    public required string TenantId { get; init; }

    public required IReadOnlyList<ManagementGroup> ManagementGroups { get; init; }

    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    public required IStateSource States { get; init; }

    public IReadOnlyList<JObject> Resources { get; init; } = [];

    public IReadOnlyList<JObject> Definitions { get; init; } = [];

    public IReadOnlyList<JObject> Initiatives { get; init; } = [];

    public IReadOnlyList<JObject> Assignments { get; init; } = [];

    public IReadOnlyList<JObject> Exemptions { get; init; } = [];

    public IReadOnlyList<JObject> Attestations { get; init; } = [];

    public IReadOnlyList<JObject> Assessments { get; init; } = [];

    public IReadOnlyList<JObject> Pricings { get; init; } = [];

    /// <summary>Versions by resource type, beside those that every type has.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ApiVersions { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Actions that the caller has.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = ["*/read"];

    public EmulatorSettings Settings { get; init; } = new();
}

/// <summary>States of Azure Policy.</summary>
internal interface IStateSource
{
    /// <summary>The latest state of everything at a time, in a fixed order.</summary>
    /// <param name="includes">Which subscriptions, by id.</param>
    /// <param name="asOf">The time; null for now.</param>
    IEnumerable<PolicyState> Read(Func<string, bool> includes, DateTimeOffset? asOf);
}
