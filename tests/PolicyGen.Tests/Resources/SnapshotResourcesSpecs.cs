using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>What resources a deployment snapshot gives.</summary>
public class SnapshotResourcesSpecs
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg";

    private readonly DiagnosticBag _diagnostics = [];

    [Test]
    public void A_resource_is_a_request_with_its_line()
    {
        var resource = Read("{\"predictedResources\": [\n{" + $$"""
            "id": "{{Group}}/providers/Microsoft.Storage/storageAccounts/st", "type": "Microsoft.Storage/storageAccounts", "name": "st",
            "apiVersion": "2023-05-01", "location": "japaneast", "dependsOn": [], "properties": {"minimumTlsVersion": "TLS1_2"} }]}
            """).Single();
        Assert.Multiple(() =>
        {
            Assert.That(resource.Id, Is.EqualTo($"{Group}/providers/Microsoft.Storage/storageAccounts/st"));
            Assert.That(resource.Origin, Is.EqualTo(ResourceOrigin.Request));
            Assert.That(resource.ApiVersion, Is.EqualTo("2023-05-01"));
            Assert.That(resource.Condition, Is.Null);
            Assert.That(resource.HasUnresolved, Is.False);
            Assert.That(resource.Source, Is.EqualTo(new SourceLocation("s.json", 2, 1)));
            Assert.That(resource.Content.Properties().Select(p => p.Name), Is.EqualTo(new[] { "id", "type", "name", "location", "properties" }));
        });
    }

    [Test]
    public void Where_it_is_declared_may_be_told_by_the_caller()
    {
        var snapshot = JObject.Parse("""{"predictedResources": [{"type": "A.B/c", "name": "[newGuid()]", "properties": {"x": "[reference('y')]"}}]}""");
        var seen = "";
        var content = SnapshotResources.Read(snapshot, "s.json", "", raw =>
        {
            seen = (string)raw["name"]! + (string)raw["properties"]!["x"]!;
            return new SourceLocation("main.bicep", 7);
        }, _diagnostics);
        Assert.That(content.Resources.Single().Source, Is.EqualTo(new SourceLocation("main.bicep", 7)));
        Assert.That(seen, Is.EqualTo("[newGuid()][reference('y')]"));
    }

    [TestCase("[reference('x').y]", true)]
    [TestCase("[listKeys('x', '2023-01-01').keys[0].value]", true)]
    [TestCase("[ parameters('secret') ]", true)]
    [TestCase("[contoso.make('x')]", true)]
    [TestCase("[format('{0}', newGuid())]", true)]
    [TestCase("[a]", false)]
    [TestCase("[[a]", false)]
    [TestCase("[[concat('a')]", false)]
    [TestCase("[]", false)]
    [TestCase("[\"a\", \"b\"]", false)]
    [TestCase("[1, 2]", false)]
    [TestCase("[::1]", false)]
    [TestCase("[concat('a')", false)]
    [TestCase("plain", false)]
    public void What_is_left_of_an_expression_is_unknown_and_everything_else_is_a_text(string text, bool unknown)
    {
        var resource = Read(Snapshot(new JObject { ["properties"] = new JObject { ["x"] = text, ["list"] = new JArray(new JObject { ["y"] = text }) } })).Single();
        var value = resource.Content["properties"]!["x"]!;
        Assert.Multiple(() =>
        {
            Assert.That(Unresolved.Is(value), Is.EqualTo(unknown));
            Assert.That(value.ToString(), Is.EqualTo(text));
            Assert.That(Unresolved.Is(resource.Content.SelectToken("properties.list[0].y")), Is.EqualTo(unknown));
            Assert.That(resource.HasUnresolved, Is.EqualTo(unknown));
        });
    }

    [Test]
    public void An_object_with_a_name_that_is_not_known_is_unknown()
    {
        var resource = Read(Snapshot(new JObject { ["tags"] = new JObject { ["[reference('x').y]"] = "b", ["a"] = "[newGuid()]" }, ["properties"] = new JObject() })).Single();
        Assert.That(Unresolved.Is(resource.Content["tags"]), Is.True);
        Assert.That(resource.Content["properties"]!.Type, Is.EqualTo(JTokenType.Object));
    }

    [Test]
    public void Whole_properties_may_be_unknown() =>
        Assert.That(Unresolved.Is(Read(Snapshot(new JObject { ["properties"] = "[reference('z')]" })).Single().Content["properties"]), Is.True);

    [TestCase("Microsoft.Authorization/policyDefinitions")]
    [TestCase("microsoft.authorization/policySetDefinitions")]
    [TestCase("Microsoft.Authorization/policyAssignments")]
    public void In_a_policy_an_expression_is_part_of_the_rule_unless_no_rule_can_hold_it(string type)
    {
        var body = new JObject
        {
            ["type"] = type,
            ["location"] = "[parameters('location')]",
            ["properties"] = new JObject { ["rule"] = "[concat(parameters('a'), field('name'))]", ["name"] = "[reference('x').y]" },
        };
        var content = Read(Snapshot(body)).Single().Content;
        Assert.Multiple(() =>
        {
            Assert.That(content["properties"]!["rule"]!.Type, Is.EqualTo(JTokenType.String));
            Assert.That(Unresolved.Is(content["properties"]!["name"]), Is.True);
            Assert.That(Unresolved.Is(content["location"]), Is.True);
        });
    }

    [Test]
    public void A_condition_that_is_not_known_is_kept_beside_the_body()
    {
        var resource = Read(Snapshot(new JObject { ["condition"] = "[equals(reference('x').y, 'a')]" })).Single();
        Assert.That(resource.Condition, Is.EqualTo("[equals(reference('x').y, 'a')]"));
        Assert.That(resource.Content.ContainsKey("condition"), Is.False);
        Assert.That(resource.HasUnresolved, Is.False);
    }

    [Test]
    public void Types_are_those_of_azure_policy_and_deployments_are_left_out()
    {
        var resources = Read($$"""
            {"predictedResources": [
              {"id": "/subscriptions/s/resourceGroups/g", "type": "Microsoft.Resources/resourceGroups", "name": "g"},
              {"id": "{{Group}}/providers/Microsoft.Resources/deployments/d", "type": "Microsoft.Resources/deployments", "name": "d"},
              {"id": "{{Group}}/providers/Microsoft.Resources/deploymentScripts/d", "type": "Microsoft.Resources/deploymentScripts", "name": "d"},
              {"id": "{{Group}}/providers/Microsoft.Storage/storageAccounts/st/providers/Microsoft.Authorization/locks/lk",
               "type": "Microsoft.Storage/storageAccounts/providers/locks", "name": "st/Microsoft.Authorization/lk"}]}
            """);
        Assert.That(resources.Select(r => (r.Type, r.FullName)), Is.EqualTo(new[]
        {
            ("Microsoft.Resources/subscriptions/resourceGroups", "g"), ("Microsoft.Resources/deploymentScripts", "d"), ("Microsoft.Authorization/locks", "lk"),
        }));
        Assert.That(resources.Select(r => (string)r.Content["type"]!), Is.EqualTo(resources.Select(r => r.Type)));
    }

    [TestCase("[resourceId('sub', 'rg', 'Microsoft.Sql/servers', format('sql{0}', newGuid()))]", "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Sql/servers/sql{newGuid()}")]
    [TestCase("[resourceId('rg', 'Microsoft.Sql/servers', concat('a', newGuid()))]", "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Sql/servers/a{newGuid()}")]
    [TestCase("[resourceId('Microsoft.Sql/servers', newGuid())]", Group + "/providers/Microsoft.Sql/servers/{newGuid()}")]
    [TestCase("[resourceId('Microsoft.Sql/servers/databases', filter(split(format('{0}/{1}', format('sql{0}', newGuid()), 'db'), '/'), lambda('x', true()))[0], filter(split(format('{0}/{1}', format('sql{0}', newGuid()), 'db'), '/'), lambda('x', true()))[1])]", Group + "/providers/Microsoft.Sql/servers/sql{newGuid()}/databases/db")]
    [TestCase("[subscriptionResourceId('Microsoft.Authorization/roleAssignments', newGuid())]", "/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleAssignments/{newGuid()}")]
    [TestCase("[subscriptionResourceId('sub', 'Microsoft.Resources/resourceGroups', newGuid())]", "/subscriptions/sub/resourceGroups/{newGuid()}")]
    [TestCase("[tenantResourceId('Microsoft.Management/managementGroups', newGuid())]", "/providers/Microsoft.Management/managementGroups/{newGuid()}")]
    [TestCase("[managementGroupResourceId('mg', 'Microsoft.Authorization/roleAssignments', newGuid())]", "/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/roleAssignments/{newGuid()}")]
    [TestCase("[extensionResourceId(resourceId('Microsoft.Sql/servers', newGuid()), 'Microsoft.Authorization/locks', 'lk')]", Group + "/providers/Microsoft.Sql/servers/{newGuid()}/providers/Microsoft.Authorization/locks/lk")]
    [TestCase("[extensionResourceId('/subscriptions/s', 'Microsoft.Authorization/locks', newGuid())]", "/subscriptions/s/providers/Microsoft.Authorization/locks/{newGuid()}")]
    [TestCase("[if(equals(resourceId('Microsoft.A/b', newGuid()), '/'), tenantResourceId('Microsoft.C/d', 'x'), extensionResourceId(if(startsWith(resourceId('Microsoft.A/b', newGuid()), '/'), resourceId('Microsoft.A/b', newGuid()), 'y'), 'Microsoft.C/d', 'x'))]", Group + "/providers/Microsoft.A/b/{newGuid()}/providers/Microsoft.C/d/x")]
    [TestCase("[reference('x').id]", Group + "/providers/Microsoft.Sql/servers/{?}/databases/{reference('x').y}")]
    [TestCase(null, Group + "/providers/Microsoft.Sql/servers/{?}/databases/{reference('x').y}")]
    public void An_id_that_is_not_known_is_made_up_readably(string? id, string expected)
    {
        var snapshot = Snapshot(new JObject { ["type"] = "Microsoft.Sql/servers/databases", ["name"] = "[reference('x').y]", ["id"] = id });
        var resource = Read(snapshot).Single();
        Assert.That(resource.Id, Is.EqualTo(expected));
        Assert.That(resource.FullName, Is.EqualTo("[reference('x').y]"));
        Assert.That(id is null || Unresolved.Is(resource.Content["id"]));
    }

    [Test]
    public void Ids_that_are_made_up_differ()
    {
        var body = new JObject { ["type"] = "A.B/c", ["name"] = "[newGuid()]", ["id"] = "[resourceId('A.B/c', newGuid())]" };
        Assert.That(Read(Snapshot(body, (JObject)body.DeepClone())).Select(r => r.Id), Is.EqualTo(new[] { $"{Group}/providers/A.B/c/{{newGuid()}}", $"{Group}/providers/A.B/c/{{newGuid()}}~2" }));
    }

    [Test]
    public void Resources_that_azure_left_out_make_it_incomplete()
    {
        var content = SnapshotResources.Read((JObject)JsonText.Parse("""
            {"predictedResources": [],
             "diagnostics": ["/subscriptions/s Warning NestedDeploymentShortCircuited: The nested deployment 'x' could not be expanded.", "/x Info Fine: Nothing.", {"level": "Error", "code": "Bad", "message": "Worse."}]}
            """, "s.json", [])!, "s.json", Group, null, _diagnostics);
        Assert.That(content.IsComplete, Is.False);
        Assert.That(_diagnostics.Select(d => (d.Id, d.Location.Line)), Is.EqualTo(new[] { ("deployment-unexpanded", 2), ("deployment-unexpanded", 2) }));
        Assert.That(_diagnostics.First().Message, Does.Contain("NestedDeploymentShortCircuited: The nested deployment 'x'"));
    }

    [TestCase("{}")]
    [TestCase("""{"predictedResources": {}}""")]
    [TestCase("""{"predictedResources": [1]}""")]
    [TestCase("""{"predictedResources": [{"type": "A.B/c"}]}""")]
    [TestCase("""{"predictedResources": [{"type": "[reference('x')]", "name": "a"}]}""")]
    [TestCase("""{"predictedResources": [{"type": 1, "name": "a"}]}""")]
    public void A_malformed_snapshot_is_told(string text)
    {
        var content = SnapshotResources.Read(JObject.Parse(text), "s.json", "", null, _diagnostics);
        Assert.That(content.IsComplete, Is.False);
        Assert.That(content.Resources, Is.Empty);
        Assert.That(_diagnostics.Single().Id, Is.EqualTo("snapshot-malformed"));
    }

    [Test]
    public async Task What_the_real_compiler_writes_is_read()
    {
        using var folder = new TempFolder();
        folder.Write("main.bicep", """
            param name string = newGuid()
            resource server 'Microsoft.Sql/servers@2023-08-01' = {
              name: 'sql${name}'
              location: 'japaneast'
              properties: { minimalTlsVersion: '1.2', publicNetworkAccess: account.properties.publicNetworkAccess }
              resource db 'databases' = { name: 'db', location: 'japaneast' }
            }
            resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
              name: 'st${uniqueString('a')}'
              location: 'japaneast'
              sku: { name: 'Standard_LRS' }
              kind: 'StorageV2'
              tags: { note: '[a]' }
            }
            resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = { scope: server, name: 'ds', properties: {} }
            """);
        var result = await BicepCompiler.SnapshotAsync(folder.Write("main.bicepparam", "using 'main.bicep'"), "--subscription-id", "11111111-1111-1111-1111-111111111111", "--resource-group", "rg");
        var resources = SnapshotResources.Read(result.Json(), "main.bicep", Group, null, _diagnostics).Resources.ToDictionary(r => r.Type);
        var server = resources["Microsoft.Sql/servers"];
        Assert.Multiple(() =>
        {
            Assert.That(server.Id, Is.EqualTo($"{Group}/providers/Microsoft.Sql/servers/sql{{newGuid()}}"));
            Assert.That(resources["Microsoft.Sql/servers/databases"].ParsedId.Parent, Is.EqualTo(server.Id));
            Assert.That(resources["Microsoft.Insights/diagnosticSettings"].ParsedId.Parent, Is.EqualTo(server.Id));
            Assert.That(Unresolved.Is(server.Content["properties"]!["publicNetworkAccess"]), Is.True);
            Assert.That((string?)server.Content["properties"]!["minimalTlsVersion"], Is.EqualTo("1.2"));
            Assert.That(resources["Microsoft.Storage/storageAccounts"].HasUnresolved, Is.False);
            Assert.That(_diagnostics, Is.Empty);
        });
    }

    [TearDown]
    public void Forget() => _diagnostics.RemoveAll(_ => true);

    private IReadOnlyList<ArmResource> Read(string text) => SnapshotResources.Read((JObject)JsonText.Parse(text, "s.json", [])!, "s.json", Group, null, _diagnostics).Resources;

    private static string Snapshot(params JObject[] bodies)
    {
        foreach (var body in bodies)
        {
            body["type"] ??= "A.B/c";
            body["name"] ??= "x";
            if (!body.ContainsKey("id"))
                body["id"] = $"{Group}/providers/A.B/c/x";
        }

        return new JObject { ["predictedResources"] = new JArray(bodies.Cast<object>().ToArray()) }.ToString();
    }
}
