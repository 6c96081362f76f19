using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>Policies that the user brings: a definition, an initiative, an assignment with all that narrows it.</summary>
public class CheckPolicySpecs
{
    private const string Root = "/providers/Microsoft.Management/managementGroups/hospital/providers/Microsoft.Authorization/";

    // As a built-in is exported: with parameters, allowed values and an effect that can be overridden.
    private const string Definition = """
        { "type": "Microsoft.Authorization/policyDefinitions", "name": "fe83a0eb-a853-422d-aac2-1bffd182c5d0",
          "properties": { "displayName": "Storage accounts should have the specified minimum TLS version", "policyType": "BuiltIn", "mode": "Indexed",
            "metadata": { "version": "1.0.0", "category": "Storage" },
            "parameters": { "effect": { "type": "String", "allowedValues": ["Audit", "Deny", "Disabled"], "defaultValue": "Audit" },
                            "minimumTlsVersion": { "type": "String", "allowedValues": ["TLS1_0", "TLS1_1", "TLS1_2"], "defaultValue": "TLS1_2" } },
            "policyRule": { "if": { "allOf": [ { "field": "type", "equals": "Microsoft.Storage/storageAccounts" },
                { "field": "Microsoft.Storage/storageAccounts/minimumTlsVersion", "notEquals": "[parameters('minimumTlsVersion')]" } ] },
              "then": { "effect": "[parameters('effect')]" } } } }
        """;

    private const string Initiative = """
        { "type": "Microsoft.Authorization/policySetDefinitions", "name": "storage",
          "properties": { "displayName": "Storage", "parameters": { "tls": { "type": "String", "defaultValue": "TLS1_2" } },
            "policyDefinitions": [ { "policyDefinitionReferenceId": "tls", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/fe83a0eb-a853-422d-aac2-1bffd182c5d0",
              "parameters": { "minimumTlsVersion": { "value": "[parameters('tls')]" } } } ] } }
        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder("policygen 検査 ポリシー");
        var west = Exports.Storage("west");
        west["location"] = "japanwest";
        _folder.Write("資源.json", Exports.List(Exports.Storage("st1"), Exports.Storage("lab", group: Exports.Subscription + "/resourceGroups/rg-lab"), west, Exports.Storage("good", "TLS1_2")));
        _folder.Write("policies/definition.json", Definition);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_definition_is_judged_with_its_defaults_everywhere()
    {
        var (code, result, error) = Check();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That(Names(result, "nonCompliant"), Is.EquivalentTo(new[] { "st1", "lab", "west" }));
            Assert.That((string?)result["findings"]![0]!["effect"], Is.EqualTo("Audit"));
        });
    }

    [Test]
    public void An_initiative_hands_on_its_parameters()
    {
        _folder.Write("policies/initiative.json", Initiative.Replace("TLS1_2", "TLS1_0", StringComparison.Ordinal));
        var (_, result, _) = Check();
        Assert.Multiple(() =>
        {
            Assert.That(Names(result, "nonCompliant"), Is.EqualTo(new[] { "good" }));
            Assert.That((string?)result["findings"]![0]!["referenceIds"]![0], Is.EqualTo("tls"));
        });
    }

    [Test]
    public void An_assignment_narrows_by_scope_selector_override_and_exemption()
    {
        _folder.Write("policies/initiative.json", Initiative);
        _folder.Write("policies/assignment.json", new JObject
        {
            ["type"] = "Microsoft.Authorization/policyAssignments",
            ["name"] = "storage",
            ["id"] = Root + "policyAssignments/storage",
            ["properties"] = new JObject
            {
                ["policyDefinitionId"] = Root + "policySetDefinitions/storage",
                ["scope"] = "/providers/Microsoft.Management/managementGroups/hospital",
                ["notScopes"] = new JArray(Exports.Subscription + "/resourceGroups/rg-lab"),
                ["resourceSelectors"] = new JArray(Selector("east", "resourceLocation", "japaneast")),
                ["overrides"] = new JArray(new JObject
                {
                    ["kind"] = "policyEffect",
                    ["value"] = "Deny",
                    ["selectors"] = new JArray(new JObject { ["kind"] = "policyDefinitionReferenceId", ["in"] = new JArray("tls") }),
                }),
            },
        }.ToString());
        var (code, result, error) = Check();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), error);
            Assert.That(Names(result, "nonCompliant"), Is.EqualTo(new[] { "st1" }));
            Assert.That((string?)result["findings"]![0]!["effect"], Is.EqualTo("Deny"));
        });

        _folder.Write("policies/exemption.json", new JObject
        {
            ["type"] = "Microsoft.Authorization/policyExemptions",
            ["name"] = "until-replaced",
            ["id"] = Exports.Group + "/providers/Microsoft.Authorization/policyExemptions/until-replaced",
            ["properties"] = new JObject { ["policyAssignmentId"] = Root + "policyAssignments/storage", ["exemptionCategory"] = "Waiver", ["expiresOn"] = "2027-01-01T00:00:00Z" },
        }.ToString());
        var (exemptCode, exempt, _) = Check("--now", "2026-12-01");
        Assert.Multiple(() =>
        {
            Assert.That(Names(exempt, "exempt"), Is.EquivalentTo(new[] { "st1", "good" }), "every applicable resource is exempt");
            Assert.That(exemptCode, Is.Zero);
            Assert.That(Check("--now", "2027-01-01").ExitCode, Is.EqualTo(1), "it has expired");
        });
    }

    [Test]
    public void A_definition_that_is_not_at_hand_makes_the_result_incomplete_and_is_named()
    {
        File.Delete(_folder.PathOf("policies", "definition.json"));
        _folder.Write("policies/initiative.json", Initiative);
        var (code, result, error) = Check();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That((bool)result["run"]!["complete"]!, Is.False);
            Assert.That(error, Does.Contain("warning: ").And.Contain("fe83a0eb-a853-422d-aac2-1bffd182c5d0"));
        });
    }

    [Test]
    public void Guidelines_are_judged_beside_them_where_they_are_asked_for()
    {
        var (_, result, _) = Check("--guideline", "mhlw", "--severity", "medium");
        var controls = result["findings"]!.Select(f => (string?)f["control"]).Distinct().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(controls, Does.Contain("storage-minimum-tls-version"));
            Assert.That(result["requirements"]!, Is.Not.Empty);
        });
    }

    private (int ExitCode, JObject Result, string Error) Check(params string[] arguments) => CheckRun.Json(_folder.Root, ["資源.json", "--policies", "policies", .. arguments]);

    private static IEnumerable<string?> Names(JObject result, string state) =>
        result["findings"]!.Where(f => (string?)f["state"] == state).Select(f => (string?)f["resource"]!["name"]);

    private static JObject Selector(string name, string kind, string value) =>
        new() { ["name"] = name, ["selectors"] = new JArray(new JObject { ["kind"] = kind, ["in"] = new JArray(value) }) };
}
