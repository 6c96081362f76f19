using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>What a run knows beside the resources: time, subscription, resource groups, the caller.</summary>
public sealed class EvaluationEnvironment
{
    /// <summary>
    /// The API version of a scan: Azure takes the latest, whatever it is then (definition-structure-policy-rule.md,
    /// requestContext). Later than every version that a policy can name.
    /// </summary>
    public const string LatestApiVersion = "9999-12-31";

    private readonly ConcurrentDictionary<string, JObject> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, JObject> _subscriptions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time that <c>utcNow()</c> gives.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Members of <c>subscription()</c> that are known: displayName, tenantId, tags.</summary>
    public JObject? Subscription { get; init; }

    /// <summary>Members of <c>resourceGroup()</c> that are known, by name: location, tags, managedBy.</summary>
    public FrozenDictionary<string, JObject> ResourceGroups { get; init; } = FrozenDictionary<string, JObject>.Empty;

    /// <summary>What exports show of subscriptions and resource groups; what a user says of them comes first.</summary>
    public KnownContainers Containers { get; init; } = new();

    /// <summary>Members of <c>requestContext()</c> that are known: identity.</summary>
    public JObject? RequestContext { get; init; }

    /// <summary>Ids that stand for a scope which nobody named; what hangs on them is not known.</summary>
    public FrozenSet<string> Placeholders { get; init; } = FrozenSet<string>.Empty;

    internal JValue UtcNow() => new(Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    internal PolicyValue ResourceGroupOf(ArmResource resource)
    {
        var id = resource.ParsedId;
        return id.ResourceGroup is null
            ? PolicyValue.Failed("resourceGroup() is called for a resource that lies in no resource group.")
            : PolicyValue.Of(_groups.GetOrAdd($"{id.SubscriptionId}/{id.ResourceGroup}", _ => MakeGroup(id.SubscriptionId!, id.ResourceGroup)));
    }

    internal PolicyValue SubscriptionOf(ArmResource resource) =>
        resource.ParsedId.SubscriptionId is { } id
            ? PolicyValue.Of(_subscriptions.GetOrAdd(id, MakeSubscription))
            : PolicyValue.Failed("subscription() is called for a resource that lies in no subscription.");

    internal PolicyValue RequestContextOf(ArmResource resource) => PolicyValue.Of(new JObject
    {
        ["apiVersion"] = resource.Origin == ResourceOrigin.Existing ? LatestApiVersion
            : resource.ApiVersion is { } version ? version : Unresolved.Create("the API version of the request"),
        ["identity"] = RequestContext?.GetValue("identity", StringComparison.OrdinalIgnoreCase) ?? Unresolved.Create("the caller of the request"),
    });

    private JObject MakeGroup(string subscription, string name)
    {
        var known = ResourceGroups.GetValueOrDefault(name);
        JToken Known(string member, string what) =>
            known?.GetValue(member, StringComparison.OrdinalIgnoreCase) ?? Containers.Group(subscription, name, member) ?? Unresolved.Create($"{what} of the resource group {name}");
        return new JObject
        {
            // Comparisons see that there is a made-up id in it (MadeUpIds).
            ["id"] = $"/subscriptions/{subscription}/resourceGroups/{name}",
            ["name"] = Named(name) ? name : Unresolved.Create("the name of the resource group"),
            ["type"] = "Microsoft.Resources/resourceGroups",
            ["location"] = Known("location", "the location"),
            ["managedBy"] = Known("managedBy", "the manager"),
            ["tags"] = Known("tags", "the tags"),
            ["properties"] = new JObject { ["provisioningState"] = "Succeeded" },
        };
    }

    private JObject MakeSubscription(string id)
    {
        // What is said of one subscription says nothing of another.
        var known = Subscription?.GetValue("subscriptionId", StringComparison.OrdinalIgnoreCase) is JValue { Value: string own } && Named(id) && !own.Equals(id, StringComparison.OrdinalIgnoreCase) ? null : Subscription;
        JToken Known(string member, string what) =>
            known?.GetValue(member, StringComparison.OrdinalIgnoreCase) ?? Containers.Subscription(id, member) ?? Unresolved.Create($"{what} of the subscription");
        var given = Named(id);
        return new JObject
        {
            ["id"] = given ? "/subscriptions/" + id : Unresolved.Create("the id of the subscription"),
            ["subscriptionId"] = given ? id : Unresolved.Create("the id of the subscription"),
            ["tenantId"] = Known("tenantId", "the tenant"),
            ["displayName"] = Known("displayName", "the name"),
            ["tags"] = Known("tags", "the tags"),
        };
    }

    private bool Named(string id) => !Placeholders.Contains(id);
}
