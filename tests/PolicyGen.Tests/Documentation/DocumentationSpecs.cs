using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Rendering.Initiatives;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Documentation;

/// <summary>What the documents say is so.</summary>
public partial class DocumentationSpecs
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "node_modules", ".git"];

    private static IEnumerable<string> Documents() => Files(Repository.Root, "*.md").Select(Relative);

    [TestCaseSource(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        var broken = Link().Matches(Text(document)).Select(m => m.Groups["target"].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal))
            .Where(t => !Path.Exists(Path.Combine(folder, t.Split('#')[0])));
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Every_diagnostic_of_the_sources_is_explained_or_has_a_page()
    {
        var reported = ReportedIds();
        var explained = ExplainedIds();
        var pages = Files(Repository.PathOf("docs", "rules"), "*.md").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(reported, Has.Count.GreaterThan(20), "the sources are where they were");
            Assert.That(reported.Except(explained).Where(id => !pages.Contains(id)), Is.Empty, "not in docs/diagnostics.md");
            Assert.That(explained.Except(reported), Is.Empty, "no longer reported");
        });
    }

    [Test]
    public void Every_pattern_has_its_section_with_each_of_its_values()
    {
        var guide = Text("docs/adding-a-control.md");
        var definitions = (JObject)JObject.Parse(Text("policies/schemas/control.schema.json"))["definitions"]!;
        Assert.Multiple(() =>
        {
            foreach (var (name, schema) in definitions.Properties().Where(p => p.Name.StartsWith("pattern-", StringComparison.Ordinal)).Select(p => (p.Name["pattern-".Length..], p.Value)))
            {
                var section = Regex.Match(guide, $"\n### {name}\n(?<text>.*?)(?=\n##)", RegexOptions.Singleline).Groups["text"].Value;
                Assert.That(section, Is.Not.Empty, $"no section '### {name}'");
                foreach (var value in ((JObject)schema["properties"]!).Properties())
                    Assert.That(section, Does.Contain($"`{value.Name}`"), $"'### {name}' does not name the value {value.Name}");
                foreach (Match example in Example().Matches(section))
                    Assert.That(Files(Repository.PathOf("policies", "controls"), example.Groups["id"].Value + ".json"), Has.One.Matches<string>(f => (string?)JObject.Parse(File.ReadAllText(f!))["pattern"] == name));
            }
        });
    }

    [Test]
    public void Every_template_function_is_described()
    {
        var guide = Text("docs/adding-a-control.md");
        var names = TemplateFunctionName().Matches(Text("src/PolicyGen/Rendering/Patterns/PatternFunctions.cs")).Select(m => m.Groups["name"].Value).ToList();
        Assert.That(names, Is.Not.Empty);
        Assert.That(names.Where(n => !Regex.IsMatch(guide, $"`{n}[ `]")), Is.Empty);
    }

    [Test]
    public void The_example_of_a_control_is_the_one_in_the_library()
    {
        var example = JObject.Parse(Regex.Match(Text("docs/adding-a-control.md"), "```json\n(?<json>\\{\n  \"\\$schema\".+?)\n```", RegexOptions.Singleline).Groups["json"].Value);
        var control = JObject.Parse(Text("policies/controls/storage/storage-cross-tenant-replication-off.json"));
        foreach (var property in example.Properties())
            Assert.That(JToken.DeepEquals(property.Value, control[property.Name]), Is.True, property.Name);
    }

    [Test]
    public void The_notices_name_every_package_that_the_tool_ships()
    {
        var notices = Text("THIRD-PARTY-NOTICES.md");
        var packages = ((JObject)JObject.Parse(Text("src/PolicyGen.Cli/packages.lock.json"))["dependencies"]!["net10.0"]!).Properties()
            .Where(p => (string?)p.Value["type"] != "Project")
            .Select(p => $"| {p.Name} | {p.Value["resolved"]} |");
        var listed = notices.Split('\n').Select(l => NoticeRow().Match(l)).Where(m => m.Success).Select(m => m.Value);
        Assert.That(listed, Is.EquivalentTo(packages));
    }

    [Test]
    public void The_numbers_of_the_readme_are_those_of_generate()
    {
        var readme = Text("README.md");
        var first = Summary(DefinitionPreference.BuiltInFirst);
        var custom = Summary(DefinitionPreference.Custom);
        Assert.Multiple(() =>
        {
            Assert.That(readme, Does.Contain(string.Create(CultureInfo.InvariantCulture,
                $"\n{first.Requirements} requirements, {first.Controls} controls: {first.CustomDefinitions} custom definitions to deploy, {first.BuiltInDefinitions} built-in definitions referenced.\n")));
            Assert.That(readme, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"needs {custom.CustomDefinitions} custom definitions")));
            Assert.That(readme, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"Every one of the {first.Requirements} requirements")));
        });
    }

    [Test]
    public void The_readme_lists_every_parameter_of_the_initiatives()
    {
        var readme = Text("README.md");
        var parameters = (JObject)JObject.Parse(Text("policies/library.json"))["parameters"]!;
        Assert.That(parameters.Properties().Where(p => !readme.Contains($"\n| `{p.Name}` | ", StringComparison.Ordinal)), Is.Empty);
    }

    private static RenderSummary Summary(DefinitionPreference preference)
    {
        var diagnostics = new DiagnosticBag();
        // Compared with a folder that does not exist, so that nothing is written.
        var options = new GenerateOptions(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), [], new RenderOptions(Definitions: preference), Check: true, AliasTable.Load);
        var result = Generator.Run(new LibraryFiles(Repository.Root), options, diagnostics);
        Assert.That(result, Is.Not.Null, string.Join('\n', diagnostics));
        return result!.Summary;
    }

    // Ids given as literals, and by the names of constants.
    private static HashSet<string> ReportedIds()
    {
        var sources = Files(Repository.PathOf("src"), "*.cs").Select(File.ReadAllText).ToList();
        var constants = sources.SelectMany(s => Constant().Matches(s)).ToLookup(m => m.Groups["name"].Value, m => m.Groups["id"].Value);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var report in sources.SelectMany(s => Report().Matches(s)))
        {
            if (report.Groups["id"].Success)
                ids.Add(report.Groups["id"].Value);
            else
                ids.UnionWith(constants[report.Groups["constant"].Value]);
        }

        return ids;
    }

    private static HashSet<string> ExplainedIds() =>
        [.. ExplainedRow().Matches(Text("docs/diagnostics.md")).Select(m => m.Groups["id"].Value)];

    private static string Text(string path) => File.ReadAllText(Repository.PathOf(path));

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(f => !Relative(f).Split('/').Intersect(NotOurs, StringComparer.Ordinal).Any())
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\]\((?<target>[^)\s#][^)\s]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[dD]iagnostics?\.(Error|Warning)\(\s*(""(?<id>[a-z-]+)""|(?<constant>[A-Z]\w+))")]
    private static partial Regex Report();

    [GeneratedRegex(@"const string (?<name>\w+) = ""(?<id>[a-z-]+)"";")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^\| \[?`(?<id>[a-z-]+)`", RegexOptions.Multiline)]
    private static partial Regex ExplainedRow();

    [GeneratedRegex(@"Example: (?<id>[a-z-]+)\.")]
    private static partial Regex Example();

    [GeneratedRegex(@"\[""(?<name>[a-z_]+)""\] = (TemplateFunction\.|Json,)")]
    private static partial Regex TemplateFunctionName();

    [GeneratedRegex(@"^\| [A-Z][\w.]+ \| [0-9][^ ]* \|")]
    private static partial Regex NoticeRow();
}
