using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Checking;

/// <summary>
/// Tells resources of the private endpoints that the same inputs deploy for them: after deployment the service lists such a
/// connection in <c>privateEndpointConnections</c> and as a child resource (MicrosoftDocs/azure-docs, articles/private-link/
/// private-endpoint-overview.md, "Access to a private-link resource using approval workflow": one that is not manual is
/// approved at once, or its deployment fails; a manual one is pending).
/// </summary>
internal static class PrivateEndpointLinks
{
    private const string EndpointType = "Microsoft.Network/privateEndpoints";
    private const string Connections = "privateEndpointConnections";

    /// <summary>The resources with what their private endpoints add to them, and the connections as resources.</summary>
    public static ImmutableArray<ArmResource> Apply(ImmutableArray<ArmResource> resources)
    {
        var links = resources
            .Where(r => r.Type.Equals(EndpointType, StringComparison.OrdinalIgnoreCase) && r.Condition is null)
            .SelectMany(LinksOf)
            .ToLookup(l => l.Target, StringComparer.OrdinalIgnoreCase);
        if (links.Count == 0)
            return resources;
        var result = ImmutableArray.CreateBuilder<ArmResource>();
        foreach (var resource in resources)
        {
            var own = links[resource.Id].ToList();
            result.Add(own.Count == 0 ? resource : With(resource, own));
            result.AddRange(own.Select(l => Child(resource, l)));
        }

        return result.ToImmutable();
    }

    private readonly record struct Link(string Target, string Name, bool IsApproved, ArmResource Endpoint);

    private static IEnumerable<Link> LinksOf(ArmResource endpoint)
    {
        var properties = Member(endpoint.Content, "properties") as JObject;
        foreach (var (member, isApproved) in new[] { ("privateLinkServiceConnections", true), ("manualPrivateLinkServiceConnections", false) })
        {
            foreach (var connection in (Member(properties, member) as JArray ?? []).OfType<JObject>())
            {
                if (Member(Member(connection, "properties") as JObject, "privateLinkServiceId") is JValue { Type: JTokenType.String, Value: string target })
                    yield return new Link(target, endpoint.Name, isApproved, endpoint);
            }
        }
    }

    private static ArmResource With(ArmResource resource, List<Link> links)
    {
        var content = (JObject)resource.Content.DeepClone();
        if (Member(content, "properties") is not JObject properties)
        {
            if (Member(content, "properties") is not null)
                return resource;
            content["properties"] = properties = [];
        }

        if (Member(properties, Connections) is not JArray list)
            properties[Connections] = list = [];
        foreach (var link in links)
            list.Add(new JObject { ["name"] = link.Name, ["properties"] = State(link) });
        return Copy(resource, resource.Id, resource.Type, resource.FullName, content, resource.Source);
    }

    private static ArmResource Child(ArmResource resource, Link link) => Copy(
        resource,
        $"{resource.Id}/{Connections}/{link.Name}",
        $"{resource.Type}/{Connections}",
        $"{resource.FullName}/{link.Name}",
        new JObject { ["type"] = $"{resource.Type}/{Connections}", ["name"] = $"{resource.FullName}/{link.Name}", ["properties"] = State(link) },
        link.Endpoint.Source);

    private static JObject State(Link link) => new()
    {
        ["privateEndpoint"] = new JObject { ["id"] = link.Endpoint.Id },
        ["privateLinkServiceConnectionState"] = new JObject { ["status"] = link.IsApproved ? "Approved" : "Pending" },
    };

    private static ArmResource Copy(ArmResource resource, string id, string type, string fullName, JObject content, Diagnostics.SourceLocation source) => new()
    {
        Id = id,
        Type = type,
        FullName = fullName,
        Content = content,
        Origin = resource.Origin,
        ApiVersion = resource.ApiVersion,
        Source = source,
        HasUnresolved = resource.HasUnresolved,
        Condition = resource.Condition,
    };

    private static JToken? Member(JObject? source, string name) => source?.GetValue(name, StringComparison.OrdinalIgnoreCase);
}
