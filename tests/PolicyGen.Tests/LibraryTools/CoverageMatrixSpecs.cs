using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Reports.Coverage;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.LibraryTools;

/// <summary>What answers a requirement, what nothing answers, and what that is told as.</summary>
public class CoverageMatrixSpecs
{
    private const string Why = "'unserved': {'public-network-access': {'en': 'No | setting shows it.', 'ja': '=設定からは分からない。'}},";

    private static Library Load(string unserved = "", string direct = "'a'", string supporting = "") => CatalogueFragment.Load(PolicyJson.Parse(
        $$$"""
        {'requirements': [
          {'id': 'MHLW-6.5-01', 'signals': ['tls-in-transit', 'public-network-access'], {{{unserved}}} 'controls': {'direct': [{{{direct}}}], 'supporting': [{{{supporting}}}], 'why': 'It is.'}},
          {'id': 'MIC-3.2-01', 'automation': 'manual', 'coverage': 'none', 'signals': ['public-network-access']}],
         'controls': [{'id': 'a'}, {'id': 'b', 'signals': ['public-network-access']}]}
        """), validateSchemas: true);

    private static CoverageMatrix Matrix(Library library, params GuidelineId[] guidelines) => CoverageMatrix.Of(library, guidelines);

    [TestCase("", "'a'", "", "public-network-access", 0, "b")]
    [TestCase("", "'a', 'b'", "", "", 0, "")]
    [TestCase("", "'a'", "'b'", "", 0, "")]
    [TestCase(Why, "'a'", "", "", 1, "b")]
    public void A_signal_is_served_explained_or_a_gap(string unserved, string direct, string supporting, string gaps, int explained, string unused)
    {
        var matrix = Matrix(Load(unserved, direct, supporting));
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', matrix.Requirements.SelectMany(r => r.Gaps).Select(g => g.Signal)), Is.EqualTo(gaps), "a row that people attest has no gap");
            Assert.That(matrix.Total.Explained, Is.EqualTo(explained));
            Assert.That(matrix.Total.Gaps, Is.EqualTo(gaps.Length > 0 ? 1 : 0));
            Assert.That(string.Join(' ', matrix.Unused.Select(c => c.Id)), Is.EqualTo(unused));
            Assert.That(matrix.HasGaps, Is.EqualTo(gaps.Length + unused.Length > 0));
        });
    }

    [Test]
    public void Counts_add_up_over_the_guidelines()
    {
        var matrix = Matrix(Load(supporting: "'b'"));
        var parts = matrix.ByGuideline.Select(g => g.Counts).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(matrix.Total.Requirements, Is.EqualTo(2));
            Assert.That(matrix.Total.Automation[Automation.Policy], Is.EqualTo(1));
            Assert.That(matrix.Total.Coverage[Coverage.None], Is.EqualTo(1));
            Assert.That((parts.Sum(p => p.Direct), parts.Sum(p => p.Supporting)), Is.EqualTo((matrix.Total.Direct, matrix.Total.Supporting)).And.EqualTo((1, 1)));
        });
    }

    [Test]
    public void A_chosen_guideline_hides_rows_and_not_who_uses_a_control()
    {
        var matrix = Matrix(Load(supporting: "'b'"), GuidelineId.Mic);
        Assert.That((matrix.Requirements.Length, matrix.Unused.Length), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Csv_has_a_row_for_each_pair_and_for_what_has_none()
    {
        var library = Load(Why);
        var output = new StringWriter();
        CoverageCsv.Write(Matrix(library), library, Language.Japanese, output);
        var lines = output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[1], Does.StartWith("MHLW-6.5-01,mhlw,").And.Contains(",direct,a,").And.EndsWith(",high,tls-in-transit,"));
        Assert.That(lines[2], Does.Contain(",unserved,").And.EndsWith(",public-network-access,'=設定からは分からない。"));
        Assert.That(lines[3], Does.StartWith("MIC-3.2-01,mic,").And.Contains(",manual,none,manual,,"));
    }

    [Test]
    public void Markdown_and_json_tell_gaps_and_reasons()
    {
        var gap = Load();
        var explained = Load(Why);
        Assert.Multiple(() =>
        {
            Assert.That(CoverageMarkdown.Write(Matrix(gap), gap, Language.English), Does.Contain("| MHLW-6.5-01 | public-network-access | **gap** |").And.Contains("\n- b\n"));
            Assert.That(CoverageMarkdown.Write(Matrix(explained), explained, Language.English), Does.Contain(@"| MHLW-6.5-01 | public-network-access | No \| setting shows it. |"));
            Assert.That((string?)CoverageJson.Write(Matrix(gap))["requirements"]![0]!["gaps"]![0], Is.EqualTo("public-network-access"));
            Assert.That((string?)CoverageJson.Write(Matrix(explained))["requirements"]![0]!["signals"]!["public-network-access"]!["reason"]!["en"], Is.EqualTo("No | setting shows it."));
        });
    }

    [Test]
    public void A_reason_that_is_no_longer_true_is_told() =>
        Assert.That(CatalogueFragment.Lint(Load(Why, supporting: "'b'")).Where(d => d.Id == "signal-unserved").Select(d => d.Message), Has.One.EndsWith("but its control 'b' does."));

    [Test]
    public void A_reason_for_a_signal_that_the_row_does_not_have_is_an_error() =>
        Assert.That(() => Load("'unserved': {'tls-elsewhere': {'en': 'a', 'ja': 'あ'}},"), Throws.ArgumentException.With.Message.Contains("does not have it"));
}
