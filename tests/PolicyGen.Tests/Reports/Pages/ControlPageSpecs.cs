using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Reports;
using PolicyGen.Reports.Pages;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Reports.Pages;

/// <summary>The pages of the controls are current, and the Bicep on them compiles.</summary>
public partial class ControlPageSpecs
{
    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.PathOf("docs", "controls"), "*.md", SearchOption.AllDirectories)
        .Where(p => Path.GetFileName(p) != "README.md")
        .Order(StringComparer.Ordinal);

    [Test]
    public void The_pages_are_those_that_would_be_written()
    {
        var result = CommandLine.Run(["controls", "pages", "--check"]);
        Assert.That(result.ExitCode, Is.EqualTo(0), result.Output + result.Error);
    }

    [Test]
    public async Task Every_example_compiles()
    {
        using var folder = new TempFolder("policygen-pages-");
        var main = new StringBuilder();
        var count = 0;
        foreach (var page in Pages())
        {
            if (Example().Match(File.ReadAllText(page)) is not { Success: true } example)
                continue;
            // Modules of one file, which is compiled once.
            var module = string.Create(CultureInfo.InvariantCulture, $"m{++count}");
            folder.Write(module + ".bicep", example.Groups["bicep"].Value);
            var scope = example.Groups["bicep"].Value.StartsWith("targetScope = 'subscription'", StringComparison.Ordinal) ? "scope: subscription(), " : "";
            main.Append(CultureInfo.InvariantCulture, $"module {module} '{module}.bicep' = {{ {scope}name: '{module}' }}\n");
        }

        var file = folder.Write("main.bicep", main.ToString());
        var result = await BicepCompiler.BuildAsync(file);
        Assert.That(count, Is.GreaterThan(50));
        // Errors, and properties that are missing, misspelt or of the wrong type: BCP035, BCP036, BCP037.
        Assert.That(result.Messages.Split('\n').Where(m => Regex.IsMatch(m, ": Error |BCP03[567]")), Is.Empty);
        Assert.That(((JArray)result.Json()["resources"]!).Count, Is.EqualTo(count));
    }

    [Test]
    public void A_page_tells_everything_about_a_control()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "controls", "storage", "storage-https-only.md"));
        var control = JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "controls", "storage", "storage-https-only.json")));
        Assert.Multiple(() =>
        {
            foreach (var heading in new[] { "Requirements", "Condition", "Remediation", "What Modify changes", "Built-in definitions", "Samples", "Notes" })
                Assert.That(page, Does.Contain($"\n## {heading}"));
            Assert.That(page, Does.StartWith("<!-- ").And.Contains($"\n# {Escaped("en")}\n\n{Escaped("ja")}\n"));
            Assert.That(page, Does.Contain("`supportsHttpsTrafficOnly` becomes `true`").And.Contains("Storage Account Contributor"));
            Assert.That(page, Does.Contain("| MHLW-6.11-01 | direct |"));
            Assert.That(Details().Count(page), Is.EqualTo(control["samples"]!.SelectMany(s => s.First!).Count()));
        });

        string Escaped(string language) => MarkdownText.Escape((string)control["title"]![language]!);
    }

    [Test]
    public void A_sample_without_an_api_version_has_no_bicep() => Assert.Multiple(() =>
    {
        Assert.That(BicepSample.Write(JObject.Parse("""{"type": "Microsoft.Storage/storageAccounts", "name": "a"}""")), Is.Null);
        Assert.That(BicepSample.Write(JObject.Parse("""{"type": "Microsoft.Resources/subscriptions", "name": "a", "apiVersion": "2022-12-01"}""")), Is.Null);
    });

    [TestCase("Microsoft.Security/pricings", "/providers/Microsoft.Security/pricings/Arm", "targetScope = 'subscription'\n\nresource sample 'Microsoft.Security/pricings@2024-01-01' = {\n  name: 'Arm'\n}\n")]
    [TestCase("Microsoft.Insights/activityLogAlerts", "/resourceGroups/rg/providers/Microsoft.Insights/activityLogAlerts/Arm", "resource sample 'Microsoft.Insights/activityLogAlerts@2024-01-01' = {\n  name: 'Arm'\n}\n")]
    public void Of_a_subscription_what_is_in_it_is_deployed(string type, string id, string bicep)
    {
        var subscription = new JObject
        {
            ["type"] = "Microsoft.Resources/subscriptions",
            ["name"] = "s",
            ["resources"] = new JArray(new JObject { ["id"] = "/subscriptions/s" + id, ["type"] = type, ["apiVersion"] = "2024-01-01", ["name"] = "Arm" }),
        };
        Assert.That(BicepSample.Write(subscription), Is.EqualTo(bicep));
    }

    [Test]
    public void A_resource_group_goes_by_the_name_that_is_deployed() => Assert.That(
        BicepSample.Write(JObject.Parse("""{"type": "Microsoft.Resources/subscriptions/resourceGroups", "name": "rg-med", "location": "japaneast"}""")),
        Is.EqualTo("targetScope = 'subscription'\n\nresource sample 'Microsoft.Resources/resourceGroups@2024-03-01' = {\n  name: 'rg-med'\n  location: 'japaneast'\n}\n"));

    [Test]
    public void A_sample_becomes_resources_with_parent_and_scope()
    {
        var bicep = BicepSample.Write(JObject.Parse("""
            {"type": "Microsoft.KeyVault/vaults", "apiVersion": "2023-07-01", "name": "kv", "id": "/x", "location": "japaneast", "properties": {"a-b": "it's ${x}"},
             "resources": [
               {"type": "secrets", "apiVersion": "2023-07-01", "name": "one", "properties": {}},
               {"type": "Microsoft.Insights/diagnosticSettings", "apiVersion": "2021-05-01-preview", "name": "logs", "properties": {"logs": []}}]}
            """));
        Assert.That(bicep, Is.EqualTo("""
            resource sample 'Microsoft.KeyVault/vaults@2023-07-01' = {
              name: 'kv'
              location: 'japaneast'
              properties: {
                'a-b': 'it\'s \${x}'
              }
            }

            resource sample1 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
              parent: sample
              name: 'one'
              properties: {}
            }

            resource sample2 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
              scope: sample
              name: 'logs'
              properties: {
                logs: []
              }
            }

            """.ReplaceLineEndings("\n")));
    }

    [GeneratedRegex("```bicep\n(?<bicep>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("<details><summary>")]
    private static partial Regex Details();
}
