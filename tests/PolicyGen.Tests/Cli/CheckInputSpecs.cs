using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>What <c>policygen check</c> reads, one account that accepts TLS 1.0 in every form.</summary>
public class CheckInputSpecs
{
    private const string Tls = "storage-minimum-tls-version";

    private const string Template = """
        { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
          "parameters": { "tls": { "type": "string" } },
          "resources": [
            { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2024-01-01", "name": "st1", "location": "japaneast", "kind": "StorageV2",
              "sku": { "name": "Standard_GZRS" }, "properties": { "minimumTlsVersion": "[parameters('tls')]" } } ] }
        """;

    private const string Parameters = """
        { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
          "parameters": { "tls": { "value": "TLS1_0" } } }
        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder("policygen 検査 入力");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    private static IEnumerable<TestCaseData> Forms()
    {
        var account = Exports.Storage("st1");
        yield return Form("ARM GET body", account, "inventory");
        yield return Form("array", new JArray(account), "inventory");
        yield return Form("list of ARM", JObject.Parse(Exports.List(account)), "inventory");
        yield return Form("Resource Graph", new JObject { ["count"] = 1, ["data"] = new JArray(Graph(account)), ["skip_token"] = null, ["total_records"] = 1 }, "inventory");
        yield return Form("what-if", new JObject
        {
            ["status"] = "Succeeded",
            ["changes"] = new JArray(new JObject { ["resourceId"] = account["id"], ["changeType"] = "Create", ["before"] = null, ["after"] = account.DeepClone() }),
        }, "whatIf");
        yield return Form("snapshot", new JObject { ["predictedResources"] = new JArray(account.DeepClone()), ["diagnostics"] = new JArray() }, "snapshot");
    }

    [TestCaseSource(nameof(Forms))]
    public void A_file_is_known_by_its_content(string content, string source)
    {
        _folder.Write("入力 file.json", content);
        var (code, result, error) = CheckRun.Json(_folder.Root, "入力 file.json", "--control", Tls);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"nonCompliant {Tls} st1" }));
            Assert.That((string?)result["run"]!["source"], Is.EqualTo(source));
        });
    }

    private const string Vault = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";

    private static string AuditIfNotExists(string type) => $$"""
        { "name": "related", "type": "Microsoft.Authorization/policyDefinitions", "properties": { "mode": "Indexed", "policyRule": {
          "if": { "field": "type", "equals": "Microsoft.KeyVault/vaults" }, "then": { "effect": "auditIfNotExists", "details": { "type": "{{type}}" } } } } }
        """;

    [TestCase("NoChange", "compliant")]
    [TestCase("Delete", "nonCompliant")]
    public void What_a_what_if_deletes_is_no_related_resource(string change, string state)
    {
        const string Setting = Vault + "/providers/Microsoft.Insights/diagnosticSettings/d";
        var setting = $$"""{ "id": "{{Setting}}", "name": "d", "type": "Microsoft.Insights/diagnosticSettings", "properties": {} }""";
        _folder.Write("policies/related.json", AuditIfNotExists("Microsoft.Insights/diagnosticSettings"));
        _folder.Write("existing.json", $"[{setting}]");
        _folder.Write("context.json", """{ "existing": "existing.json" }""");
        _folder.Write("whatif.json", $$"""
            { "status": "Succeeded", "changes": [
              { "changeType": "NoChange", "resourceId": "{{Vault}}",
                "before": { "id": "{{Vault}}", "name": "kv", "type": "Microsoft.KeyVault/vaults", "location": "japaneast", "properties": {} },
                "after": { "id": "{{Vault}}", "name": "kv", "type": "Microsoft.KeyVault/vaults", "location": "japaneast", "properties": {} } },
              { "changeType": "{{change}}", "resourceId": "{{Setting}}", "before": {{setting}}, "after": {{(change == "Delete" ? "null" : setting)}} } ] }
            """);
        var (_, result, error) = CheckRun.Json(_folder.Root, "whatif.json", "--context", "context.json", "--policies", "policies", "--include", "compliant,nonCompliant,unknown");
        Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"{state} related kv" }), error);
    }

    [TestCase("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg", "compliant")]
    [TestCase(null, "unknown")]
    public void Templates_see_each_others_resources_only_where_it_is_known_that_they_go_to_one_place(string? scope, string state)
    {
        static string Of(string resource) =>
            $$"""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [{{resource}}] }""";
        _folder.Write("policies/related.json", AuditIfNotExists("Microsoft.Insights/actionGroups"));
        _folder.Write("a.json", Of("""{ "type": "Microsoft.KeyVault/vaults", "apiVersion": "2023-07-01", "name": "kv", "location": "japaneast", "properties": {} }"""));
        _folder.Write("b.json", Of("""{ "type": "Microsoft.Insights/actionGroups", "apiVersion": "2023-01-01", "name": "ag", "location": "global", "properties": {} }"""));
        string[] where = scope is null ? [] : ["--scope", scope];
        var (_, result, error) = CheckRun.Json(_folder.Root, ["a.json", "b.json", "--policies", "policies", "--include", "compliant,nonCompliant,unknown", .. where]);
        Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"{state} related kv" }), error);
    }

    [Test]
    public void A_list_without_properties_leaves_open_what_they_are()
    {
        var account = Exports.Storage("st1");
        account["properties"] = null;
        account["resourceGroup"] = "rg-clinic";
        _folder.Write("resources.json", new JArray(account).ToString());
        var (code, result, _) = CheckRun.Json(_folder.Root, "resources.json", "--control", Tls);
        Assert.Multiple(() =>
        {
            Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"unknown {Tls} st1" }));
            Assert.That((string?)result["findings"]![0]!["reasons"]![0]!["note"], Does.Contain("az resource list"));
            Assert.That(code, Is.Zero);
        });
    }

    [Test]
    public void A_template_takes_its_parameters_and_a_folder_pairs_them()
    {
        _folder.Write("deploy/main.json", Template);
        _folder.Write("deploy/main.parameters.json", Parameters);
        _folder.Write("deploy/notes.json", """{ "unrelated": true }""");
        _folder.Write("deploy/export.json", Exports.List(Exports.Storage("st2")));
        var (code, result, error) = CheckRun.Json(_folder.Root, "deploy/main.json", "--parameters", "deploy/main.parameters.json", "--control", Tls, "--scope", Exports.Group);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That((string?)result["findings"]![0]!["resource"]!["id"], Is.EqualTo(Exports.Group + "/providers/Microsoft.Storage/storageAccounts/st1"));
            Assert.That($"{result["findings"]![0]!["source"]!["file"]}:{result["findings"]![0]!["source"]!["line"]}", Is.EqualTo("deploy/main.json:4"));
            Assert.That(result["run"]!["scopes"]!.Select(s => (string?)s), Is.EqualTo(new[] { Exports.Group }));
            Assert.That((string?)result["run"]!["source"], Is.EqualTo("template"));
        });

        var (_, all, _) = CheckRun.Json(_folder.Root, "deploy", "--control", Tls);
        Assert.That(CheckRun.Findings(all), Is.EquivalentTo(new[] { $"nonCompliant {Tls} st1", $"nonCompliant {Tls} st2" }));
    }

    [Test]
    public void A_truncated_export_is_judged_as_far_as_it_goes_and_the_result_says_that_it_is_incomplete()
    {
        _folder.Write("cut.json", new JArray(Exports.Storage("st1"), Exports.Storage("st2")).ToString()[..^40]);
        var (code, result, error) = CheckRun.Json(_folder.Root, "cut.json", "--control", Tls);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That((bool)result["run"]!["complete"]!, Is.False);
            Assert.That(CheckRun.Findings(result), Is.EqualTo(new[] { $"nonCompliant {Tls} st1" }));
            Assert.That(error, Does.Match(@"cut\.json\(\d+,\d+\): error export-malformed: "));
        });
    }

    [Test]
    public void More_pages_than_were_saved_make_it_incomplete_too()
    {
        _folder.Write("page.json", new JObject { ["data"] = new JArray(Graph(Exports.Storage("st1", "TLS1_2"))), ["skip_token"] = "next", ["total_records"] = 2 }.ToString());
        Assert.That(CheckRun.Run(_folder.Root, "page.json", "--control", Tls).ExitCode, Is.EqualTo(3));
    }

    private static TestCaseData Form(string name, JToken content, string source) => new TestCaseData(content.ToString(), source).SetArgDisplayNames(name);

    private static JObject Graph(JObject resource)
    {
        var row = (JObject)resource.DeepClone();
        row["resourceGroup"] = "rg-clinic";
        row["subscriptionId"] = Exports.Subscription.Split('/')[^1];
        return row;
    }
}
