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

    /// <summary>The resource.</summary>
    Resource,
}

/// <summary>
/// A result for people: a table a requirement or resource, the worst first, then the numbers. Where the terminal is too
/// narrow for columns, and in a log, a finding is a few lines instead.
/// </summary>
internal static class ResultTable
{
    /// <summary>Nobody reads more at a terminal; the reports have them all.</summary>
    public const int MaxFindings = 1000;

    private const int MinTableWidth = 180;

    // Redirected output has no width to fit columns into: they would be as wide as their longest text.
    private const int MaxTableWidth = 1000;

    // Far less than the width of redirected output: a line that wraps there could begin with what a pipeline obeys.
    private const int MaxLine = 1000;

    public static void Write(RunResult result, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        var groups = grouping == ResultGrouping.Requirement ? FindingGroups.ByRequirement(result.Findings) : FindingGroups.ByResource(result.Findings);
        var left = MaxFindings;
        foreach (var group in groups.TakeWhile(_ => left > 0))
        {
            var shown = group.Findings.Take(left).ToList();
            left -= shown.Count;
            console.MarkupLine(Heading(group, texts, grouping));
            if (console.Profile.Width is >= MinTableWidth and <= MaxTableWidth)
                console.Write(Table(shown, texts, grouping));
            else
                shown.ForEach(f => Lines(f, texts, grouping, console));
            console.WriteLine();
        }

        if (result.Findings.Length > MaxFindings)
            Line(console, texts.Of(ReportWord.Cut, result.Findings.Length - MaxFindings));
        Changes(result, texts, console);
        Numbers(result, texts, console);
    }

    private static string Heading(FindingGroup group, ReportTexts texts, ResultGrouping grouping)
    {
        static string Part(string text) => Terminal.Cell(ReportTexts.Shorten(text, MaxLine / 3));
        if (grouping == ResultGrouping.Resource)
            return $"[bold]{Part(group.Findings[0].Resource.Name)}[/]  {Part(group.Findings[0].Resource.Type)}  [dim]{Part(texts.SourceOf(group.Findings[0]))}[/]";
        return group.Key.Length == 0
            ? $"[bold]{Part(texts.Of(ReportWord.OtherRequirements))}[/]"
            : $"[bold]{Part(group.Key)}[/]  {Part(texts.RequirementTitle(group.Key))}".TrimEnd();
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
                Terminal.Cell(texts.SourceOf(finding)));
        }

        return table;
    }

    private static void Lines(Finding finding, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        static string Part(string text) => Terminal.Cell(ReportTexts.Shorten(text, MaxLine));
        var lines = new List<string> { Part(texts.Title(finding.Policy)) };
        if (grouping == ResultGrouping.Requirement)
            lines.Add(Part($"{finding.Resource.Name} ({finding.Resource.Type})"));
        else if (!finding.Policy.Requirements.IsEmpty)
            lines.Add(Part(string.Join(", ", finding.Policy.Requirements)));
        lines.Add($"{texts.Of(ReportWord.Why)}: {Part(texts.Why(finding))}");
        if (texts.Remediation(finding.Policy) is { Length: > 0 } fix)
            lines.Add($"{texts.Of(ReportWord.Fix)}: {Part(fix)}");
        if (grouping == ResultGrouping.Requirement && texts.SourceOf(finding) is { Length: > 0 } source)
            lines.Add(Part(source));
        console.MarkupLine($"{SeverityOf(finding, texts)}  {StateOf(finding, texts)}  {Id(finding)}");
        // A padder indents what it wraps, and fills lines up to the width that it has. Where it wraps, no command may begin.
        if (console.Profile.Width < MinTableWidth)
            console.Write(new Padder(new Rows(lines.Select(l => new Markup(l.Replace(" ::", " \\u{003A}:", StringComparison.Ordinal)))), new Padding(2, 0, 0, 0)));
        else
            lines.ForEach(l => console.MarkupLine("  " + l));
    }

    // What --control, exemptions and explanations go by.
    private static string Id(Finding finding) => $"[dim]{Terminal.Cell(ReportTexts.Shorten(finding.Control, MaxLine / 3))}[/]";

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
            Line(console, $"  {change.Resource.Name} ({change.Resource.Type}): {string.Join("; ", change.Changes.Select(texts.What))}");
        if (result.Changes.Length > MaxFindings)
            Line(console, texts.Of(ReportWord.Cut, result.Changes.Length - MaxFindings));
        console.WriteLine();
    }

    private static void Numbers(RunResult result, ReportTexts texts, IAnsiConsole console)
    {
        var summary = ResultSummary.Of(result);
        if (result.Findings.IsEmpty)
            Line(console, texts.Of(ReportWord.NoFindings));
        var requirements = ResultSummary.RequirementStates.Where(s => summary.Requirements[s] > 0).Select(s => Number(texts.Of(s), summary.Requirements[s])).ToList();
        if (requirements.Count > 0)
            Line(console, $"{texts.Of(ReportWord.Requirements)}: {string.Join(", ", requirements)}");
        var controls = ResultSummary.ControlStates.Where(s => summary.Controls[s] > 0).Select(s => Number(texts.Of(s), summary.Controls[s])).ToList();
        if (controls.Count > 0)
            Line(console, $"{texts.Of(ReportWord.Controls)}: {string.Join(", ", controls)}");
        Line(console, $"{texts.Of(ReportWord.Resources)}: {Number(texts.Of(ReportWord.Evaluated), summary.Evaluated)}, {Number(texts.Of(ReportWord.Violating), summary.NonCompliantResources)}");
        Line(console, $"{texts.Of(ReportWord.Findings)}: {summary.Findings.ToString(CultureInfo.InvariantCulture)}{(summary.InBaseline > 0 ? $" ({Number(texts.Of(ReportWord.InBaseline), summary.InBaseline)})" : "")}");
        if (!result.Run.Complete)
            Line(console, texts.Of(ReportWord.Incomplete));
    }

    private static string Number(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");

    private static void Line(IAnsiConsole console, string text) => console.MarkupLine(Terminal.Cell(ReportTexts.Shorten(text, MaxLine)));
}
