using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

public class TemplateExpanderSpecs
{
    private const string Storage = """
        param name string = 'stmed0001'
        param location string = resourceGroup().location
        param tags object = {}
        resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: name
          location: location
          kind: 'StorageV2'
          sku: { name: 'Standard_LRS' }
          tags: tags
        }
        """;

    private const string StorageTemplate = """
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "parameters": {
            "name": { "type": "string" },
            "storage-sku": { "type": "string", "defaultValue": "Standard_LRS" },
            "secret": { "type": "secureString", "defaultValue": "" }
          },
          "resources": [
            { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "[parameters('name')]", "location": "[resourceGroup().location]",
              "sku": { "name": "[parameters('storage-sku')]" }, "tags": { "secret": "[parameters('secret')]" } }
          ]
        }
        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder("policygen 日本 tests");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_bicep_file_expands_with_its_defaults()
    {
        var expansion = await RealBicep.ExpandAsync(_folder.Write("医療 main.bicep", Storage));
        var resource = expansion.PredictedResources.Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)resource["id"], Is.EqualTo("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/placeholder-rg/providers/Microsoft.Storage/storageAccounts/stmed0001"));
            Assert.That((string?)resource["location"], Is.EqualTo("[resourceGroup().location]"));
            Assert.That(expansion.TargetScope, Is.EqualTo("resourceGroup"));
            Assert.That(expansion.UsesPlaceholders, Is.True);
            Assert.That(expansion.Files, Is.EqualTo(new[] { _folder.PathOf("医療 main.bicep").Replace('\\', '/') }));
        });
    }

    [Test]
    public async Task The_context_fills_ids_and_location()
    {
        var context = new DeploymentContext("11111111-0000-0000-0000-000000000001", "22222222-0000-0000-0000-000000000002", "rg-clinic", "mg-unused", "japaneast");
        var expansion = await RealBicep.ExpandAsync(_folder.Write("main.bicep", Storage + "\noutput t string = tenant().tenantId\n"), null, context);
        Assert.Multiple(() =>
        {
            Assert.That((string?)expansion.PredictedResources[0]["id"], Does.StartWith("/subscriptions/22222222-0000-0000-0000-000000000002/resourceGroups/rg-clinic/"));
            Assert.That((string?)expansion.PredictedResources[0]["location"], Is.EqualTo("japaneast"));
            Assert.That((string?)expansion.Snapshot["outputs"]!["t"], Is.EqualTo("11111111-0000-0000-0000-000000000001"));
            Assert.That(expansion.UsesPlaceholders, Is.False);
        });
    }

    [TestCase("subscription", "resource x 'Microsoft.Resources/resourceGroups@2022-09-01' = { name: 'rg', location: deployment().location }",
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg", true)]
    [TestCase("managementGroup", "resource x 'Microsoft.Authorization/policyAssignments@2024-04-01' = { name: 'aa', location: deployment().location }",
        "/providers/Microsoft.Management/managementGroups/placeholder-mg/providers/Microsoft.Authorization/policyAssignments/aa", true)]
    [TestCase("tenant", "resource x 'Microsoft.Management/managementGroups@2023-04-01' = { name: 'mg' }",
        "/providers/Microsoft.Management/managementGroups/mg", false)]
    public async Task Each_target_scope_gets_the_ids_that_it_has(string scope, string resource, string id, bool placeholders)
    {
        var expansion = await RealBicep.ExpandAsync(_folder.Write("main.bicep", $"targetScope = '{scope}'\n{resource}\n"));
        Assert.Multiple(() =>
        {
            Assert.That(expansion.TargetScope, Is.EqualTo(scope));
            Assert.That((string?)expansion.PredictedResources[0]["id"], Is.EqualTo(id));
            Assert.That(expansion.UsesPlaceholders, Is.EqualTo(placeholders));
        });
    }

    [Test]
    public async Task Loops_conditions_modules_children_and_extensions_are_resolved()
    {
        _folder.Write("modules/vault.bicep", """
            param name string
            resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: name }
            resource lock 'Microsoft.Authorization/locks@2020-05-01' = { name: 'keep', scope: kv, properties: { level: 'CanNotDelete' } }
            """);
        var main = _folder.Write("main.bicep", """
            param deployExtra bool = false
            resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = [for i in range(0, 2): {
              name: 'stmed000${i}'
              location: 'japaneast'
              kind: 'StorageV2'
              sku: { name: 'Standard_LRS' }
            }]
            resource extra 'Microsoft.Storage/storageAccounts@2023-01-01' = if (deployExtra) {
              name: 'stextra0001'
              location: 'japaneast'
              kind: 'StorageV2'
              sku: { name: 'Standard_LRS' }
            }
            resource vnet 'Microsoft.Network/virtualNetworks@2023-09-01' = {
              name: 'vnet'
              location: 'japaneast'
              resource inner 'subnets' = { name: 'inner' }
            }
            module kv 'modules/vault.bicep' = { name: 'kv', params: { name: 'kv-clinic' } }
            """);
        var expansion = await RealBicep.ExpandAsync(main);
        Assert.That(expansion.PredictedResources.Select(r => $"{r["type"]} {r["name"]}"), Is.EquivalentTo(new[]
        {
            "Microsoft.Storage/storageAccounts stmed0000", "Microsoft.Storage/storageAccounts stmed0001",
            "Microsoft.Network/virtualNetworks vnet", "Microsoft.Network/virtualNetworks/subnets vnet/inner", "Microsoft.Authorization/locks keep",
        }));
        Assert.That(expansion.Files.Select(Path.GetFileName), Is.EquivalentTo(new[] { "main.bicep", "vault.bicep" }));
    }

    [Test]
    public async Task Outputs_of_modules_without_a_name_are_known()
    {
        _folder.Write("name.bicep", "output id string = resourceId('Microsoft.Storage/storageAccounts', 'stlogs')\n");
        _folder.Write("use.bicep", """
            param logs string
            resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'stmed0001', location: 'japaneast', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, tags: { logs: logs } }
            """);
        var expansion = await RealBicep.ExpandAsync(_folder.Write("main.bicep", """
            module name 'name.bicep' = {}
            module use 'use.bicep' = { params: { logs: name.outputs.id } }
            """));
        Assert.That((string?)expansion.PredictedResources.Single()["tags"]!["logs"], Does.EndWith("/providers/Microsoft.Storage/storageAccounts/stlogs"));
    }

    [Test]
    public async Task What_is_known_only_after_deployment_stays_an_expression()
    {
        var expansion = await RealBicep.ExpandAsync(_folder.Write("main.bicep", """
            @secure()
            param password string = newGuid()
            resource st 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'stmed0001' }
            resource app 'Microsoft.Web/sites@2023-12-01' = if (password == 'x') {
              name: 'app'
              location: 'japaneast'
              properties: { siteConfig: { appSettings: [
                { name: 'password', value: password }
                { name: 'endpoint', value: st.properties.primaryEndpoints.blob }
                { name: 'key', value: st.listKeys().keys[0].value }
              ] } }
            }
            """));
        var app = expansion.PredictedResources.Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)app["condition"], Does.StartWith("[equals("));
            Assert.That(app.SelectTokens("properties.siteConfig.appSettings[*].value").Select(v => ((string)v!).Split('(')[0]), Is.EqualTo(new[] { "[newGuid", "[reference", "[listKeys" }));
        });
    }

    [Test]
    public async Task A_bicepparam_file_is_expanded_as_it_is()
    {
        _folder.Write("main.bicep", Storage);
        _folder.Write("tags.json", """{"owner": "医療"}""");
        var expansion = await RealBicep.ExpandAsync(_folder.Write("env/prod.bicepparam", """
            using '../main.bicep'
            param name = 'stprod0001'
            param tags = loadJsonContent('../tags.json')
            """));
        Assert.That((string?)expansion.PredictedResources[0]["name"], Is.EqualTo("stprod0001"));
        Assert.That((string?)expansion.PredictedResources[0]["tags"]!["owner"], Is.EqualTo("医療"));
        Assert.That(expansion.Files.Select(Path.GetFileName), Is.EquivalentTo(new[] { "main.bicep", "prod.bicepparam" }));
    }

    [Test]
    public async Task A_bicep_file_takes_a_json_parameter_file_or_the_bicepparam_file_that_names_it()
    {
        var main = _folder.Write("main.bicep", Storage);
        var json = _folder.Write("p.json", """{"parameters": {"NAME": {"value": "stjson0001"}, "tags": {"value": {"it's": "'${name}'", "n": [1, 1.5, null]}}}}""");
        var own = _folder.Write("p.bicepparam", "using './main.bicep'\nparam name = 'stown00001'\n");
        var fromJson = (await RealBicep.ExpandAsync(main, json)).PredictedResources[0];
        Assert.That((string?)fromJson["name"], Is.EqualTo("stjson0001"));
        Assert.That(JToken.DeepEquals(fromJson["tags"], JObject.Parse("""{"it's": "'${name}'", "n": [1, 1.5, null]}""")), Is.True);
        Assert.That((string?)(await RealBicep.ExpandAsync(main, own)).PredictedResources[0]["name"], Is.EqualTo("stown00001"));
    }

    [Test]
    public async Task An_arm_template_takes_a_parameter_file_whatever_its_parameters_are_called()
    {
        var main = _folder.Write("main.json", StorageTemplate);
        var parameters = _folder.Write("main.parameters.json", """
            {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
             "parameters": {"name": {"value": "starm00001"}, "storage-sku": {"value": "[Premium]"},
               "secret": {"reference": {"keyVault": {"id": "/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v"}, "secretName": "s"}}}}
            """);
        var resource = (await RealBicep.ExpandAsync(main, parameters)).PredictedResources.Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)resource["name"], Is.EqualTo("starm00001"));
            Assert.That((string?)resource["sku"]!["name"], Is.EqualTo("[Premium]"));
            Assert.That((string?)resource["tags"]!["secret"], Is.EqualTo("[parameters('secret')]"));
        });
    }

    [Test]
    public async Task Warnings_of_the_language_are_kept_without_those_of_the_linter()
    {
        var expansion = await RealBicep.ExpandAsync(_folder.Write("main.bicep", """
            param unused string = ''
            resource x 'Microsoft.Storage/storageAccounts@2023-01-01' = {
              name: 'stmed0001'
              location: 'japaneast'
              kind: 'StorageV2'
              sku: { name: 'Standard_LRS' }
              properties: { noSuchThing: true }
            }
            """));
        Assert.That(expansion.Warnings.Select(w => $"{w.Id} {w.Message[..6]} {w.Location.Line}"), Is.EqualTo(new[] { "bicep-warning BCP037 7" }));
    }

    [Test]
    public async Task Generated_files_are_apart_and_gone_afterwards()
    {
        await RealBicep.ExpandAsync(_folder.Write("main.json", StorageTemplate), _folder.Write("p.json", """{"name": {"value": "st1"}}"""));
        await RealBicep.FailAsync(_folder, "main.json");
        Assert.That(Directory.EnumerateFiles(_folder.Root).Select(Path.GetFileName), Is.EquivalentTo(new[] { "main.json", "p.json" }));

        string file;
        using (var folder = new TemporaryFolder())
            Assert.That(file = folder.Write("x", "y"), Does.Exist);
        Assert.That(Path.GetDirectoryName(file), Does.Not.Exist);
    }
}
