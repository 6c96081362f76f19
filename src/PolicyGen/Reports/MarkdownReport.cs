using System.Text;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// GitHub Flavored Markdown for a job summary or a comment: the numbers, what is violated, and every finding under the first
/// requirement that it violates, the worst first.
/// </summary>
/// <param name="maxBytes">
/// Most bytes of UTF-8 to write. GitHub refuses a job summary above 1 MiB whole (docs.github.com, "Workflow commands for
/// GitHub Actions", "Adding a job summary"), so that findings are left out and counted instead.
/// </param>
public sealed class MarkdownReport(int maxBytes = MarkdownReport.MaxBytes) : IReportWriter
{
    /// <summary>Largest job summary of a step that GitHub accepts, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    // A line that says what was left out must always fit.
    private const int Reserve = 1024;

    /// <inheritdoc/>
    public string Format => "markdown";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        var page = new Page(output, maxBytes - Reserve);
        page.Add($"# {texts.Of(result.Audit is null ? ReportWord.Title : ReportWord.AuditTitle)}\n\n");
        if (!result.Run.Complete)
            page.Add($"> **{texts.Of(ReportWord.Incomplete)}**\n\n");
        Numbers(result, texts, page);
        Warnings(result, texts, page);
        if (result.Audit is not null)
            Requirements(result, texts, page);
        Findings(result, texts, page);
    }

    // Of an audit every requirement counts, not only what was found.
    private static void Requirements(RunResult result, ReportTexts texts, Page page)
    {
        if (result.Requirements.IsEmpty)
            return;
        page.Add($"## {texts.Of(ReportWord.Requirements)}\n\n| {texts.Of(ReportWord.Requirement)} | {texts.Of(ReportWord.State)} |\n| --- | --- |\n");
        foreach (var requirement in result.Requirements)
            page.Add($"| {MarkdownText.Escape($"{requirement.Id} {texts.RequirementTitle(requirement.Id)}".TrimEnd())} | {texts.Of(requirement.State)} |\n");
        page.Add("\n");
    }

    private static void Numbers(RunResult result, ReportTexts texts, Page page)
    {
        var summary = ResultSummary.Of(result);
        page.Add($"## {texts.Of(ReportWord.Summary)}\n\n");
        page.Add($"| {texts.Of(ReportWord.State)} | {texts.Of(ReportWord.Requirements)} | {texts.Of(ReportWord.Controls)} |\n| --- | ---: | ---: |\n");
        foreach (var state in ResultSummary.RequirementStates)
        {
            var controls = Enum.TryParse<ComplianceState>(state.ToString(), out var same) ? summary.Controls[same] : 0;
            if (summary.Requirements[state] > 0 || controls > 0)
                page.Add(FormattableString.Invariant($"| {texts.Of(state)} | {summary.Requirements[state]} | {controls} |\n"));
        }

        page.Add(FormattableString.Invariant($"\n{texts.Of(ReportWord.Resources)}: {summary.Evaluated} {texts.Of(ReportWord.Evaluated)}, {summary.NonCompliantResources} {texts.Of(ReportWord.Violating)}. "));
        page.Add(FormattableString.Invariant($"{texts.Of(ReportWord.Findings)}: {summary.Findings}{(summary.InBaseline > 0 ? FormattableString.Invariant($" ({summary.InBaseline} {texts.Of(ReportWord.InBaseline)})") : "")}.\n\n"));
    }

    private static void Warnings(RunResult result, ReportTexts texts, Page page)
    {
        foreach (var piece in result.Audit is { } audit ? AuditSections.Markdown(audit, texts) : [])
            page.Add(piece);
        var warnings = AuditSections.OtherWarnings(result).ToList();
        if (warnings.Count == 0)
            return;
        page.Add($"## {texts.Of(ReportWord.Warnings)}\n\n");
        foreach (var warning in warnings)
            page.Add($"- {MarkdownText.Escape(warning)}\n");
        page.Add("\n");
    }

    private static void Findings(RunResult result, ReportTexts texts, Page page)
    {
        page.Add($"## {texts.Of(ReportWord.Findings)}\n\n");
        if (result.Findings.IsEmpty)
            page.Add(texts.Of(ReportWord.NoFindings) + "\n");
        var left = result.Findings.Length;
        foreach (var section in FindingGroups.ByRequirement(result.Findings))
        {
            if (!page.Add(Heading(section, texts)))
                break;
            var written = 0;
            foreach (var finding in section.Findings)
            {
                if (!page.Add(Row(finding, section.Key, texts)))
                    break;
                written++;
            }

            left -= written;
            page.Add("\n");
            if (written < section.Findings.Count)
                break;
        }

        if (left > 0)
            page.AddLast($"\n**{texts.Of(ReportWord.Cut, left)}**\n");
        else if (!result.Changes.IsEmpty)
            Changes(result, texts, page);
    }

    private static void Changes(RunResult result, ReportTexts texts, Page page)
    {
        page.Add($"## {texts.Of(ReportWord.Changes)}\n\n");
        page.Add($"| {texts.Of(ReportWord.Control)} | {texts.Of(ReportWord.Resource)} | {texts.Of(ReportWord.Changes)} |\n| --- | --- | --- |\n");
        var left = result.Changes.Length;
        foreach (var change in result.Changes)
        {
            var lines = change.Changes.Select(c => MarkdownText.Escape(ReasonText.Of(c, texts)));
            if (!page.Add($"| {MarkdownText.Escape(texts.Title(change.Policy))} | {MarkdownText.Escape(change.Resource.Name)}<br>{MarkdownText.Escape(change.Resource.Type)} | {string.Join("<br>", lines)} |\n"))
                break;
            left--;
        }

        if (left > 0)
            page.AddLast($"\n**{texts.Of(ReportWord.Cut, left)}**\n");
    }

    private static string Heading(FindingGroup section, ReportTexts texts)
    {
        var title = section.Key.Length == 0 ? texts.Of(ReportWord.OtherRequirements) : $"{section.Key} {texts.RequirementTitle(section.Key)}".TrimEnd();
        return $"### {MarkdownText.Escape(title)}\n\n"
            + $"| {texts.Of(ReportWord.Severity)} | {texts.Of(ReportWord.State)} | {texts.Of(ReportWord.Control)} | {texts.Of(ReportWord.Resource)} | {texts.Of(ReportWord.Why)} | {texts.Of(ReportWord.Fix)} | {texts.Of(ReportWord.Source)} |\n"
            + "| --- | --- | --- | --- | --- | --- | --- |\n";
    }

    private static string Row(Finding finding, string section, ReportTexts texts)
    {
        var others = finding.Policy.Requirements.Where(r => !string.Equals(r, section, StringComparison.OrdinalIgnoreCase)).ToList();
        var also = others.Count == 0 ? "" : $"<br>{texts.Of(ReportWord.AlsoServes)}: {MarkdownText.Escape(string.Join(", ", others))}";
        return $"| {texts.Of(finding.Severity)} | {texts.Of(finding.State)} | {MarkdownText.Escape(texts.Title(finding.Policy))}{also} "
            + $"| {MarkdownText.Escape(finding.Resource.Name)}<br>{MarkdownText.Escape(finding.Resource.Type)} | {MarkdownText.Escape(texts.Why(finding))} "
            + $"| {MarkdownText.Escape(texts.Remediation(finding.Policy) ?? "")} | {MarkdownText.Escape(texts.PlaceOf(finding))} |\n";
    }

    // Counts bytes, and takes nothing more once something did not fit: a half table row would spoil the page.
    private sealed class Page(TextWriter output, int budget)
    {
        private int _left = budget;

        public bool Add(string text)
        {
            var bytes = Encoding.UTF8.GetByteCount(text);
            if (bytes > _left)
            {
                _left = 0;
                return false;
            }

            _left -= bytes;
            output.Write(text);
            return true;
        }

        public void AddLast(string text) => output.Write(text);
    }
}
