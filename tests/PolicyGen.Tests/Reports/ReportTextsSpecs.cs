using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>Words for people, in Japanese and English; and what holds for every format.</summary>
public class ReportTextsSpecs
{
    [TestCase(Language.English, "Title of c", "Mend c", "Row 1")]
    [TestCase(Language.Japanese, "c の題名", "c を直す", "行 1")]
    public void Our_own_texts_come_from_the_library_and_foreign_ones_from_the_policy(Language language, string title, string fix, string row)
    {
        using var library = new TestLibrary().With(TestLibrary.Control("c")).WithRows(TestLibrary.Requirement(1, "c"));
        var texts = new ReportTexts(language, library.Load());
        var foreign = Policy("foreign") with { Message = "Message" };
        Assert.Multiple(() =>
        {
            Assert.That((texts.Title(Policy("C")), texts.Remediation(Policy("C")), texts.RequirementTitle("mhlw-6.1-01")), Is.EqualTo((title, fix, row)));
            Assert.That((texts.Title(foreign), texts.Remediation(foreign), texts.RequirementTitle("ISO")), Is.EqualTo(("Display name of foreign", "Message", "")));
        });
    }

    [Test]
    public void Every_word_exists_in_both_languages()
    {
        var english = new ReportTexts(Language.English);
        var japanese = new ReportTexts(Language.Japanese);
        IEnumerable<(string, string)> Pairs() =>
            Enum.GetValues<ReportWord>().Select(w => (english.Of(w), japanese.Of(w)))
                .Concat(Enum.GetValues<ComplianceState>().Select(s => (english.Of(s), japanese.Of(s))))
                .Concat(Enum.GetValues<RequirementState>().Select(s => (english.Of(s), japanese.Of(s))))
                .Concat(Enum.GetValues<Severity>().Select(s => (english.Of(s), japanese.Of(s))));
        foreach (var (en, ja) in Pairs())
            Assert.That(en.Length > 0 && en.All(c => c < 0x3000) && ja.Any(c => c >= 0x3000), Is.True, $"{en} / {ja}");
    }

    [TestCase(Language.English, "properties.x: found missing, compared by exists true (Because.); …")]
    [TestCase(Language.Japanese, "properties.x: 現在値 値なし, 判定 exists true (Because.); …")]
    public void Reasons_are_one_line_of_bounded_length(Language language, string expected)
    {
        var reasons = Enumerable.Repeat(new Reason("properties.x", "exists", true, null, "Because."), 9).ToArray();
        var why = new ReportTexts(language).Why(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.NonCompliant, reasons)));
        Assert.That(why, Does.StartWith(expected[..^4]).And.EndWith("…"));
        var longer = new ReportTexts(language).Why(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.NonCompliant, new Reason("p", "equals", null, new JValue(string.Concat(Enumerable.Repeat("😀", 5000)))))));
        Assert.That(longer, Has.Length.LessThan(250));
        Assert.That(longer.EnumerateRunes().All(r => r != System.Text.Rune.ReplacementChar), Is.True, "no half of a character");
    }

    private static IEnumerable<string> Formats() => ReportFormats.All.Select(f => f.Format);

    [TestCaseSource(nameof(Formats))]
    public void A_format_is_found_by_name_and_writes_the_same_bytes_each_time(string format)
    {
        var writer = ReportFormats.Find(format.ToUpperInvariant())!;
        using var folder = new TempFolder();
        var texts = new ReportTexts(Language.Japanese);
        foreach (var name in new[] { "a", "b" })
            ReportFile.Write(folder.PathOf("new folder", name), writer, HostileFindings.Result, texts);
        var first = File.ReadAllBytes(folder.PathOf("new folder", "a"));
        Assert.That(first, Is.EqualTo(File.ReadAllBytes(folder.PathOf("new folder", "b"))).And.Not.Empty);
        Assert.That(first.AsSpan().StartsWith("\uFEFF"u8), Is.False, "no byte order mark");
        Assert.That(Directory.GetFileSystemEntries(folder.PathOf("new folder")), Has.Length.EqualTo(2), "nothing temporary is left");
    }

    [Test]
    public void The_formats_are_those_of_the_contract_and_there_is_no_other()
    {
        Assert.That(Formats(), Is.EquivalentTo(new[] { "json", "sarif", "junit", "csv", "markdown" }));
        Assert.That(ReportFormats.Find("yaml"), Is.Null);
    }

    [Test]
    public void A_report_that_fails_on_the_way_leaves_the_old_file()
    {
        using var folder = new TempFolder();
        var path = folder.Write("report.json", "old");
        Assert.That(() => ReportFile.Write(path, new Failing(), Result(), new ReportTexts(Language.English)), Throws.TypeOf<IOException>());
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(() => ReportFile.Write(path, new JsonReport(), Result(), new ReportTexts(Language.English), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(folder.Files(), Is.EqualTo(new Dictionary<string, string> { ["report.json"] = "old" }));
    }

    private sealed class Failing : IReportWriter
    {
        public string Format => "failing";

        public void Write(RunResult result, ReportTexts texts, TextWriter output)
        {
            output.Write("half");
            throw new IOException("The disk is full.");
        }
    }
}
