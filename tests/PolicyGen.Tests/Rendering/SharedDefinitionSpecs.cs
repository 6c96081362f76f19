using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Initiatives;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>A shared definition stands for a control only where it says exactly the same.</summary>
public class SharedDefinitionSpecs
{
    private static readonly Library Catalogue = new LibraryLoader(new LibraryFiles(Repository.Root), new DiagnosticBag(), validateSchemas: false).Load([])!;

    private static readonly Control Vault = Catalogue.Controls["keyvault-diagnostic-settings"];

    private static SharedDefinitions Shared => new(Catalogue.Controls.Values);

    [Test]
    public void Values_become_arguments()
    {
        var shared = Shared.For(Vault)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(shared.Definition.Id, Is.EqualTo("shared-diagnostic-settings"));
            Assert.That(string.Join(' ', shared.Arguments.Select(a => $"{a.Key}={a.Value.ToString(Formatting.None)}")), Is.EqualTo(
                """categoryGroups=["audit","allLogs"] logAnalyticsWorkspaceId=[parameters('logAnalyticsWorkspaceId')] requiredCategories=["AuditEvent"] resourceTypes=["Microsoft.KeyVault/vaults","Microsoft.KeyVault/managedHSMs"]"""));
        });
    }

    [Test]
    public void What_a_control_leaves_out_stays_at_its_default() =>
        Assert.That(Shared.For(Catalogue.Controls["defender-servers-agentless-scanning"])!.Value.Arguments.Keys, Is.EqualTo(new[] { "acceptedSubPlans", "extension", "plan" }));

    private static IEnumerable<TestCaseData> Others()
    {
        yield return new TestCaseData(Vault with { Values = With("when", new JArray(new JObject { ["field"] = "kind", ["equals"] = "x" })) }).SetArgDisplayNames("a condition of its own");
        yield return new TestCaseData(Vault with { Effects = new ControlEffects("DeployIfNotExists", Vault.Effects.Allowed) }).SetArgDisplayNames("another default effect");
        yield return new TestCaseData(Vault with { Effects = new ControlEffects("AuditIfNotExists", [.. Vault.Effects.Allowed, "Manual"]) }).SetArgDisplayNames("an effect more");
        yield return new TestCaseData(Vault with { Pattern = "related" }).SetArgDisplayNames("another pattern");
        yield return new TestCaseData(Vault with { Parameters = [Vault.Parameters[0] with { InitiativeParameter = null }] }).SetArgDisplayNames("a parameter of its own");
        yield return new TestCaseData(Catalogue.Controls["storage-https-only"]).SetArgDisplayNames("no shared definition of its pattern");
        yield return new TestCaseData(Catalogue.Controls["shared-diagnostic-settings"]).SetArgDisplayNames("the shared one itself");
    }

    [TestCaseSource(nameof(Others))]
    public void What_differs_otherwise_is_not_shared(Control control) => Assert.That(Shared.For(control), Is.Null);

    [Test]
    public void A_mode_that_sees_more_serves_and_one_that_sees_less_does_not()
    {
        Assert.That(Vault.Mode, Is.EqualTo("Indexed"));
        var narrow = Catalogue.Controls["shared-diagnostic-settings"] with { Mode = "Indexed" };
        Assert.That(new SharedDefinitions([narrow]).For(Vault with { Mode = "All" }), Is.Null);
        Assert.That(new SharedDefinitions([narrow]).For(Vault), Is.Not.Null);
    }

    [Test]
    public void Initiatives_refer_to_it_and_it_is_deployed_once()
    {
        foreach (var name in Catalogue.Guidelines.Select(g => g.Id.Name()))
        {
            var references = JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "rendered", "initiatives", name + ".json")))["properties"]!["policyDefinitions"]!;
            var vault = references.Single(r => (string?)r["policyDefinitionReferenceId"] == Vault.Id);
            Assert.That((string?)vault["policyDefinitionId"], Does.EndWith("/policygen-shared-diagnostic-settings"));
            Assert.That(vault["parameters"]!["requiredCategories"]!["value"]!.Select(c => (string?)c), Is.EqualTo(new[] { "AuditEvent" }));
        }
    }

    private static JObject With(string name, JToken value)
    {
        var values = (JObject)Vault.Values.DeepClone();
        values[name] = value;
        return values;
    }
}
