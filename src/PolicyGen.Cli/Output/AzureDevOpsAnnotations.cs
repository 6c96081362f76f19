using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Output;

/// <summary>Logging commands of Azure Pipelines (learn.microsoft.com, azure/devops/pipelines/scripts/logging-commands) and the summary of the run.</summary>
internal sealed class AzureDevOpsAnnotations(TextWriter output, string temporaryFolder) : ICiAnnotations
{
    /// <summary>Most issues that are logged; the summary has them all.</summary>
    public const int MaxIssues = 100;

    public void Write(RunResult result, ReportTexts texts)
    {
        foreach (var finding in CiAnnotations.Worth(result).Take(MaxIssues))
        {
            var properties = $"type={Level(finding)}";
            if (texts.FileOf(finding) is { } file)
            {
                properties += $";sourcepath={Property(file)}";
                if (finding.Source.Line > 0)
                    properties += string.Create(CultureInfo.InvariantCulture, $";linenumber={finding.Source.Line}");
            }

            output.WriteLine($"##vso[task.logissue {properties};code={Property(finding.Control)}]{Data(CiAnnotations.Message(finding, texts))}");
        }

        // The agent takes the file's name as the heading, and reads it after the command has ended: it stays there.
        var summary = Path.Combine(temporaryFolder, "policygen-" + Path.GetRandomFileName(), "policygen.md");
        ReportFile.Write(summary, new MarkdownReport(), result, texts);
        output.WriteLine($"##vso[task.uploadsummary]{Data(summary)}");
    }

    private static string Level(Finding finding) => finding.State != ComplianceState.Unknown && finding.Severity == Severity.High ? "error" : "warning";

    // Line breaks and commands of the text itself are gone already.
    private static string Data(string text) => TerminalText.Escape(text).Replace("%", "%AZP25", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
