using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Reports;
using PolicyGen.Results;
using Spectre.Console;

namespace PolicyGen.Cli.Output;

/// <summary>What findings are gathered under.</summary>
internal enum ResultGrouping
{
    /// <summary>The first requirement that each violates.</summary>
    Requirement,

    /// <summary>The control.</summary>
    Control,

    /// <summary>The subscription of the resource.</summary>
    Subscription,

    /// <summary>The resource.</summary>
    Resource,
}

/// <summary>
/// A result for people: a table a requirement, control, subscription or resource, the worst first, then the numbers. Where the
/// terminal is too narrow for columns, and in a log, a finding is a few lines instead. What an audit knows besides stands around it.
/// </summary>
internal static class ResultTable
{
    /// <summary>Nobody reads more at a terminal; the reports have them all.</summary>
    public const int MaxFindings = 1000;

    public static void Write(RunResult result, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        if (result.Audit is { } before)
            AuditTable.WriteOverview(result, before, texts, grouping, console);
        var groups = Groups(result, grouping);
        var left = MaxFindings;
        foreach (var group in groups.TakeWhile(_ => left > 0))
        {
            var shown = group.Findings.Take(left).ToList();
            left -= shown.Count;
            console.MarkupLine(Heading(group, result, texts, grouping));
            if (Layout.HasColumns(console))
                console.Write(Table(shown, texts, grouping));
            else
                shown.ForEach(f => Lines(f, texts, grouping, console));
            console.WriteLine();
        }

        if (result.Findings.Length > MaxFindings)
            Layout.Line(console, texts.Of(ReportWord.Cut, result.Findings.Length - MaxFindings));
        Changes(result, texts, console);
        if (result.Audit is { } after)
            AuditTable.WriteRemarks(after, texts, console);
        Numbers(result, texts, console);
        if (result.Audit is { } last)
            AuditTable.WriteFigures(last, texts, console);
    }

    private static IReadOnlyList<FindingGroup> Groups(RunResult result, ResultGrouping grouping) => grouping switch
    {
        ResultGrouping.Requirement => FindingGroups.ByRequirement(result.Findings),
        ResultGrouping.Control => FindingGroups.ByControl(result.Findings),
        ResultGrouping.Subscription => FindingGroups.BySubscription(result.Findings),
        _ => FindingGroups.ByResource(result.Findings),
    };

    private static string Heading(FindingGroup group, RunResult result, ReportTexts texts, ResultGrouping grouping)
    {
        var first = group.Findings[0];
        var (key, title, place) = grouping switch
        {
            ResultGrouping.Resource => (first.Resource.Name, first.Resource.Type, texts.PlaceOf(first)),
            ResultGrouping.Control => (group.Key, texts.Title(first.Policy), ""),
            ResultGrouping.Subscription when group.Key.Length == 0 => (texts.Of(ReportWord.OtherSubscriptions), "", ""),
            ResultGrouping.Subscription => (group.Key, result.Audit?.Subscriptions.FirstOrDefault(s => string.Equals(s.Id, group.Key, StringComparison.OrdinalIgnoreCase))?.Name ?? "", ""),
            _ when group.Key.Length == 0 => (texts.Of(ReportWord.OtherRequirements), "", ""),
            _ => (group.Key, texts.RequirementTitle(group.Key), ""),
        };
        return $"[bold]{Layout.Part(key)}[/]  {Layout.Part(title)}{(place.Length > 0 ? $"  [dim]{Layout.Part(place)}[/]" : "")}".TrimEnd();
    }

    private static Table Table(List<Finding> findings, ReportTexts texts, ResultGrouping grouping)
    {
        var byResource = grouping == ResultGrouping.Resource;
        var table = new Table().Border(TableBorder.Minimal)
            .AddColumn(new TableColumn(texts.Of(ReportWord.Severity)).NoWrap())
            .AddColumn(new TableColumn(texts.Of(ReportWord.State)).NoWrap())
            .AddColumn(texts.Of(ReportWord.Control))
            .AddColumn(texts.Of(byResource ? ReportWord.Requirements : ReportWord.Resource))
            .AddColumn(texts.Of(ReportWord.Why))
            .AddColumn(texts.Of(ReportWord.Fix))
            .AddColumn(texts.Of(ReportWord.Source));
        foreach (var finding in findings)
        {
            table.AddRow(
                SeverityOf(finding, texts),
                StateOf(finding, texts),
                $"{Terminal.Cell(texts.Title(finding.Policy))}\n{Id(finding)}",
                Terminal.Cell(byResource ? string.Join(", ", finding.Policy.Requirements) : $"{finding.Resource.Name} ({finding.Resource.Type})"),
                Terminal.Cell(texts.Why(finding)),
                Terminal.Cell(texts.Remediation(finding.Policy) ?? ""),
                Terminal.Cell(texts.PlaceOf(finding)));
        }

        return table;
    }

    private static void Lines(Finding finding, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        var lines = new List<string>();
        if (grouping != ResultGrouping.Control)
            lines.Add(Layout.Text(texts.Title(finding.Policy)));
        if (grouping != ResultGrouping.Resource)
            lines.Add(Layout.Text($"{finding.Resource.Name} ({finding.Resource.Type})"));
        if (grouping != ResultGrouping.Requirement && !finding.Policy.Requirements.IsEmpty)
            lines.Add(Layout.Text(string.Join(", ", finding.Policy.Requirements)));
        lines.Add($"{texts.Of(ReportWord.Why)}: {Layout.Text(texts.Why(finding))}");
        if (texts.Remediation(finding.Policy) is { Length: > 0 } fix)
            lines.Add($"{texts.Of(ReportWord.Fix)}: {Layout.Text(fix)}");
        if (grouping != ResultGrouping.Resource && texts.PlaceOf(finding) is { Length: > 0 } place)
            lines.Add(Layout.Text(place));
        console.MarkupLine($"{SeverityOf(finding, texts)}  {StateOf(finding, texts)}  {Id(finding)}");
        Layout.Indented(console, lines);
    }

    // What --control, exemptions and explanations go by.
    private static string Id(Finding finding) => $"[dim]{Layout.Part(finding.Control)}[/]";

    private static string SeverityOf(Finding finding, ReportTexts texts)
    {
        var text = Terminal.Cell(texts.Of(finding.Severity));
        return finding.InBaseline ? text : finding.Severity switch
        {
            Severity.High => $"[red]{text}[/]",
            Severity.Medium => $"[yellow]{text}[/]",
            _ => text,
        };
    }

    private static string StateOf(Finding finding, ReportTexts texts) =>
        Terminal.Cell(finding.InBaseline ? $"{texts.Of(finding.State)} ({texts.Of(ReportWord.InBaseline)})" : texts.Of(finding.State));

    private static void Changes(RunResult result, ReportTexts texts, IAnsiConsole console)
    {
        if (result.Changes.IsEmpty)
            return;
        console.MarkupLine($"[bold]{Terminal.Cell(texts.Of(ReportWord.Changes))}[/]");
        foreach (var change in result.Changes.Take(MaxFindings))
            Layout.Line(console, $"  {change.Resource.Name} ({change.Resource.Type}): {string.Join("; ", change.Changes.Select(texts.What))}");
        if (result.Changes.Length > MaxFindings)
            Layout.Line(console, texts.Of(ReportWord.Cut, result.Changes.Length - MaxFindings));
        console.WriteLine();
    }

    private static void Numbers(RunResult result, ReportTexts texts, IAnsiConsole console)
    {
        var summary = ResultSummary.Of(result);
        if (result.Findings.IsEmpty)
            Layout.Line(console, texts.Of(ReportWord.NoFindings));
        var requirements = ResultSummary.RequirementStates.Where(s => summary.Requirements[s] > 0).Select(s => Number(texts.Of(s), summary.Requirements[s])).ToList();
        if (requirements.Count > 0)
            Layout.Line(console, $"{texts.Of(ReportWord.Requirements)}: {string.Join(", ", requirements)}");
        var controls = ResultSummary.ControlStates.Where(s => summary.Controls[s] > 0).Select(s => Number(texts.Of(s), summary.Controls[s])).ToList();
        if (controls.Count > 0)
            Layout.Line(console, $"{texts.Of(ReportWord.Controls)}: {string.Join(", ", controls)}");
        Layout.Line(console, $"{texts.Of(ReportWord.Resources)}: {Number(texts.Of(ReportWord.Evaluated), summary.Evaluated)}, {Number(texts.Of(ReportWord.Violating), summary.NonCompliantResources)}");
        Layout.Line(console, $"{texts.Of(ReportWord.Findings)}: {summary.Findings.ToString(CultureInfo.InvariantCulture)}{(summary.InBaseline > 0 ? $" ({Number(texts.Of(ReportWord.InBaseline), summary.InBaseline)})" : "")}");
        if (!result.Run.Complete)
            Layout.Line(console, texts.Of(ReportWord.Incomplete));
    }

    private static string Number(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
}
