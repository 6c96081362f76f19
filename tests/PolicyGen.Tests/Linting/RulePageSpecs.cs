using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;
using PolicyGen.Policies;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Linting;

/// <summary>docs/rules holds a page for each rule; the examples on it are true.</summary>
public partial class RulePageSpecs
{
    private static readonly Linter Linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());

    // Too large for a page: LimitRuleSpecs has them.
    private static readonly string[] WithoutExample = ["definition-limits", "initiative-limits"];

    private static IEnumerable<LintRule> Rules() => LintRules.All;

    private static IEnumerable<string> RulesWithExample() => LintRules.All.Select(r => r.Id).Except(WithoutExample);

    private static IEnumerable<string> CatalogueRules() => LintRules.All.OfType<LintRule<Library>>().Select(r => r.Id);

    [Test]
    public void Every_rule_has_an_id_of_its_own() =>
        Assert.That(LintRules.All.Select(r => r.Id), Is.Unique.And.All.Match("^[a-z]+(-[a-z]+)*$"));

    [Test]
    public void Every_page_is_about_a_rule() =>
        Assert.That(
            Directory.EnumerateFiles(Repository.PathOf("docs", "rules"), "*.md").Select(Path.GetFileNameWithoutExtension).Except(["README"]),
            Is.EquivalentTo(LintRules.All.Select(r => r.Id)));

    [TestCaseSource(nameof(Rules))]
    public void A_page_tells_title_severity_reason_and_source(LintRule rule)
    {
        var page = Page(rule.Id);
        var severity = new Diagnostic(rule.Id, rule.Severity, "", SourceLocation.None).SeverityName;
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.StartWith($"# {rule.Id}\n\n{rule.Title}.\n"));
            Assert.That(page, Does.Contain($"| {severity} | {rule.Category.ToString().ToLowerInvariant()} |\n"));
            Assert.That(page, Does.Match(@"\n## What\n\n[^\n]+\n\n## Why\n\n[^\n]+\n"));
            Assert.That(page, Does.Match(@"\n## Source\n\n- [^\n]+\n"));
            Assert.That(Page("README"), Does.Contain($"| [{rule.Id}]({rule.Id}.md) | {severity} | {rule.Title} |\n"));
        });
    }

    [TestCaseSource(nameof(RulesWithExample))]
    public void The_bad_example_breaks_the_rule_and_says_where(string id)
    {
        var findings = Lint(id, "Bad").Where(d => d.Id == id).ToList();
        Assert.That(findings, Is.Not.Empty);
        Assert.That(findings.Where(d => d.Location is not ({ Line: > 0, Column: > 0 } or { File: "policies/library.json", JsonPath.Length: > 0 })), Is.Empty);
        Assert.That(findings.Select(d => d.Message), Has.All.Matches("[.)]$"));
    }

    [TestCaseSource(nameof(CatalogueRules))]
    public void A_bad_example_of_the_catalogue_breaks_no_other_rule(string id) =>
        Assert.That(Lint(id, "Bad").Where(d => d.Severity > DiagnosticSeverity.Info && d.Id != id), Is.Empty);

    [TestCaseSource(nameof(RulesWithExample))]
    public void The_good_example_breaks_no_rule(string id) =>
        Assert.That(Lint(id, "Good").Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == id), Is.Empty);

    private static IEnumerable<Diagnostic> Lint(string id, string section)
    {
        var json = Example().Matches(Page(id)).Single(m => m.Groups["section"].Value == section).Groups["json"].Value;
        var root = JsonText.Parse(json, id, new DiagnosticBag())!;
        if (LintRules.All.Single(r => r.Id == id) is LintRule<Library>)
            return CatalogueFragment.Lint(CatalogueFragment.Load(root, validateSchemas: true));
        IEnumerable<JToken> documents = root is JArray several ? several : [root];
        return Linter.Lint(documents.Select(d => PolicyDocumentReader.Read(d, id)!)).Diagnostics;
    }

    private static string Page(string id) => File.ReadAllText(Repository.PathOf("docs", "rules", id + ".md"));

    [GeneratedRegex(@"\n## (?<section>Bad|Good)\n\n```json\n(?<json>.+?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Example();
}
