using System.Collections.Frozen;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Auditing.Reading;
using PolicyGen.Data;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Inventory;

/// <summary>Makes lines of the export of what Azure answers.</summary>
/// <param name="types">Types as Azure Policy writes them: Resource Graph has them in lower case.</param>
internal sealed class InventoryRows(IEnumerable<string> types)
{
    private readonly FrozenDictionary<string, string> _types = types.Distinct(StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(t => t, StringComparer.OrdinalIgnoreCase);

    /// <summary>A row of Resource Graph.</summary>
    /// <exception cref="JsonReaderException">It is none of a resource.</exception>
    public string OfGraph(JObject row)
    {
        if (row.Required("id") is not ['/', ..])
            throw new JsonReaderException("A row has no resource id.");
        if (_types.TryGetValue(row.Required("type"), out var type))
            row["type"] = type;
        return JsonText.WriteCompact(row);
    }

    /// <summary>A child or extension as its parent lists it.</summary>
    /// <param name="element">What the list has.</param>
    /// <param name="parent">Id of the parent, or of the subscription whose list it is.</param>
    /// <param name="child">What was asked for.</param>
    /// <exception cref="JsonReaderException">It has neither id nor name.</exception>
    public static string OfChild(JObject element, string parent, ChildRead child)
    {
        // Some providers leave the id out, or give that of another form.
        var name = element.OptionalText("name") is { } given ? given[(given.LastIndexOf('/') + 1)..] : null;
        if (element.OptionalText("id") is not ['/', ..] id || !ArmResourceId.Parse(id).Type.Equals(child.Type, StringComparison.OrdinalIgnoreCase))
            element["id"] = $"{parent}{child.Segment}/{name ?? throw new JsonReaderException("An element of a list has neither id nor name.")}";
        element["type"] = child.Type;
        return JsonText.WriteCompact(element);
    }

    /// <summary>
    /// An item that a vault protects, as the extension of what is protected for which policies look; null for one that says
    /// not what it protects, or that is to be deleted. A file share is protected under its storage account's name.
    /// </summary>
    public static string? OfProtectedItem(JObject item)
    {
        if (item.Object("properties") is not { } properties || (properties.OptionalText("sourceResourceId") ?? properties.OptionalText("virtualMachineId")) is not ['/', ..] source
            || properties.GetValue("isScheduledForDeferredDelete", StringComparison.OrdinalIgnoreCase) is JValue { Value: true })
            return null;
        source = source.TrimEnd('/');
        if (properties.Text("protectedItemType").Equals("AzureFileShareProtectedItem", StringComparison.OrdinalIgnoreCase))
            source += "/fileServices/default/shares/" + properties.Text("friendlyName");
        var name = item.Required("name");
        return JsonText.WriteCompact(new JObject
        {
            ["id"] = $"{source}/providers/{InventoryPlan.ProtectedItems}/{name}",
            ["name"] = name,
            ["type"] = InventoryPlan.ProtectedItems,
            ["properties"] = properties,
        });
    }
}
