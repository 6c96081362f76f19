using Newtonsoft.Json.Linq;
using NJsonSchema;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>SARIF as the standard has it and as GitHub code scanning shows it.</summary>
public class SarifReportSpecs
{
    private static readonly Lazy<JsonSchema> Schema = new(() =>
        JsonSchema.FromJsonAsync(File.ReadAllText(Repository.PathOf("tests", "PolicyGen.Tests", "Reports", "Schemas", "sarif-2.1.0.json"))).GetAwaiter().GetResult());

    private static IEnumerable<TestCaseData> ValidResults()
    {
        yield return new TestCaseData(Result()).SetArgDisplayNames("nothing found");
        yield return new TestCaseData(Result() with { Run = Run with { Complete = false, Warnings = ["A warning."] } }).SetArgDisplayNames("incomplete");
        yield return new TestCaseData(Result(AllStates())).SetArgDisplayNames("every state");
        yield return new TestCaseData(HostileFindings.Result).SetArgDisplayNames("hostile texts");
    }

    [TestCaseSource(nameof(ValidResults))]
    public void The_report_satisfies_the_official_schema(RunResult result)
    {
        foreach (var texts in new[] { new ReportTexts(Language.English), new ReportTexts(Language.Japanese) { InputFile = "main.bicep" } })
            Assert.That(Schema.Value.Validate(Write(result, texts)).Select(e => e.ToString()), Is.Empty);
    }

    [Test]
    public void The_schema_refuses_what_is_wrong()
    {
        var log = Log(Result(Finding(Policy("c"), Resource("a"), Violation)));
        log.SelectToken("runs[0].results[0].message")!.Parent!.Remove();
        Assert.That(Schema.Value.Validate(log), Is.Not.Empty);
    }

    [Test]
    public void A_result_points_to_the_line_and_names_the_resource()
    {
        var result = ResultOf(Finding(Policy("storage-https-only"), Resource("a", file: "infra/ma in.bicep"), Violation));
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["ruleId"], Is.EqualTo("storage-https-only"));
            Assert.That((int)result["ruleIndex"]!, Is.Zero);
            Assert.That((string?)result["level"], Is.EqualTo("error"));
            Assert.That((string?)result.SelectToken("message.text"), Is.EqualTo("Non-compliant: a (Microsoft.Storage/storageAccounts): Display name of storage-https-only. properties.minimumTlsVersion: found \"TLS1_0\", compared by notIn [\"TLS1_2\",\"TLS1_3\"]."));
            Assert.That((string?)result.SelectToken("locations[0].physicalLocation.artifactLocation.uri"), Is.EqualTo("infra/ma%20in.bicep"));
            Assert.That((string?)result.SelectToken("locations[0].physicalLocation.artifactLocation.uriBaseId"), Is.EqualTo("%SRCROOT%"));
            Assert.That((int)result.SelectToken("locations[0].physicalLocation.region.startLine")!, Is.EqualTo(12));
            Assert.That((string?)result.SelectToken("locations[0].logicalLocations[0].fullyQualifiedName"), Is.EqualTo(Resource("a").Id));
            Assert.That(result["suppressions"], Is.Null);
            Assert.That(result["baselineState"], Is.Null);
        });
    }

    [TestCase("/src/repo/infra/main.bicep", "infra/main.bicep", true)]
    [TestCase("/elsewhere/main.bicep", "file:///elsewhere/main.bicep", false)]
    [TestCase("./infra/main.bicep", "infra/main.bicep", true)]
    [TestCase("日本.bicep", "%E6%97%A5%E6%9C%AC.bicep", true)]
    public void Paths_are_relative_to_the_checkout_where_they_can_be(string file, string uri, bool isRelative)
    {
        var result = ResultOf(Finding(Policy("c"), Resource("a", file: file), Violation), new ReportTexts(Language.English) { SourceRoot = "/src/repo" });
        var location = result.SelectToken("locations[0].physicalLocation.artifactLocation")!;
        Assert.That(((string?)location["uri"], location["uriBaseId"] is not null), Is.EqualTo((uri, isRelative)));
    }

    [Test]
    public void A_resource_without_a_file_points_to_the_input() =>
        Assert.That(ResultOf(Finding(Policy("c"), Resource("a", file: null), Violation), new ReportTexts(Language.English) { InputFile = "export.json" })
            .SelectToken("locations[0].physicalLocation")!.ToString(Newtonsoft.Json.Formatting.None),
            Is.EqualTo("{\"artifactLocation\":{\"uri\":\"export.json\",\"uriBaseId\":\"%SRCROOT%\"},\"region\":{\"startLine\":1,\"startColumn\":1,\"endLine\":1}}"));

    [TestCase(ComplianceState.NonCompliant, Severity.High, "fail", "error")]
    [TestCase(ComplianceState.NonCompliant, Severity.Medium, "fail", "warning")]
    [TestCase(ComplianceState.NonCompliant, Severity.Low, "fail", "note")]
    [TestCase(ComplianceState.Error, Severity.High, "fail", "error")]
    [TestCase(ComplianceState.Exempt, Severity.High, "fail", "note")]
    [TestCase(ComplianceState.Unknown, Severity.High, "open", "none")]
    [TestCase(ComplianceState.Compliant, Severity.High, "pass", "none")]
    [TestCase(ComplianceState.NotApplicable, Severity.High, "notApplicable", "none")]
    public void A_state_has_its_kind_and_level(ComplianceState state, Severity severity, string kind, string level)
    {
        var result = ResultOf(Finding(Policy("c", severity), Resource("a"), Judged(state)));
        Assert.That(((string?)result["kind"], (string?)result["level"]), Is.EqualTo((kind, level)));
    }

    [Test]
    public void An_exempt_result_is_suppressed_with_its_reason()
    {
        var suppression = ResultOf(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.Exempt) with { Exemption = "Waiver, ops" }))["suppressions"]![0]!;
        Assert.That(((string?)suppression["kind"], (string?)suppression["justification"]), Is.EqualTo(("external", "Waiver, ops")));
    }

    [Test]
    public void With_a_baseline_each_result_is_new_or_unchanged()
    {
        var log = Log(Result(Finding(Policy("c"), Resource("a"), Violation) with { InBaseline = true }, Finding(Policy("c"), Resource("b"), Violation)));
        Assert.That(log.SelectTokens("runs[0].results[*].baselineState").Select(s => (string?)s), Is.EqualTo(new[] { "unchanged", "new" }));
    }

    [Test]
    public void A_fingerprint_survives_moved_lines_and_made_up_ids_and_tells_equal_names_apart()
    {
        var moved = Resource("a", line: 99);
        var other = new FindingResource("/subscriptions/other" + moved.Id, moved.Type, moved.FullName, null);
        var first = Fingerprints(Log(Result(Finding(Policy("c"), Resource("a"), Violation))));
        var second = Fingerprints(Log(Result(Finding(Policy("c"), moved, Violation) with { Resource = other })));
        Assert.That(second, Is.EqualTo(first));
        var many = Fingerprints(Log(Result(
            Finding(Policy("c"), Resource("a"), Violation), Finding(Policy("c"), Resource("a"), Violation) with { Resource = other },
            Finding(Policy("d"), Resource("a"), Violation), Finding(Policy("c"), Resource("b"), Violation), Finding(Policy("c"), Resource("a", file: "b.bicep"), Violation))));
        Assert.That(many, Is.Unique);
        Assert.That(many[0], Is.EqualTo(first[0]));
    }

    [Test]
    public void A_rule_has_all_that_code_scanning_asks_for()
    {
        using var library = new TestLibrary().With(TestLibrary.Control("c")).WithRows(TestLibrary.Requirement(1, "c"));
        var result = Result() with { Controls = [new ControlResult("c", ComplianceState.Compliant, 1, 0, 0, 0, 0, 0)], Requirements = [new RequirementResult("MHLW-6.1-01", RequirementState.Compliant, ["c"])] };
        var rule = Log(result, new ReportTexts(Language.Japanese, library.Load())).SelectToken("runs[0].tool.driver.rules[0]")!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)rule["id"], Is.EqualTo("c"));
            Assert.That((string?)rule.SelectToken("shortDescription.text"), Is.EqualTo("c の題名"));
            Assert.That((string?)rule.SelectToken("fullDescription.text"), Is.EqualTo("c の題名. c を直す"));
            Assert.That((string?)rule.SelectToken("help.text"), Is.EqualTo("c の題名 対処: c を直す 要求事項: MHLW-6.1-01 行 1"));
            Assert.That((string?)rule.SelectToken("help.markdown"), Is.EqualTo("**c の題名**\n\n対処: c を直す\n\n要求事項: \n\n- MHLW-6.1-01 行 1"));
            Assert.That((string?)rule.SelectToken("defaultConfiguration.level"), Is.EqualTo("error"));
            Assert.That((string?)rule.SelectToken("properties.security-severity"), Is.EqualTo("8.0"));
            Assert.That(rule.SelectToken("properties.tags").Strings(), Does.Contain("security"));
        });
    }

    [Test]
    public void More_results_than_code_scanning_takes_are_cut_from_the_least()
    {
        var worst = Finding(Policy("z"), Resource("z"), Violation);
        var many = Enumerable.Range(0, SarifReport.MaxResults).Select(i => Finding(Policy("c", Severity.Low), Resource("r" + i), Violation));
        var run = Log(Result([.. many, worst]))["runs"]![0]!;
        Assert.That(run["results"]!.Count(), Is.EqualTo(SarifReport.MaxResults));
        Assert.That((string?)run["results"]!.Last!["ruleId"], Is.EqualTo("z"));
        Assert.That((string?)run.SelectToken("invocations[0].toolExecutionNotifications[0].message.text"), Does.StartWith("1 more"));
    }

    [Test]
    public void A_message_holds_no_link()
    {
        var log = Log(HostileFindings.Result);
        Assert.That(log.SelectTokens("runs[0].results[*].message.text").Select(t => (string?)t), Has.None.Contains("](").And.None.Empty);
    }

    private static IEnumerable<Finding> AllStates() => Enum.GetValues<ComplianceState>()
        .Select(s => Finding(Policy("c" + s, "G"), Resource("r" + s, file: s == ComplianceState.Error ? null : "main.bicep"), Judged(s) with { Exemption = s == ComplianceState.Exempt ? "Waiver" : null }));

    private static string[] Fingerprints(JObject log) => [.. log.SelectTokens("runs[0].results[*].partialFingerprints").Select(t => (string)t["policygen/v1"]!)];

    private static JToken ResultOf(Finding finding, ReportTexts? texts = null) => Log(Result(finding), texts).SelectToken("runs[0].results[0]")!;

    private static JObject Log(RunResult result, ReportTexts? texts = null) => JObject.Parse(Write(result, texts ?? new ReportTexts(Language.English)));

    private static string Write(RunResult result, ReportTexts texts)
    {
        var output = new StringWriter();
        new SarifReport().Write(result, texts, output);
        return output.ToString();
    }
}
