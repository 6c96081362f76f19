using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Reports;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using Spectre.Console;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Auditing;

/// <summary>The result of an audit at a terminal.</summary>
public class CliAuditTableSpecs
{
    private static readonly string[] Hostile = ["\u001b[31mred", "##vso[task.complete]", "::error::x", "[bold]markup[/]", "a\nb", "\u202Eabc"];

    [Test]
    public void Every_requirement_has_its_state_the_worst_first_whatever_was_found()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Requirement));
        Assert.Multiple(() =>
        {
            Assert.That(lines.Take(7), Is.EqualTo(new[]
            {
                "MHLW-6.1-01  Non-compliant",
                "  Non-compliant 1, Unknown 2, Compliant 12,345; Oldest result: 2026-03-30 06:00Z (30 h)",
                "MHLW-6.1-04  To be attested",
                "MHLW-6.1-03  No violation found, attestation missing",
                "  Exempt 1, Compliant 7",
                "MHLW-6.1-02  Compliant",
                "  Exempt 1, Compliant 7; Attestation: Compliant, in 4 subscriptions",
            }));
            Assert.That(lines, Does.Contain("High  Non-compliant  c").And.Contain("  /subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st1"));
            Assert.That(lines, Has.Some.EndsWith("; Azure: NonCompliant; evaluated 2026-03-30 06:00Z"));
        });
    }

    [Test]
    public void What_nobody_has_attested_is_said_of_our_own_requirements()
    {
        using var library = new TestLibrary().WithRows(TestLibrary.Requirement(1));
        var loaded = library.Load();
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Requirement, texts: new ReportTexts(Language.English, loaded)));
        Assert.That(lines[1], Does.EndWith("; Attestation: missing"));
    }

    [Test]
    public void A_control_shows_what_its_verdict_rests_on()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Control));
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo("c  Non-compliant"));
            Assert.That(lines[1], Does.EndWith("Evidence: policyStates, assessments; not judged in 1 subscriptions"));
            Assert.That(lines[2], Is.EqualTo("d  Compliant"));
            Assert.That(lines, Does.Contain("c  Display name of c"), "its findings stand under it");
            Assert.That(lines, Does.Contain("  MHLW-6.1-01"));
        });
    }

    [Test]
    public void A_subscription_shows_whether_all_of_it_was_read()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Subscription));
        Assert.Multiple(() =>
        {
            Assert.That(lines.Take(3), Is.EqualTo(new[]
            {
                "22222222-2222-2222-2222-222222222222  incomplete  closed, Disabled",
                "11111111-1111-1111-1111-111111111111  complete  診療録, clinics",
                "  Compliant 7, NonCompliant 1; Oldest result: 2026-03-30 06:00Z (30 h); Assigned: mhlw",
            }));
            Assert.That(lines, Does.Contain("s"), "the subscription of the finding is a heading");
        });
    }

    [Test]
    public void Resources_are_those_with_findings()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Resource));
        Assert.That(lines[0], Is.EqualTo("st1  Microsoft.Storage/storageAccounts  /subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st1"));
    }

    [Test]
    public void What_changed_what_to_bear_in_mind_and_what_is_missing_stand_before_the_numbers()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Requirement));
        Assert.Multiple(() =>
        {
            Assert.That(lines, Does.Contain("Compared with 基準.json: new 1, known 0, Fixed 1").And.Contain("  Fixed: old-control  /subscriptions/s/mended"));
            Assert.That(lines, Does.Contain("  notEnforced: policygen-mhlw is in DoNotEnforce").And.Contain("  staleState: stale 19.").And.Contain("  staleState: 5 more"));
            Assert.That(lines, Has.None.EqualTo("  staleState: stale 20."));
            Assert.That(lines, Does.Contain("  /subscriptions/22222222-2222-2222-2222-222222222222: states: forbidden (403 AuthorizationFailed): not allowed [Microsoft.PolicyInsights/policyStates/queryResults/read] request req-1"));
            Assert.That(lines.TakeLast(3), Is.EqualTo(new[]
            {
                "States in Azure: Compliant 980,000, NonCompliant 20,000, Unknown 3",
                "Oldest result: 2026-03-26 12:00Z",
                "Run: 42 requests, 3 retries, 20,000 rows, 12.3 MB received, 4.2 s, 1.5 s waited, 123 MB memory",
            }));
            Assert.That(lines, Does.Contain("Not everything could be read: states that depend on what is missing are unknown."));
        });
    }

    [Test]
    public void Japanese_says_the_same()
    {
        var lines = Lines(Write(CliAuditSample.Result, ResultGrouping.Requirement, texts: new ReportTexts(Language.Japanese)));
        Assert.That(lines, Does.Contain("MHLW-6.1-03  違反なし、構成証明は未登録").And.Contain("  staleState: 古い 0。").And.Contain("読み取れなかったもの"));
    }

    [Test]
    public void Wide_and_narrow_terminals_break_no_line([Values(40, 80, 179, 180, 240)] int width, [Values] Language language, [Values("Requirement", "Control", "Subscription")] string grouping)
    {
        var text = Write(CliAuditSample.Result, Enum.Parse<ResultGrouping>(grouping), width, new ReportTexts(language));
        Assert.That(Lines(text).Select(l => l.Sum(c => c >= 0x2E80 ? 2 : 1)), Is.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void Names_from_Azure_are_shown_and_do_nothing([Values(80, 200, 4096)] int width, [Values("Requirement", "Control", "Subscription", "Resource")] string grouping)
    {
        var report = CliAuditSample.Report with
        {
            Subscriptions = [.. Hostile.Select(h => new AuditedSubscription(h, h, h, h, false, CliAuditSample.Report.AzureStates.Add(h, 1), null, null, [h]))],
            Observations = [.. Hostile.Select(h => new AuditObservation(AuditObservationKind.StaleState, h, h, h, h))],
            Failures = [.. Hostile.Select(h => new AuditGap(h, h, h, 1, h, h, h, 1, h))],
            Comparison = new AuditComparison("::error::x", 0, 0, [.. Hostile.Select(h => new FixedFinding(h, h, h, h))]),
        };
        var text = Write(CliAuditSample.Result with { Audit = report }, Enum.Parse<ResultGrouping>(grouping), width);
        Assert.Multiple(() =>
        {
            Assert.That(text.Any(c => (char.IsControl(c) && c != '\n') || c == '\u202E'), Is.False);
            Assert.That(text, Does.Not.Contain("##[").And.Not.Contain("##vso[").IgnoreCase);
            Assert.That(Lines(text).Where(l => l.TrimStart().StartsWith("::", StringComparison.Ordinal)), Is.Empty);
            Assert.That(text, Does.Contain("[bold]"), "markup is text");
        });
    }

    [Test]
    public void Far_too_much_is_cut_and_said()
    {
        var many = CliAuditSample.Of(Enumerable.Range(0, ResultTable.MaxFindings + 5).Select(i => Finding(Policy("c"), Resource("r" + i), Violation)));
        var report = CliAuditSample.Report with
        {
            Comparison = new AuditComparison("x", 0, 0, [.. Enumerable.Range(0, ResultTable.MaxFindings + 7).Select(i => new FixedFinding("c", "d", "nonCompliant", "/r" + i))]),
            Failures = [.. Enumerable.Repeat(CliAuditSample.Report.Failures[0], 300)],
            Subscriptions = [.. Enumerable.Repeat(CliAuditSample.Report.Subscriptions[0], 10_000)],
        };
        var text = Write(many with { Audit = report }, ResultGrouping.Subscription);
        Assert.That(text, Does.Contain("5 more were left out here").And.Contain("  7 more").And.Contain("  200 more").And.Contain("\n5000 more\n"));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Write(RunResult result, ResultGrouping grouping, int width = 4096, ReportTexts? texts = null)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        ResultTable.Write(result, texts ?? new ReportTexts(Language.English), grouping, console);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
