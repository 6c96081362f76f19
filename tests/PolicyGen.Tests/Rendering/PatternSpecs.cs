using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>
/// Every pattern renders Golden/NAME.control.json as Golden/NAME.json. After a wanted change run the tests once with
/// POLICYGEN_ACCEPT=1 and review the difference.
/// </summary>
public class PatternSpecs
{
    private const string Template = "templates/definitions/property.scriban";
    private const string ControlFile = "policies/controls/area/one.json";

    private static IEnumerable<string> Patterns() => Directory.EnumerateFiles(Golden(""), "*.control.json").Select(f => Path.GetFileName(f).Replace(".control.json", "", StringComparison.Ordinal)).Order();

    [TestCaseSource(nameof(Patterns))]
    public void A_pattern_renders_its_golden_definition(string pattern)
    {
        using var library = new TestLibrary();
        var control = TestLibrary.Control("one", pattern);
        control.Merge(JsonText.Parse(File.ReadAllText(Golden($"{pattern}.control.json")), pattern, []), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        control["values"] = JsonText.Parse(File.ReadAllText(Golden($"{pattern}.control.json")), pattern, [])!["values"];
        var rendered = library.With(control).WithRows(TestLibrary.Requirement(1, "one")).Render()["definitions/one.json"];

        if (Environment.GetEnvironmentVariable("POLICYGEN_ACCEPT") == "1")
            File.WriteAllText(Golden($"{pattern}.json"), rendered);
        Assert.That(rendered, Is.EqualTo(File.ReadAllText(Golden($"{pattern}.json")).ReplaceLineEndings("\n")));
    }

    [Test]
    public void Every_pattern_has_a_golden_definition() =>
        Assert.That(
            Directory.EnumerateFiles(Repository.PathOf("templates", "definitions"), "*.scriban").Select(Path.GetFileNameWithoutExtension).Where(n => n![0] != '_'),
            Is.EquivalentTo(Patterns()));

    [TestCase("{\n  \"a\": {{ json nothing }}\n}", 2, "nothing")]
    [TestCase("{\n  \"a\": {{ json control.titel }}\n}", 2, "titel")]
    [TestCase("{\n\n  \"a\": {{ nosuchfunction values.require }}\n}", 3, "nosuchfunction")]
    [TestCase("{\n  \"a\": {{ json (alias 1 control.resource_types) }}\n}", 2, "Expected text")]
    [TestCase("{\n  \"a\": {{ json (alias \"kind\") }}\n}", 2, "alias")]
    [TestCase("{\n  \"a\": {{ text control.id }}\n}", 2, "text takes")]
    [TestCase("{\n{{ include 'header.scriban' }}\n}", 2, "header.scriban")]
    [TestCase("{{ invalid \"This cannot be.\" }}", 1, "This cannot be.")]
    [TestCase("{{ for i in 1..30000 }}{{ i }}{{ end }}", 1, "oop")]
    public void A_template_that_asks_for_what_is_not_there_is_told_with_its_line_and_the_control(string template, int line, string named)
    {
        var found = Diagnose(template, TestLibrary.Control("one")).Single(d => d.Id == "template-error");
        Assert.That((found.Location.File, found.Location.Line), Is.EqualTo((Template, line)));
        Assert.That(found.Message, Does.Contain(named).And.Contains(ControlFile));
    }

    [TestCase("{\n  \"a\": {{ if }}\n}", 2)]
    [TestCase("{\n{{ for x in values.require }}\n}", 2)]
    public void A_template_that_cannot_be_parsed_is_told_with_its_line(string template, int line)
    {
        var found = Diagnose(template, TestLibrary.Control("one")).First(d => d.Id == "template-error");
        Assert.That(found.Location.File, Is.EqualTo(Template));
        Assert.That(found.Location.Line, Is.GreaterThanOrEqualTo(line));
    }

    [Test]
    public void A_fault_in_an_include_is_told_with_the_line_of_the_include()
    {
        using var library = new TestLibrary();
        library.Folder.Write("templates/definitions/_header.scriban", "\n\n{{ json nothing }}");
        var found = Render(library, TestLibrary.Control("one")).First(d => d.Location.File.EndsWith("_header.scriban", StringComparison.Ordinal));
        Assert.That((found.Id, found.Location.Line), Is.EqualTo(("template-error", 3)));
    }

    [Test]
    public void What_a_template_makes_is_JSON_or_told_so_for_template_and_control()
    {
        var found = Diagnose("{\n  \"a\": {{ values.require.size }},,\n}", TestLibrary.Control("one"));
        Assert.That(found.Select(d => (d.Location.File, d.Id)), Is.SupersetOf(new[] { (Template, "json-malformed"), (ControlFile, "template-error") }));
    }

    [Test]
    public void A_value_that_the_template_does_not_read_is_told_with_its_place()
    {
        var control = TestLibrary.Control("one", values: "{'when': [{'field': 'kind', 'equals': 'x'}], 'require': [{'field': 'kind', 'equals': 'y'}]}");
        var found = Diagnose("{\n  \"a\": {{ json values.require }}\n}", control).Single();
        Assert.That((found.Id, found.Location.File, found.Location.JsonPath), Is.EqualTo(("unused-value", ControlFile, "values.when")));
        Assert.That(found.Location.Line, Is.Positive);
    }

    [Test]
    public void A_member_deep_in_a_value_is_watched_too()
    {
        var control = TestLibrary.Control("one", values: "{'require': [{'field': 'kind', 'equals': 'y'}], 'repair': {'roles': ['Reader'], 'conflictEffect': 'deny', 'operations': [{'property': 'x', 'value': 1}]}}");
        var found = Diagnose("{\n  \"a\": {{ json values.require }}, \"b\": {{ json values.repair.roles }}, \"c\": [{{ for o in values.repair.operations }}{{ json o.value }}{{ end }}]\n}", control);
        Assert.That(found.Select(d => (d.Id, d.Location.JsonPath)), Is.EquivalentTo(new[] { ("unused-value", "values.repair.conflictEffect"), ("unused-value", "values.repair.operations[0].property") }));
    }

    [Test]
    public void A_role_or_alias_that_Azure_does_not_have_is_told_for_the_control()
    {
        using var library = new TestLibrary();
        var control = TestLibrary.Control("one", values: "{'require': [{'property': 'noSuchThing', 'equals': 1, 'ifMissing': 'compliant'}], 'repair': {'roles': ['No Such Role'], 'operations': [{'property': 'minimumTlsVersion', 'value': 'TLS1_2'}]}}", effects: "Audit,Modify,Disabled");
        var found = Render(library, control);
        Assert.That(found.Select(d => (d.Id, d.Location.File)), Is.EquivalentTo(new[] { ("unknown-alias", ControlFile), ("unknown-role", ControlFile) }));
        Assert.That(found.Single(d => d.Id == "unknown-alias").Location.JsonPath, Is.EqualTo("values.require[0].property"));
    }

    private static List<Diagnostic> Diagnose(string template, JObject control)
    {
        using var library = new TestLibrary();
        library.Folder.Write(Template, template);
        return Render(library, control);
    }

    private static List<Diagnostic> Render(TestLibrary library, JObject control)
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(library.With(control).WithRows(TestLibrary.Requirement(1, "one")).Render(diagnostics), Is.Null);
        return [.. diagnostics];
    }

    private static string Golden(string file) => Repository.PathOf("tests", "PolicyGen.Tests", "Rendering", "Golden", file);
}
