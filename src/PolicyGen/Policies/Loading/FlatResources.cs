using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// The shape of <c>az policy … list</c> and of PowerShell's cmdlets: a resource's properties beside its id, name and type.
/// </summary>
internal static class FlatResources
{
    private static readonly string[] Envelope = ["id", "name", "type", "location", "identity", "systemData", "apiVersion", "$schema"];

    // What the tools add of their own.
    private static readonly string[] Added = ["resourceGroup", "subscriptionId", "resourceId", "resourceName", "resourceType", "resourceGroupName"];

    private static readonly string[] Marks = ["policyRule", "policyDefinitions", "policyDefinitionId", "policyAssignmentId"];

    /// <summary>The resource with its properties under <c>properties</c>; the same object when it has that shape, or is none.</summary>
    public static JObject Nest(JObject source)
    {
        if (source.Find("properties") is JObject
            || source.Text("name") is null && source.Text("id") is null
            || !Marks.Any(m => source.Find(m) is not null)
            || source.Find("resourceId") is not null && source.Find("policyAssignmentId") is not null)
        {
            return source;
        }

        var properties = new JObject().At(source);
        var resource = new JObject().At(source);
        foreach (var property in source.Properties().ToList())
        {
            property.Remove();
            if (Envelope.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                resource.Add(property);
            else if (!Added.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                properties.Add(property);
        }

        resource.Add("properties", properties);
        return resource;
    }
}
