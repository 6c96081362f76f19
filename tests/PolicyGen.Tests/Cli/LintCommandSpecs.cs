using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

public class LintCommandSpecs
{
    [Test]
    public void The_library_is_clean()
    {
        var result = CommandLine.Run(["lint"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output);
            Assert.That(result.Output, Is.Empty);
        });
    }

    [Test]
    public void Anybodys_definitions_are_linted_where_they_are()
    {
        using var folder = new TempFolder("policygen 試験");
        File.WriteAllText(Path.Combine(folder.Root, "定義 1.json"), """
            { "properties": { "displayName": "x", "description": "y", "mode": "All", "metadata": { "version": "1.0.0", "category": "c" },
              "policyRule": { "if": { "field": "type", "equals": "[parameters('nosuch')]" }, "then": { "effect": "audit" } } } }
            """);
        var result = CommandLine.Run(["lint", folder.Root, "--format", "json"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(JArray.Parse(result.Output).Select(d => (string?)d["id"]), Does.Contain("undeclared-parameter"));
            Assert.That(JArray.Parse(result.Output).Select(d => (int)d["line"]!), Has.All.Positive);
        });
    }

    [Test]
    public void A_table_of_newer_aliases_is_believed()
    {
        using var folder = new TempFolder("policygen 試験");
        var definition = Path.Combine(folder.Root, "definition.json");
        var aliases = Path.Combine(folder.Root, "aliases.tsv");
        File.WriteAllText(definition, """
            { "properties": { "displayName": "x", "description": "y", "mode": "Indexed", "metadata": { "version": "1.0.0", "category": "c" },
              "policyRule": { "if": { "allOf": [ { "field": "type", "equals": "Microsoft.Storage/storageAccounts" },
                { "field": "Microsoft.Storage/storageAccounts/brandNew", "equals": true } ] }, "then": { "effect": "audit" } } } }
            """);
        File.WriteAllText(aliases, "Microsoft.Storage/storageAccounts/brandNew\tproperties.brandNew\n");
        Assert.Multiple(() =>
        {
            Assert.That(CommandLine.Run(["lint", definition]).Output, Does.Contain("unknown-alias"));
            Assert.That(CommandLine.Run(["lint", definition, "--aliases", aliases]).Output, Does.Not.Contain("unknown-alias"));
        });
    }

    [Test]
    public void A_path_that_does_not_exist_is_exit_code_2()
    {
        var result = CommandLine.Run(["lint", "no-such-folder"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("no-such-folder"));
        });
    }
}
