using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;

namespace PolicyGen.Tests.Linting;

public class LinterSpecs
{
    private static readonly Linter Linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());
    private string _folder = "";

    [SetUp]
    public void Make_a_folder() => _folder = Directory.CreateTempSubdirectory("policygen-lint-").FullName;

    [TearDown]
    public void Remove_it() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    [Test]
    public void Policy_documents_below_a_folder_are_linted_and_other_json_is_not()
    {
        Write("b/definition.json", "{\n  // a comment\n  \"policyRule\": {\n    \"if\": {}\n  }\n}");
        Write("a.json", """{"policyDefinitions": []}""");
        Write("package.json", """{"name": "other", "dependencies": {}}""");
        Write("notes.txt", "no json");
        Write(".hidden/x.json", """{"policyRule": {}}""");

        var report = Linter.LintFolder(_folder, "policies");
        Assert.Multiple(() =>
        {
            Assert.That(report.Documents, Is.EqualTo(2));
            Assert.That(report.HasErrors, Is.True);
            Assert.That(report.Diagnostics.Select(d => d.Location.File).Distinct(), Is.EqualTo(new[] { "policies/a.json", "policies/b/definition.json" }));
            Assert.That(report.Diagnostics.Select(d => d.ToString()), Has.Member("policies/b/definition.json(4,11): error rule-shape: A condition needs 'field', 'value', 'count', 'allOf', 'anyOf' or 'not'. [policyRule.if]"));
        });
    }

    [Test]
    public void Malformed_json_is_reported()
    {
        Write("broken.json", "{\"policyRule\": ");
        Assert.That(Linter.LintFolder(_folder).Diagnostics.Select(d => d.Id), Is.EqualTo(new[] { "json-malformed" }));
    }

    [Test]
    public void A_folder_that_is_not_there_is_reported() =>
        Assert.That(Linter.LintFolder(Path.Combine(_folder, "none"), "none").Diagnostics.Single().ToString(), Does.StartWith("none: error file-unreadable: "));

    [Test]
    public void An_initiative_meets_the_definitions_beside_it()
    {
        Write("definitions/tls.json", """{"policyRule": {"if": {"field": "name", "equals": "x"}, "then": {"effect": "audit"}}}""");
        Write("set.json", """{"policyDefinitions": [{"policyDefinitionId": "{definitionScope}/providers/Microsoft.Authorization/policyDefinitions/tls", "parameters": {"x": {"value": 1}}}]}""");
        Assert.That(Linter.LintFolder(_folder).Diagnostics.Select(d => d.Id), Has.Member("reference-parameters").And.No.Member("custom-reference-missing"));
    }

    [Test]
    public void Findings_do_not_depend_on_the_order_of_the_files()
    {
        foreach (var name in new[] { "c", "a", "b" })
            Write($"{name}.json", """{"name": "same", "properties": {"policyRule": {}}}""");
        var files = PolicyFiles.Find(_folder, "", new DiagnosticBag());
        Assert.That(files.Select(f => f.DisplayPath), Is.EqualTo(new[] { "a.json", "b.json", "c.json" }));
        Assert.That(Linter.LintFiles(files).Diagnostics, Is.EqualTo(Linter.LintFolder(_folder).Diagnostics));
    }

    [Test]
    public void Linting_can_be_cancelled()
    {
        Write("a.json", """{"policyRule": {}}""");
        Assert.Throws<OperationCanceledException>(() => Linter.LintFolder(_folder, cancellation: new CancellationToken(canceled: true)));
    }

    [Test]
    public void An_alias_of_the_users_own_table_is_known()
    {
        var aliases = AliasTable.Load();
        aliases.Add(new StringReader("Microsoft.Storage/storageAccounts/brandNew\tproperties.brandNew\n"));
        Write("a.json", """{"policyRule": {"if": {"field": "Microsoft.Storage/storageAccounts/brandNew", "equals": "x"}, "then": {"effect": "audit"}}}""");
        Assert.Multiple(() =>
        {
            Assert.That(Linter.LintFolder(_folder).Diagnostics.Select(d => d.Id), Has.Member("unknown-alias"));
            Assert.That(Linter.Create(aliases, BuiltInIndex.Load()).LintFolder(_folder).Diagnostics.Select(d => d.Id), Has.No.Member("unknown-alias"));
        });
    }
}
