using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

/// <summary>What DeployIfNotExists would deploy is a template that the real compiler expands.</summary>
public class DeploymentTemplateSpecs
{
    private static IEnumerable<TestCaseData> Templates() => Directory.EnumerateFiles(Repository.PathOf("policies", "rendered", "definitions"), "*.json")
        .Order(StringComparer.Ordinal)
        .Select(f => (Name: Path.GetFileNameWithoutExtension(f), Template: JObject.Parse(File.ReadAllText(f)).SelectToken("properties.policyRule.then.details.deployment.properties.template") as JObject))
        .Where(t => t.Template is not null)
        .Select(t => new TestCaseData(t.Template).SetArgDisplayNames(t.Name));

    [TestCaseSource(nameof(Templates))]
    public async Task A_template_expands(JObject template)
    {
        using var folder = new TempFolder("policygen-deployment-");
        var whole = (JObject)template.DeepClone();
        foreach (var parameter in ((JObject?)whole["parameters"] ?? []).Properties())
            parameter.Value["defaultValue"] ??= Value(parameter.Name, (string)parameter.Value["type"]!);
        var expansion = await RealBicep.ExpandAsync(folder.Write("main.json", whole.ToString()));
        Assert.That(expansion.PredictedResources, Is.Not.Empty);
    }

    private static JToken Value(string name, string type) => type.ToLowerInvariant() switch
    {
        "int" => 1,
        "bool" => true,
        "array" => new JArray("value"),
        "object" => new JObject { ["name"] = "value" },
        _ when !name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) => "value",
        // Templates take segments of ids.
        _ => "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-med/providers/Microsoft.Storage/storageAccounts/stmed",
    };
}
