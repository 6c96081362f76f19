using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Auditing.Inventory;

namespace PolicyGen.Tests.Auditing.Inventory;

/// <summary>What the export holds of what Azure answers.</summary>
public class InventoryRowsSpecs
{
    private const string Account = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a";

    private static readonly ChildRead Services = new("Microsoft.Storage/storageAccounts/blobServices", ["Microsoft.Storage/storageAccounts"], false, null, []);
    private static readonly ChildRead Settings = new("Microsoft.Insights/diagnosticSettings", ["Microsoft.Storage/storageAccounts"], true, null, []);

    [TestCase("""{"id":"/subscriptions/x","type":"microsoft.storage/storageaccounts"}""", "Microsoft.Storage/storageAccounts")]
    [TestCase("""{"id":"/subscriptions/x","type":"microsoft.unknown/things"}""", "microsoft.unknown/things")]
    public void Types_are_written_as_policies_write_them(string row, string expected) =>
        Assert.That((string?)JObject.Parse(new InventoryRows(["Microsoft.Storage/storageAccounts"]).OfGraph(JObject.Parse(row)))["type"], Is.EqualTo(expected));

    [TestCase("""{"type":"a/b"}""")]
    [TestCase("""{"id":"x","type":"a/b"}""")]
    [TestCase("""{"id":"/subscriptions/x"}""")]
    public void A_row_that_is_no_resource_is_a_fault(string row) =>
        Assert.That(() => new InventoryRows([]).OfGraph(JObject.Parse(row)), Throws.InstanceOf<JsonException>());

    [TestCase("""{"id":"/other/place/providers/microsoft.storage/storageaccounts/a/blobservices/default","name":"default"}""", "/other/place/providers/microsoft.storage/storageaccounts/a/blobservices/default", TestName = "An id of the type is kept")]
    [TestCase("""{"name":"default"}""", Account + "/blobServices/default", TestName = "A child without an id gets one")]
    [TestCase("""{"id":"default","name":"a/default"}""", Account + "/blobServices/default", TestName = "So does one with another id")]
    [TestCase("""{"id":"/providers/x/y/z","name":"default","type":"odd"}""", Account + "/blobServices/default", TestName = "So does one with the id of another type")]
    public void Children_have_ids(string element, string expected)
    {
        var made = JObject.Parse(InventoryRows.OfChild(JObject.Parse(element), Account, Services));
        Assert.That(((string?)made["id"], (string?)made["type"]), Is.EqualTo((expected, Services.Type)));
    }

    [Test]
    public void Extensions_have_ids() =>
        Assert.That((string?)JObject.Parse(InventoryRows.OfChild(JObject.Parse("""{"name":"all"}"""), Account, Settings))["id"], Is.EqualTo(Account + "/providers/Microsoft.Insights/diagnosticSettings/all"));

    [Test]
    public void A_child_without_id_and_name_is_a_fault() =>
        Assert.That(() => InventoryRows.OfChild([], Account, Services), Throws.InstanceOf<JsonException>());

    [TestCase("""{"sourceResourceId":"/vm"}""", "/vm/providers/Microsoft.RecoveryServices/backupProtectedItems/i", TestName = "A machine")]
    [TestCase("""{"virtualMachineId":"/vm"}""", "/vm/providers/Microsoft.RecoveryServices/backupProtectedItems/i", TestName = "A machine, as older versions say it")]
    [TestCase("""{"protectedItemType":"AzureFileShareProtectedItem","sourceResourceId":"/account","friendlyName":"s"}""", "/account/fileServices/default/shares/s/providers/Microsoft.RecoveryServices/backupProtectedItems/i", TestName = "A file share")]
    [TestCase("""{"sourceResourceId":"/vm","isScheduledForDeferredDelete":true}""", null, TestName = "What is to be deleted protects nothing")]
    [TestCase("""{"friendlyName":"a server elsewhere"}""", null, TestName = "What is not in Azure")]
    public void Protected_items_extend_what_they_protect(string properties, string? expected)
    {
        var made = InventoryRows.OfProtectedItem(new JObject { ["name"] = "i", ["properties"] = JObject.Parse(properties) });
        Assert.That(made is null ? null : (string?)JObject.Parse(made)["id"], Is.EqualTo(expected));
    }
}
