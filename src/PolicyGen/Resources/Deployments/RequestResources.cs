using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Resources.Deployments;

/// <summary>Makes resources from the bodies in snapshots and what-if results.</summary>
internal sealed class RequestResources(string scope)
{
    private readonly UnresolvedIds _ids = new(scope);

    /// <summary>Makes a resource.</summary>
    /// <param name="body">The body, which is used up.</param>
    /// <param name="id">Id, an expression or a text; null when there is none.</param>
    /// <param name="type">Full type as written.</param>
    /// <param name="name">Full name, an expression or a text.</param>
    /// <param name="source">Where it is declared.</param>
    /// <param name="origin">Where it comes from; only requests hold expressions.</param>
    /// <param name="potential">What decides whether it is deployed at all, where the body does not say it.</param>
    public ArmResource Create(JObject body, string? id, string type, string name, SourceLocation source, ResourceOrigin origin = ResourceOrigin.Request, string? potential = null)
    {
        var known = id is not null && !ExpandedValues.IsUnresolved(id);
        var made = known ? id! : _ids.Create(id, type, name);
        var condition = body.Find("condition") is JValue { Value: string text } && ExpandedValues.IsUnresolved(text) ? text : potential;
        var apiVersion = body.Find("apiVersion") is JValue { Value: string version } ? version : null;

        // The old form of extension resources has the extended type in front: A/b/providers/locks, name x/Microsoft.Authorization/y.
        if (type.Contains("/providers/", StringComparison.OrdinalIgnoreCase) && ArmResourceId.Parse(made) is { Type.Length: > 0 } parsed)
            (type, name) = (parsed.Type, ExpandedValues.IsUnresolved(name) ? name : parsed.FullName);
        type = ResourceTypes.Normalize(type);

        foreach (var instruction in (string[])["apiVersion", "condition", "dependsOn"])
            body.Remove(instruction);
        body["type"] = type;
        if (origin == ResourceOrigin.Request)
            Mark(body, ResourceTypes.IsPolicy(type));
        return new ArmResource
        {
            Id = made,
            Type = type,
            FullName = name,
            Content = body,
            Origin = origin,
            ApiVersion = apiVersion,
            Condition = condition,
            Source = source,
            HasUnresolved = Unresolved.IsWithin(body),
        };
    }

    private static void Mark(JObject body, bool isPolicy)
    {
        foreach (var property in body.Properties().ToList())
        {
            var inPolicy = isPolicy && property.Name.Equals("properties", StringComparison.OrdinalIgnoreCase);
            var marked = ExpandedValues.Mark(property.Value, inPolicy);
            if (!ReferenceEquals(marked, property.Value))
                property.Value = marked;
        }
    }
}
