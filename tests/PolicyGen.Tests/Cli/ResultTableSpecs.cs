using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using PolicyGen.Tests.Reports;
using PolicyGen.Tests.Support;
using Spectre.Console;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Cli;

/// <summary>A result at a terminal.</summary>
public class ResultTableSpecs
{
    [Test]
    public void Findings_stand_under_their_requirement_the_worst_first()
    {
        var text = Write(Result(
            Finding(Policy("low", Severity.Low, "A-1"), Resource("a"), Violation),
            Finding(Policy("high", "B-1"), Resource("b"), Violation)), ResultGrouping.Requirement, 4096);
        Assert.That(text.IndexOf("B-1", StringComparison.Ordinal), Is.LessThan(text.IndexOf("A-1", StringComparison.Ordinal)));
        Assert.That(text, Does.Contain("High").And.Contain("Display name of high").And.Contain("b (Microsoft.Storage/storageAccounts)").And.Contain("main.bicep:12")
            .And.Contain("Requirements: Non-compliant 2").And.Contain("Resources: evaluated 2, violating 2").And.Contain("Findings: 2"));
    }

    [Test]
    public void Or_under_their_resource()
    {
        var text = Write(Result(Finding(Policy("c", "A-1"), Resource("a"), Violation), Finding(Policy("d", "B-1"), Resource("a"), Judged(ComplianceState.Unknown))), ResultGrouping.Resource, 4096);
        Assert.That(text, Does.StartWith("a  Microsoft.Storage/storageAccounts  main.bicep:12").And.Contain("A-1").And.Contain("B-1"));
    }

    [Test]
    public void A_narrow_terminal_and_wide_letters_break_no_line([Values(40, 60, 80, 179, 180, 240)] int width, [Values] Language language)
    {
        using var library = new TestLibrary().With(TestLibrary.Control("c")).WithRows(TestLibrary.Requirement(1, "c"));
        var result = Result(Enumerable.Range(0, 3).Select(i => Finding(Policy("c", "MHLW-6.1-01"), Resource("診療録を保存するストレージ" + i), Violation)));
        var text = Write(result, ResultGrouping.Requirement, width, new ReportTexts(language, library.Load()));
        Assert.That(text.Split('\n').Select(l => l.Sum(c => c >= 0x2E80 ? 2 : 1)), Is.All.LessThanOrEqualTo(width));
        Assert.That(text, Does.Contain(language == Language.Japanese ? "対処" : "Fix"));
    }

    [Test]
    public void What_is_redirected_is_lines_that_name_the_control()
    {
        var text = Write(Result(Finding(Policy("storage-https-only", "A-1"), Resource("a"), Violation)), ResultGrouping.Requirement, 4096);
        Assert.That(text.Split('\n'), Does.Contain("High  Non-compliant  storage-https-only").And.Contain("  a (Microsoft.Storage/storageAccounts)").And.Contain("  main.bicep:12"));
        Assert.That(text.Split('\n').Where(l => l != l.TrimEnd()), Is.Empty);
    }

    [Test]
    public void Hostile_texts_are_shown_and_do_nothing([Values(80, 200, 4096)] int width)
    {
        var text = Write(HostileFindings.Result, ResultGrouping.Requirement, width);
        Assert.Multiple(() =>
        {
            Assert.That(text.Any(c => char.IsControl(c) && c != '\n'), Is.False);
            Assert.That(text, Does.Not.Contain("##[").And.Not.Contain("##vso[").IgnoreCase);
            Assert.That(text.Split('\n').Where(l => l.TrimStart().StartsWith("::", StringComparison.Ordinal)), Is.Empty);
        });
    }

    [Test]
    public void Nothing_found_and_far_too_much_are_said()
    {
        Assert.That(Write(Result() with { Run = Run with { Complete = false } }, ResultGrouping.Requirement, 80), Does.Contain("No findings.").And.Contain("Not everything could be read"));
        var many = Result(Enumerable.Range(0, ResultTable.MaxFindings + 5).Select(i => Finding(Policy("c"), Resource("r" + i), Violation)));
        Assert.That(Write(many, ResultGrouping.Resource, 80), Does.Contain("5 more were left out here"));
    }

    private static string Write(RunResult result, ResultGrouping grouping, int width, ReportTexts? texts = null)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        ResultTable.Write(result, texts ?? new ReportTexts(Language.English), grouping, console);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
