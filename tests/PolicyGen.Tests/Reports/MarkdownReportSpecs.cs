using System.Text;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>A page for a job summary.</summary>
public class MarkdownReportSpecs
{
    [Test]
    public void The_page_has_the_numbers_and_every_finding_under_its_first_requirement()
    {
        var result = Result(
            Finding(Policy("c", Severity.Low, "MHLW-6.1-01", "MIC-1") with { Message = "Use TLS 1.2." }, Resource("a"), Violation),
            Finding(Policy("d", "MHLW-6.1-02"), Resource("b"), Judged(ComplianceState.Unknown, new Reason("p", "equals", 1, PolicyGen.Resources.Unresolved.Create("[reference(x)]")))));
        Assert.That(Write(result), Is.EqualTo("""
            # Azure Policy check

            ## Summary

            | State | Requirements | Controls |
            | --- | ---: | ---: |
            | Non-compliant | 3 | 2 |

            Resources: 2 evaluated, 2 violating. Findings: 2.

            ## Findings

            ### MHLW-6.1-01

            | Severity | State | Control | Resource | Why | Fix | Source |
            | --- | --- | --- | --- | --- | --- | --- |
            | Low | Non-compliant | Display name of c<br>Also: MIC-1 | a<br>Microsoft.Storage/storageAccounts | properties.minimumTlsVersion: found "TLS1\_0", compared by notIn \["TLS1\_2","TLS1\_3"\] | Use TLS 1.2. | main.bicep:12 |

            ### MHLW-6.1-02

            | Severity | State | Control | Resource | Why | Fix | Source |
            | --- | --- | --- | --- | --- | --- | --- |
            | High | Unknown | Display name of d | b<br>Microsoft.Storage/storageAccounts | p: found not known before deployment: \[reference\(x\)\], compared by equals 1 |  | main.bicep:12 |


            """.ReplaceLineEndings("\n")));
    }

    [TestCase("a|b", @"a\|b")]
    [TestCase("a\nb", "a b")]
    [TestCase("<b>&", "&lt;b&gt;&amp;")]
    [TestCase("[x](y)", @"\[x\]\(y\)")]
    [TestCase("![x](y)", @"\!\[x\]\(y\)")]
    [TestCase("@team", "&#64;team")]
    [TestCase("https://x.y", "https&#58;//x.y")]
    [TestCase("www.x.y", @"www\.x.y")]
    [TestCase("a_b*c`d", @"a\_b\*c\`d")]
    [TestCase("1. x", @"1\. x")]
    [TestCase("- x", @"\- x")]
    [TestCase("# x", @"\# x")]
    [TestCase("main.bicep:12", "main.bicep:12")]
    [TestCase("\u001b[31m", @"\\u\{001B\}\[31m")]
    public void Text_stays_text(string text, string expected) => Assert.That(MarkdownText.Escape(text), Is.EqualTo(expected));

    [Test]
    public void Hostile_texts_make_no_markup()
    {
        var page = Write(HostileFindings.Result);
        var lines = page.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines.Count(l => l.StartsWith("| High |", StringComparison.Ordinal)), Is.EqualTo(HostileFindings.Texts.Length));
            Assert.That(lines.Where(l => l.StartsWith("| High |", StringComparison.Ordinal)).Select(l => l.Replace(@"\|", "").Count(c => c == '|')), Is.All.EqualTo(8));
            Assert.That(page.Replace("<br>", ""), Does.Not.Contain("<"));
            Assert.That(page, Does.Not.Contain("](").And.Not.Contain("@").And.Not.Contain("://"));
            Assert.That(page.Any(c => char.IsControl(c) && c != '\n'), Is.False);
        });
    }

    [TestCase(20_000)]
    [TestCase(2_000)]
    [TestCase(1_100)]
    public void A_page_that_is_too_long_is_cut_and_says_so(int bytes)
    {
        var result = Result(Enumerable.Range(0, 500).Select(i => Finding(Policy("control-" + (i % 10), "日本語-" + (i % 10)), Resource("r" + i), Violation)));
        var page = Write(result, new MarkdownReport(bytes));
        var rows = page.Split('\n').Count(l => l.StartsWith("| High |", StringComparison.Ordinal));
        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThanOrEqualTo(bytes));
        Assert.That(page, Does.EndWith($"**{500 - rows} more were left out here; the JSON report has them all.**\n"));
    }

    [Test]
    public void What_could_not_be_read_and_what_would_be_changed_is_said()
    {
        var result = Result() with
        {
            Run = Run with { Complete = false, Warnings = ["An exemption expired."] },
            Changes = [new ResourceChange(Policy("c"), new FindingResource("/x", "T", "x", null), [new PropertyChange("addOrReplace", "tags.a", null, "b")], PolicyGen.Diagnostics.SourceLocation.None)],
        };
        Assert.That(Write(result), Does.Contain("> **Not everything could be read").And.Contain("- An exemption expired.").And.Contain("No findings.").And.Contain("| Display name of c | x<br>T | addOrReplace tags.a: missing → \"b\" |"));
    }

    private static string Write(RunResult result, MarkdownReport? report = null)
    {
        var output = new StringWriter { NewLine = "\r\n" };
        (report ?? new MarkdownReport()).Write(result, new ReportTexts(Language.English), output);
        return output.ToString();
    }
}
