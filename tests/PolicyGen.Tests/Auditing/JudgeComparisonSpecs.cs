using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Diagnostics;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>What is new, known and fixed; and what cannot be said to be fixed.</summary>
public class JudgeComparisonSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("mended", _ => { }, (1, 1, 1));
        yield return Change("not read", w => w.Fail(AuditPart.States, "/subscriptions/" + One), (1, 1, 0));
        yield return Change("not read elsewhere", w => w.Fail(AuditPart.States, "/subscriptions/" + Two), (1, 1, 1));
        yield return Change("not assigned any more", w => w.Assigned($"{{'notScopes': ['/subscriptions/{One}']}}"), (1, 1, 0));
        yield return Change("exempt now", w => w.Row("alpha", ResourceId("gone"), "Exempt"), (2, 1, 0));
        yield return Change("unknown now", w => w.Row("alpha", ResourceId("gone"), "NotStarted"), (2, 1, 0));
        yield return Change("not chosen", w => w.Options = c => c with { Controls = ["beta"] }, (0, 0, 0));
    }

    [TestCaseSource(nameof(Changes))]
    public void A_baseline_tells_what_is_new_and_what_is_mended(Action<AuditWorld> change, (int New, int Known, int Fixed) expected)
    {
        var old = new AuditWorld().Row("alpha", ResourceId("gone"), "NonCompliant").Row("alpha", ResourceId("stays"), "NonCompliant").Judge();
        var now = new AuditWorld().Row("alpha", ResourceId("STAYS"), "NonCompliant").Row("alpha", ResourceId("new"), "NonCompliant");
        change(now);
        var marked = Baseline(old).Mark(now.Judge());
        var comparison = marked.Audit!.Comparison!;
        Assert.That((comparison.New, comparison.Known, comparison.Fixed.Length), Is.EqualTo(expected));
        Assert.That(comparison.Against, Is.EqualTo("before.json"));
        Assert.That(comparison.Fixed, expected.Fixed == 0 ? Is.Empty : Is.EqualTo(new[] { new FixedFinding("alpha", "policygen-alpha", "nonCompliant", ResourceId("gone")) }));
        Assert.That(marked.Findings.Count(f => f.InBaseline), Is.EqualTo(expected.Known));
    }

    [TestCaseSource(nameof(Changes))]
    public void So_does_a_time(Action<AuditWorld> change, (int New, int Known, int Fixed) expected)
    {
        var now = new AuditWorld().Row("alpha", ResourceId("STAYS"), "NonCompliant").Row("alpha", ResourceId("new"), "NonCompliant");
        var before = new AuditWorld().Row("alpha", ResourceId("gone"), "NonCompliant").Row("alpha", ResourceId("stays"), "NonCompliant").Row("alpha", ResourceId("x"), "Unknown").Reading.Rows;
        change(now);
        now.Reading = now.Reading with { Before = before };
        var options = now.Options;
        now.Options = c => options(c) with { Since = Now.AddDays(-7) };
        var result = now.Judge();
        var comparison = result.Audit!.Comparison!;
        // Exempt and unknown findings are no violations: the past knows violations only.
        Assert.That((Math.Min(comparison.New, 1), comparison.Known, comparison.Fixed.Length), Is.EqualTo((Math.Min(expected.New, 1), expected.Known, expected.Fixed)));
        Assert.That((comparison.Against, result.Findings.Any(f => f.InBaseline)), Is.EqualTo(("2026-03-24T12:00:00Z", false)));
    }

    [Test]
    public void A_check_is_marked_and_not_compared()
    {
        var result = ResultSamples.Result(ResultSamples.Finding(ResultSamples.Policy("c"), ResultSamples.Resource("a"), ResultSamples.Violation));
        var marked = Baseline(result).Mark(result);
        Assert.That((marked.Findings[0].InBaseline, marked.Audit), Is.EqualTo((true, (AuditReport?)null)));
    }

    private Baseline Baseline(RunResult result)
    {
        var text = new StringWriter();
        ResultJson.Write(result, text);
        return PolicyGen.Results.Baseline.Load(_folder.Write("before.json", text.ToString()), "before.json", new DiagnosticBag())!;
    }

    private static TestCaseData Change(string name, Action<AuditWorld> change, (int, int, int) expected) => new TestCaseData(change, expected).SetArgDisplayNames(name);
}
