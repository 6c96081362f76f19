using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Resources;

/// <summary>
/// What a template cannot know and a user tells. What is null or missing here is not known; it must not be taken for empty.
/// </summary>
/// <param name="Subscription">What <c>subscription()</c> gives.</param>
/// <param name="ResourceGroups">What <c>resourceGroup()</c> gives, by name in any letter case.</param>
/// <param name="Tenant">What <c>tenant()</c> gives.</param>
/// <param name="ManagementGroups">Ids or names of the management groups above the subscription, nearest first.</param>
/// <param name="RequestContext">What <c>requestContext()</c> gives.</param>
/// <param name="ExistingPath">Absolute path of an export of what is deployed already.</param>
/// <param name="ExistingIsComplete">
/// True when the user says that exports hold every resource of every type, child and extension resources included: what is
/// not in them does not exist. Lists of Resource Manager and Resource Graph leave many types out.
/// </param>
public sealed record CheckContext(
    JObject? Subscription,
    ImmutableDictionary<string, JObject> ResourceGroups,
    JObject? Tenant,
    ImmutableArray<string> ManagementGroups,
    JObject? RequestContext,
    string? ExistingPath,
    bool ExistingIsComplete)
{
    /// <summary>Nothing is known.</summary>
    public static CheckContext Empty { get; } =
        new(null, ImmutableDictionary.Create<string, JObject>(StringComparer.OrdinalIgnoreCase), null, [], null, null, false);
}
