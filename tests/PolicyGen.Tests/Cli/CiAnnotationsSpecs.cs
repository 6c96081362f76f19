using System.Text.RegularExpressions;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using PolicyGen.Tests.Reports;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Cli;

/// <summary>Annotations in GitHub Actions and Azure Pipelines; no text of a template gives orders to either.</summary>
public partial class CiAnnotationsSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("GITHUB_ACTIONS", "true", typeof(GitHubAnnotations))]
    [TestCase("TF_BUILD", "True", typeof(AzureDevOpsAnnotations))]
    [TestCase("GITHUB_ACTIONS", "false", null)]
    [TestCase("CI", "true", null)]
    public void The_pipeline_is_known_by_its_variables(string name, string value, Type? expected) =>
        Assert.That(CiAnnotations.Detect(n => n == name ? value : null, TextWriter.Null)?.GetType(), Is.EqualTo(expected));

    [Test]
    public void GitHub_gets_the_worst_of_each_level_and_a_summary()
    {
        var summary = _folder.Write("summary.md", "before\n");
        var many = Enumerable.Range(0, 15).SelectMany(i => new[]
        {
            Finding(Policy("high"), Resource("h" + i), Violation),
            Finding(Policy("low", Severity.Low), Resource("l" + i), Violation),
            Finding(Policy("medium", Severity.Medium), Resource("m" + i), Violation),
            Finding(Policy("old"), Resource("o" + i), Violation) with { InBaseline = true },
            Finding(Policy("exempt"), Resource("x" + i), Judged(ComplianceState.Exempt)),
        });
        var lines = GitHub(Result(many), summary);
        Assert.That(lines.GroupBy(l => l.Split(' ')[0]).Select(g => (g.Key, g.Count())), Is.EquivalentTo(new[] { ("::error", 10), ("::warning", 10), ("::notice", 10) }));
        Assert.That(lines[0], Is.EqualTo("::error file=main.bicep,line=12,title=high (High)::Non-compliant: h0 (Microsoft.Storage/storageAccounts): Display name of high. "
            + "properties.minimumTlsVersion: found \"TLS1_0\", compared by notIn [\"TLS1_2\",\"TLS1_3\"]"));
        Assert.That(File.ReadAllText(summary), Does.StartWith("before\n# Azure Policy check\n"));
    }

    [Test]
    public void A_summary_that_others_have_filled_stays_within_its_limit()
    {
        var summary = _folder.Write("summary.md", new string('x', MarkdownReport.MaxBytes - 6000));
        GitHub(HostileFindings.Result, summary);
        Assert.That(new FileInfo(summary).Length, Is.InRange(MarkdownReport.MaxBytes - 5999, MarkdownReport.MaxBytes));
        var full = _folder.Write("full.md", new string('x', MarkdownReport.MaxBytes));
        GitHub(HostileFindings.Result, full);
        Assert.That(new FileInfo(full).Length, Is.EqualTo(MarkdownReport.MaxBytes));
    }

    [Test]
    public void Azure_DevOps_gets_issues_and_a_summary()
    {
        var lines = AzureDevOps(Result(Finding(Policy("c"), Resource("a", file: "a;b].bicep"), Violation), Finding(Policy("d", Severity.Low), Resource("a"), Violation)));
        Assert.That(lines[0], Does.StartWith("##vso[task.logissue type=error;sourcepath=a%3Bb%5D.bicep;linenumber=12;code=c]Non-compliant: a (Microsoft.Storage/storageAccounts): Display name of c."));
        Assert.That(lines[1], Does.StartWith("##vso[task.logissue type=warning;sourcepath=main.bicep;linenumber=12;code=d]"));
        var summary = UploadedSummary().Match(lines[2]).Groups["path"].Value;
        Assert.That(File.ReadAllText(summary), Does.StartWith("# Azure Policy check\n"));
    }

    [Test]
    public void No_text_of_a_template_is_a_command()
    {
        var github = GitHub(HostileFindings.Result, null);
        var azure = AzureDevOps(HostileFindings.Result);
        Assert.Multiple(() =>
        {
            Assert.That(github, Is.All.Match("^::error (file=[^:,]*,)?(line=12,)?title=[^:,]*::[^\r\n]*$"));
            Assert.That(github, Has.None.Contains("##[").And.None.Contains("##vso["));
            Assert.That(github.Select(l => EscapedPercent().IsMatch(l)), Is.All.False, "a percent sign of the text is no escape");
            Assert.That(azure.SkipLast(1), Is.All.Match(@"^##vso\[task\.logissue type=error(;sourcepath=[^;\]]*)?(;linenumber=12)?;code=[^;\]]*\][^\r\n]*$"));
            Assert.That(azure.Select(l => Regex.Count(l, @"##(vso)?\[", RegexOptions.IgnoreCase)), Is.All.EqualTo(1));
        });
    }

    [TestCase("##vso[task.complete]", @"\u{0023}#vso[task.complete]")]
    [TestCase("x ##VSO[y]", @"x \u{0023}#vso[y]")]
    [TestCase("##[error]", @"\u{0023}#[error]")]
    [TestCase("  ::error::x", @"  \u{003A}:error\u{003A}:x")]
    [TestCase("x::y", "x::y")]
    [TestCase("## x", "## x")]
    public void What_is_printed_is_no_command_either(string text, string printed) => Assert.That(TerminalText.Escape(text), Is.EqualTo(printed));

    private static List<string> GitHub(RunResult result, string? summary)
    {
        var output = new StringWriter { NewLine = "\n" };
        new GitHubAnnotations(output, summary).Write(result, new ReportTexts(Language.English));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private List<string> AzureDevOps(RunResult result)
    {
        var output = new StringWriter { NewLine = "\n" };
        new AzureDevOpsAnnotations(output, _folder.Root).Write(result, new ReportTexts(Language.English));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    [GeneratedRegex(@"^##vso\[task\.uploadsummary\](?<path>.+)$")]
    private static partial Regex UploadedSummary();

    // Ours are %25, and %3A and %2C within properties.
    [GeneratedRegex("%(?!25|3A|2C)")]
    private static partial Regex EscapedPercent();
}
