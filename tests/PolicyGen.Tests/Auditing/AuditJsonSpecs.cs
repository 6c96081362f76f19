using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Auditing;

/// <summary>The member <c>audit</c> of a saved result.</summary>
public class AuditJsonSpecs
{
    private static readonly SchemaValidator Schemas = new(new LibraryFiles(Repository.Root).Schemas);

    [TestCase("full")]
    [TestCase("empty")]
    public void What_is_written_satisfies_the_schema_and_is_read_back(string kind)
    {
        var finding = Finding(Policy("c"), Resource("a"), Judged(ComplianceState.Unknown)) with { EvaluatedAt = Now.AddHours(-3), AzureState = "NotStarted" };
        var result = Result(finding) with
        {
            Run = Run with { Kind = "audit", Source = "resourceGraph" },
            Audit = kind == "full" ? Full() : new AuditReport { Figures = new AuditFigures(0, 0, 0, 0, 0, 0, 0) },
        };
        var text = Write(result);
        var diagnostics = new DiagnosticBag();
        Schemas.Validate(JToken.Parse(text), "result.json", ResultJson.SchemaName, diagnostics);
        var again = ResultJson.Read(new StringReader(text), "result.json", diagnostics);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(Write(again!), Is.EqualTo(text));
        Assert.That((again!.Findings[0].EvaluatedAt, again.Findings[0].AzureState), Is.EqualTo((finding.EvaluatedAt, finding.AzureState)));
    }

    [Test]
    public void A_control_that_nothing_judges_anywhere_names_a_hundred_subscriptions_and_counts_all()
    {
        ImmutableArray<string> missing = [.. Enumerable.Range(0, 250).Select(i => $"{i:x8}-0000-0000-0000-000000000000")];
        var control = new AuditedControl("c", Numbers(), null, null, missing, []);
        var report = new AuditReport { Figures = new AuditFigures(0, 0, 0, 0, 0, 0, 0), Controls = [control] };
        var again = ResultJson.Read(new StringReader(Write(Result() with { Audit = report })), "result.json", new DiagnosticBag())!.Audit!.Controls.Single();
        Assert.That((again.Missing, again.MissingIn.Length, again.MissingIn[99]), Is.EqualTo((250, 100, missing[99])));
    }

    [TestCase("figures.requests", "\"many\"")]
    [TestCase("observations[0].kind", "\"other\"")]
    [TestCase("azureStates.Compliant", "1.5")]
    public void What_is_wrong_with_it_is_told(string path, string value)
    {
        var document = JObject.Parse(Write(Result() with { Audit = Full() }));
        document.SelectToken("audit." + path)!.Replace(JToken.Parse(value));
        var diagnostics = new DiagnosticBag();
        Assert.That(ResultJson.Read(new StringReader(document.ToString()), "result.json", diagnostics), Is.Null);
        Assert.That(diagnostics.HasErrors, Is.True);
    }

    private static AuditReport Full() => new()
    {
        Figures = new AuditFigures(12, 1, 5_000_000_000, 6, 7, 8, 9),
        AzureStates = Numbers(("Compliant", 5_000_000_000), ("Unknown", 3)),
        OldestState = Now.AddDays(-2),
        NewestState = Now,
        Subscriptions = [new AuditedSubscription("s", "Sub", "Enabled", "mg", false, Numbers(("Exempt", 1)), Now, Now, ["mhlw"]), new AuditedSubscription("t", "", "", null, true, Numbers(), null, null, [])],
        Assignments = [new AuditedAssignment("/a", "A", "/s", "policygen-mhlw", "1.0.0", "1.1.0", "DoNotEnforce", Numbers(("Error", 1))), new AuditedAssignment("/b", null, "/s", "x", null, null, "Default", Numbers())],
        Controls = [new AuditedControl("c", Numbers(("NotStarted", 2)), Now, Now, ["s"], ["policyStates", "assessments"])],
        Requirements = [new AuditedRequirement("MHLW-6.5-03", "Compliant", 3, "noViolationAttestationMissing"), new AuditedRequirement("MHLW-6.5-04", null, 0, null)],
        Observations = [.. Enum.GetValues<AuditObservationKind>().Select(k => new AuditObservation(k, "/s", k == AuditObservationKind.StaleState ? null : "c", "Words.", "言葉。"))],
        Failures = [.. new[] { "hierarchy", "assignments", "states", "exemptions", "attestations", "security", "resources", "history" }.Select(p => new AuditGap(p, "/", "forbidden", 403, "AuthorizationFailed", "x/read", "No.", 1, p == "states" ? null : "id"))],
        Comparison = new AuditComparison("before.json", 1, 2, [new FixedFinding("c", "policygen-c", "nonCompliant", "/r")]),
    };

    private static ImmutableSortedDictionary<string, long> Numbers(params (string Word, long Count)[] numbers) =>
        numbers.ToImmutableSortedDictionary(n => n.Word, n => n.Count, StringComparer.Ordinal);

    private static string Write(RunResult result)
    {
        var text = new StringWriter();
        ResultJson.Write(result, text);
        return text.ToString();
    }
}
