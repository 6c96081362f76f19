using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>What a saved result has already does not fail the run again.</summary>
public class BaselineSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void A_finding_is_known_again_by_resource_control_definition_and_state()
    {
        var baseline = Load(Result(Finding(Policy("c"), Resource("a"), Violation)), out _)!;
        var moved = Finding(Policy("C"), Resource("A", file: "elsewhere.bicep", line: 99), Judged(ComplianceState.NonCompliant));
        Assert.Multiple(() =>
        {
            Assert.That(baseline.Count, Is.EqualTo(1));
            Assert.That(baseline.Contains(moved), Is.True, "wherever it is declared, whatever the case of ids");
            Assert.That(baseline.Contains(Finding(Policy("c"), Resource("b"), Violation)), Is.False);
            Assert.That(baseline.Contains(Finding(Policy("d"), Resource("a"), Violation)), Is.False);
            Assert.That(baseline.Contains(Finding(Policy("c") with { Definition = "other" }, Resource("a"), Violation)), Is.False);
            Assert.That(baseline.Contains(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.Unknown))), Is.False);
        });
    }

    [Test]
    public void Marking_changes_nothing_else()
    {
        var old = Finding(Policy("c"), Resource("a"), Violation);
        var @new = Finding(Policy("c"), Resource("b"), Violation);
        var marked = Load(Result(old), out _)!.Mark(Result(old, @new));
        Assert.That(marked.Findings.Select(f => f.InBaseline), Is.EqualTo(new[] { true, false }));
        Assert.That(marked.Findings[1], Is.SameAs(@new));
    }

    [TestCase("", "result-schema")]
    [TestCase("[]", "result-schema")]
    [TestCase("{}", "result-schema")]
    [TestCase("{\"schema\": \"policygen/result/2\", \"findings\": []}", "result-schema")]
    [TestCase("{\"schema\": 1}", "result-schema")]
    [TestCase("{\"schema\": \"policygen/result/1\"", "json-malformed")]
    [TestCase("{\"schema\": \"policygen/result/1\"}", "data-invalid")]
    [TestCase("{\"schema\": \"policygen/result/1\", \"findings\": {}}", "data-invalid")]
    [TestCase("{\"schema\": \"policygen/result/1\", \"findings\": [7]}", "data-invalid")]
    [TestCase("{\"schema\": \"policygen/result/1\", \"findings\": [{\"control\": \"c\"}]}", "data-invalid")]
    [TestCase("{\"schema\": \"policygen/result/1\", \"findings\": [{\"state\": \"bad\"}, {\"state\": \"bad\", \"state\": 1}]}", "json-malformed")]
    [TestCase("{\"schema\": \"policygen/result/1\"} x", "json-malformed")]
    public void A_file_that_is_no_result_is_refused(string text, string id)
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(Baseline.Load(_folder.Write("baseline.json", text), "baseline.json", diagnostics), Is.Null);
        Assert.That(diagnostics.Select(d => d.Id), Does.Contain(id));
    }

    [Test]
    public void A_file_that_nests_without_end_or_is_wrong_throughout_is_refused_in_a_few_words()
    {
        var deep = $"{{\"schema\": \"policygen/result/1\", \"findings\": [{new string('[', 100_000)}";
        var wrong = $"{{\"schema\": \"policygen/result/1\", \"findings\": [{string.Join(',', Enumerable.Repeat("1", 100_000))}]}}";
        foreach (var text in new[] { deep, wrong })
        {
            var diagnostics = new DiagnosticBag();
            Assert.That(Baseline.Load(_folder.Write("baseline.json", text), "baseline.json", diagnostics), Is.Null);
            Assert.That(diagnostics.Count, Is.InRange(1, 2000));
        }
    }

    [Test]
    public void A_missing_file_is_a_diagnostic()
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(Baseline.Load(_folder.PathOf("none.json"), "none.json", diagnostics), Is.Null);
        Assert.That(diagnostics.Single().Id, Is.EqualTo("file-unreadable"));
    }

    private Baseline? Load(RunResult result, out DiagnosticBag diagnostics)
    {
        var text = new StringWriter();
        ResultJson.Write(result, text);
        diagnostics = [];
        return Baseline.Load(_folder.Write("baseline.json", text.ToString()), "baseline.json", diagnostics);
    }
}
