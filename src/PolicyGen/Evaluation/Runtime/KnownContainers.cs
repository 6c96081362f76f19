using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>Subscriptions and resource groups that exports of a run show: what policies ask of them.</summary>
public sealed class KnownContainers
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";

    private static readonly string[] Members = ["location", "tags", "managedBy", "tenantId", "displayName"];

    private readonly ConcurrentDictionary<string, JObject> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a type that is to be added.</summary>
    public static bool Wants(string type) =>
        type.Equals(SubscriptionType, StringComparison.OrdinalIgnoreCase) || type.Equals(ResourceTypes.ResourceGroup, StringComparison.OrdinalIgnoreCase);

    /// <summary>Notes a resource; one of another type is passed over. Safe to call on any thread.</summary>
    public void Add(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (resource.Origin != ResourceOrigin.Existing || !Wants(resource.Type))
            return;
        var facts = new JObject();
        foreach (var member in Members)
        {
            if (resource.Content.GetValue(member, StringComparison.OrdinalIgnoreCase) is { Type: not JTokenType.Null } value)
                facts[member] = value.DeepClone();
        }

        // Resource Graph gives the display name of a subscription as its name.
        if (facts["displayName"] is null && !resource.Name.Equals(resource.ParsedId.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            facts["displayName"] = resource.Name;
        // What has no tags shows none; a list that leaves tags out has marked them as unknown.
        if (facts["tags"] is null)
            facts["tags"] = new JObject();
        _byId[resource.Id.TrimEnd('/')] = facts;
    }

    internal JToken? Subscription(string id, string member) => Find("/subscriptions/" + id, member);

    internal JToken? Group(string subscription, string name, string member) => Find($"/subscriptions/{subscription}/resourceGroups/{name}", member);

    private JToken? Find(string id, string member) => _byId.GetValueOrDefault(id)?.GetValue(member, StringComparison.OrdinalIgnoreCase)?.DeepClone();
}
