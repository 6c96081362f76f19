using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Rendering.Bicep;

namespace PolicyGen.Reports.Pages;

/// <summary>Writes a sample as the Bicep that deploys it.</summary>
internal static class BicepSample
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";
    private const string ResourceGroupType = SubscriptionType + "/resourceGroups";

    // Resource groups are deployed under a name of their own (azure-docs, azure-resource-manager/bicep/create-resource-group.md).
    private const string DeployedResourceGroup = "Microsoft.Resources/resourceGroups";
    private const string ResourceGroupVersion = "2024-03-01";

    // What ARM returns and a template does not send.
    private static readonly string[] NotSent = ["resources", "type", "apiVersion", "id", "scope", "systemData", "etag"];

    /// <summary>
    /// The resource and what is below it; of a subscription, which no template deploys, what is in it. Null when there is nothing
    /// to deploy, or not in one file.
    /// </summary>
    public static string? Write(JObject sample)
    {
        var type = (string?)sample["type"] ?? "";
        var text = new StringBuilder();
        if (!type.StartsWith(SubscriptionType, StringComparison.OrdinalIgnoreCase))
            return Write(text, sample, null, "sample") ? text.ToString() : null;

        // A file deploys to one scope: what is in a resource group of the subscription would need a module.
        var inside = Children(sample).ToList();
        if (type.Equals(ResourceGroupType, StringComparison.OrdinalIgnoreCase))
        {
            if (inside.Count > 0)
                return null;
            var group = (JObject)sample.DeepClone();
            (group["type"], group["apiVersion"]) = (DeployedResourceGroup, ResourceGroupVersion);
            inside = [group];
        }

        var inGroup = inside.Count(IsInResourceGroup);
        if (inside.Count == 0 || inGroup > 0 && inGroup < inside.Count)
            return null;
        if (inGroup == 0)
            text.Append("targetScope = 'subscription'\n");
        for (var i = 0; i < inside.Count; i++)
        {
            if (!Write(text, inside[i], null, i == 0 ? "sample" : FormattableString.Invariant($"sample{i}")))
                return null;
        }

        return text.ToString();
    }

    private static bool IsInResourceGroup(JObject resource) =>
        (string?)resource["type"] != DeployedResourceGroup && ((string?)resource["id"])?.Contains("/resourceGroups/", StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<JObject> Children(JObject resource) => (resource["resources"] as JArray ?? []).OfType<JObject>();

    private static bool Write(StringBuilder text, JObject resource, (string Symbol, string Type, string Name)? parent, string symbol)
    {
        var type = (string?)resource["type"] ?? "";
        var name = (string?)resource["name"] ?? "";
        if (parent is { } above && !type.Contains('/', StringComparison.Ordinal))
            (type, name) = ($"{above.Type}/{type}", $"{above.Name}/{name}");
        if ((string?)resource["apiVersion"] is not { } version)
            return false;
        // The scope of an extension is a resource in Bicep; where the sample has only its id, there is none to name.
        if (resource["scope"] is not null && parent is null)
            return false;

        var body = (JObject)resource.DeepClone();
        foreach (var key in NotSent.Append("name"))
            body.Remove(key);
        if (text.Length > 0)
            text.Append('\n');
        text.Append($"resource {symbol} {BicepText.Quote($"{type}@{version}")} = {{\n");
        var isChild = parent is { } p && type.StartsWith(p.Type + "/", StringComparison.OrdinalIgnoreCase);
        if (isChild)
            text.Append($"  parent: {parent!.Value.Symbol}\n");
        else if (parent is not null && RelatedTypes.IsExtension(type))
            text.Append($"  scope: {parent.Value.Symbol}\n");
        text.Append($"  name: {BicepText.Quote(isChild ? name.Split('/')[^1] : name)}\n");
        foreach (var property in body.Properties())
            text.Append($"  {BicepText.Name(property.Name)}: {BicepText.Literal(property.Value, 1)}\n");
        text.Append("}\n");

        var index = 0;
        return Children(resource).All(child => Write(text, child, (symbol, type, name), FormattableString.Invariant($"{symbol}{++index}")));
    }
}
