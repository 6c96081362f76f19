using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Rendering.Bicep;

namespace PolicyGen.Reports.Pages;

/// <summary>Writes a sample as the Bicep that deploys it.</summary>
internal static class BicepSample
{
    // What ARM returns and a template does not send.
    private static readonly string[] NotSent = ["resources", "type", "apiVersion", "id", "scope", "systemData", "etag"];

    /// <summary>The resource and what is below it; null when an API version is missing or the subscription itself is meant.</summary>
    public static string? Write(JObject sample)
    {
        var text = new StringBuilder();
        return Write(text, sample, null, "sample") ? text.ToString() : null;
    }

    private static bool Write(StringBuilder text, JObject resource, (string Symbol, string Type, string Name)? parent, string symbol)
    {
        var type = (string?)resource["type"] ?? "";
        var name = (string?)resource["name"] ?? "";
        if (parent is { } above && !type.Contains('/', StringComparison.Ordinal))
            (type, name) = ($"{above.Type}/{type}", $"{above.Name}/{name}");
        if ((string?)resource["apiVersion"] is not { } version || type.StartsWith("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase))
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
        foreach (var child in (resource["resources"] as JArray ?? []).OfType<JObject>())
        {
            if (!Write(text, child, (symbol, type, name), FormattableString.Invariant($"{symbol}{++index}")))
                return false;
        }

        return true;
    }
}
