using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Runs queries on rows that a spec gives as JSON.</summary>
internal static class KustoTable
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Four resources, one of them with hardly any property.</summary>
    public static JArray Resources { get; } = Json("""
        [
          { "id": "/s/1/Vm", "name": "Vm", "type": "microsoft.compute/virtualmachines", "kind": null, "location": "japaneast", "subscriptionId": "1", "properties": { "size": 3, "on": true, "state": "Running", "groups": ["a", "b"], "at": "2026-03-01T00:00:00Z", "a.b": 7 }, "tags": { "Env": "prod" }, "zones": ["1", "2"] },
          { "id": "/s/1/st", "name": "st", "type": "microsoft.storage/storageaccounts", "kind": "StorageV2", "location": "japanwest", "subscriptionId": "1", "properties": { "size": 1.5, "on": false, "state": "running", "groups": [], "at": "2026-03-02T00:00:00Z" }, "tags": null, "zones": [] },
          { "id": "/s/2/kv", "name": "kv", "type": "microsoft.keyvault/vaults", "kind": "", "location": "japaneast", "subscriptionId": "2", "properties": { "size": null, "on": null, "state": "", "groups": ["b", "c"], "at": "x" }, "tags": {} },
          { "id": "/s/2/n", "name": "n", "type": "microsoft.network/networks", "location": "global", "subscriptionId": "2" }
        ]
        """);

    /// <summary>Two subscriptions, one of which has no resource.</summary>
    public static JArray Containers { get; } = Json("""
        [
          { "id": "/s/1", "name": "One", "type": "microsoft.resources/subscriptions", "subscriptionId": "1" },
          { "id": "/s/3", "name": "Three", "type": "microsoft.resources/subscriptions", "subscriptionId": "3" }
        ]
        """);

    public static IEnumerable<KustoRow> Rows(string query) => KustoQuery.Parse(query).Execute(Table, Now);

    public static string Run(string query) =>
        new JArray(Rows(query).Select(r => r.ToJson())).ToString(Formatting.None).Replace('"', '\'');

    /// <summary>What an expression is for the row of a name.</summary>
    public static string Value(string expression, string name = "Vm") =>
        Rows($"resources | where name == '{name}' | project x = {expression}").Single().ToJson()["x"]!.ToString(Formatting.None).Replace('"', '\'');

    private static IEnumerable<IKustoBag>? Table(string name) => name switch
    {
        "resources" => Bags(Resources),
        "resourcecontainers" => Bags(Containers),
        "policyresources" => [],
        _ => null,
    };

    private static IEnumerable<IKustoBag> Bags(JArray rows) => rows.Cast<JObject>().Select(r => new JsonBag(r));

    private static JArray Json(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JArray.Load(reader);
    }
}
