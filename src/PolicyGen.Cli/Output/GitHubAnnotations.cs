using System.Globalization;
using System.Text;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Output;

/// <summary>
/// Workflow commands of GitHub Actions (docs.github.com, "Workflow commands for GitHub Actions"; escaping as in
/// actions/toolkit, packages/core) and the job summary.
/// </summary>
internal sealed class GitHubAnnotations(TextWriter output, string? summaryFile) : ICiAnnotations
{
    /// <summary>GitHub shows ten annotations of a level for a step, and drops the others.</summary>
    public const int MaxPerLevel = 10;

    // A page that cannot hold more than its headings is of no use.
    private const int SmallestSummary = 4096;

    public void Write(RunResult result, ReportTexts texts)
    {
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var finding in CiAnnotations.Worth(result))
        {
            var level = Level(finding);
            if ((written[level] = written.GetValueOrDefault(level) + 1) > MaxPerLevel)
                continue;
            var properties = new List<string>();
            if (texts.FileOf(finding) is { } file)
            {
                properties.Add("file=" + Property(file));
                if (finding.Source.Line > 0)
                    properties.Add(string.Create(CultureInfo.InvariantCulture, $"line={finding.Source.Line}"));
            }

            properties.Add("title=" + Property($"{finding.Control} ({texts.Of(finding.Severity)})"));
            output.WriteLine($"::{level} {string.Join(',', properties)}::{Data(CiAnnotations.Message(finding, texts))}");
        }

        AppendSummary(result, texts);
    }

    // The file is the step's own and is added to by whoever has something to say; the limit is for all of it.
    private void AppendSummary(RunResult result, ReportTexts texts)
    {
        if (string.IsNullOrEmpty(summaryFile))
            return;
        var there = File.Exists(summaryFile) ? new FileInfo(summaryFile).Length : 0;
        if (there > MarkdownReport.MaxBytes - SmallestSummary)
            return;
        using var file = new StreamWriter(summaryFile, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        new MarkdownReport(MarkdownReport.MaxBytes - (int)there).Write(result, texts, file);
    }

    private static string Level(Finding finding) => finding.State == ComplianceState.Unknown ? "notice" : finding.Severity switch
    {
        Severity.High => "error",
        Severity.Medium => "warning",
        _ => "notice",
    };

    // Line breaks are gone already: a second line would be a command of its own.
    private static string Data(string text) => TerminalText.Escape(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
