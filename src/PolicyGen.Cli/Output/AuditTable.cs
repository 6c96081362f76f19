using System.Collections.Immutable;
using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Reports;
using PolicyGen.Results;
using Spectre.Console;

namespace PolicyGen.Cli.Output;

/// <summary>
/// What stands around the findings of an audit: the state of everything that was asked for before them; what changed, what
/// "compliant" rests on, what could not be read and the numbers of the run behind them.
/// </summary>
internal static class AuditTable
{
    // Of one kind, and of what could not be read: hundreds of subscriptions say the same.
    private const int MaxOfAKind = 20;

    private const int MaxRows = 5000;

    /// <summary>Every requirement, control or subscription with its state.</summary>
    public static void WriteOverview(RunResult result, AuditReport audit, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        var all = new AuditOverview(result, audit, texts).Rows(grouping).ToList();
        if (all.Count == 0)
            return;
        var rows = all.Take(MaxRows).ToList();
        if (Layout.HasColumns(console))
            console.Write(Table(rows, texts, grouping));
        else
            rows.ForEach(r => Lines(r, texts, grouping, console));
        if (all.Count > rows.Count)
            Layout.Line(console, texts.Of(ReportWord.More, all.Count - rows.Count));
        console.WriteLine();
    }

    /// <summary>What changed, what to bear in mind, and what is missing.</summary>
    public static void WriteRemarks(AuditReport audit, ReportTexts texts, IAnsiConsole console)
    {
        if (audit.Comparison is { } comparison)
        {
            Heading(console, string.Create(CultureInfo.InvariantCulture,
                $"{string.Format(CultureInfo.InvariantCulture, texts.Of(ReportWord.Compared), comparison.Against)}: {texts.Of(ReportWord.NewFindings)} {comparison.New:N0}, {texts.Of(ReportWord.KnownFindings)} {comparison.Known:N0}, {texts.Of(ReportWord.FixedFindings)} {comparison.Fixed.Length:N0}"));
            List(console, texts, [.. comparison.Fixed.Select(f => $"{texts.Of(ReportWord.FixedFindings)}: {f.Control}  {f.Resource}")], ResultTable.MaxFindings);
            console.WriteLine();
        }

        if (!audit.Observations.IsEmpty)
        {
            Heading(console, texts.Of(ReportWord.Observations));
            foreach (var kind in audit.Observations.GroupBy(o => o.Kind).OrderBy(g => g.Key))
                List(console, texts, [.. kind.Select(o => texts.IsJapanese ? o.MessageJa : o.Message)], MaxOfAKind, CatalogueJson.Name(kind.Key));
            console.WriteLine();
        }

        if (!audit.Failures.IsEmpty)
        {
            Heading(console, texts.Of(ReportWord.NotRead));
            List(console, texts, [.. audit.Failures.Select(Failure)], MaxOfAKind * 5);
            console.WriteLine();
        }
    }

    /// <summary>States in Azure's own words, and what the run cost.</summary>
    public static void WriteFigures(AuditReport audit, ReportTexts texts, IAnsiConsole console)
    {
        var figures = audit.Figures;
        if (!audit.AzureStates.IsEmpty)
            Layout.Line(console, $"{texts.Of(ReportWord.AzureStates)}: {States(audit.AzureStates)}");
        if (audit.OldestState is { } oldest)
            Layout.Line(console, $"{texts.Of(ReportWord.OldestResult)}: {Time(oldest, null)}");
        string[] parts =
        [
            Count(figures.Requests, ReportWord.Requests), Count(figures.Retries, ReportWord.Retries), Count(figures.Rows, ReportWord.Rows),
            string.Create(CultureInfo.InvariantCulture, $"{figures.Bytes / 1e6:0.0} MB {texts.Of(ReportWord.Received)}"),
            string.Create(CultureInfo.InvariantCulture, $"{figures.WallMilliseconds / 1e3:0.0} s"),
            string.Create(CultureInfo.InvariantCulture, $"{figures.WaitedMilliseconds / 1e3:0.0} s {texts.Of(ReportWord.Waited)}"),
            string.Create(CultureInfo.InvariantCulture, $"{figures.PeakMemoryBytes / 1e6:0} MB {texts.Of(ReportWord.Memory)}"),
        ];
        Layout.Line(console, $"{texts.Of(ReportWord.Figures)}: {string.Join(", ", parts)}");
        string Count(long number, ReportWord word) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {texts.Of(word)}");
    }

    /// <summary>What could not be read, of what, why, and which role would help.</summary>
    public static string Failure(AuditGap gap)
    {
        var code = string.Join(' ', new[] { gap.Status > 0 ? gap.Status.ToString(CultureInfo.InvariantCulture) : "", gap.Code }.Where(t => t.Length > 0));
        return $"{gap.Scope}: {gap.Part}: {gap.Kind}{(code.Length > 0 ? $" ({code})" : "")}: {gap.Message}{(gap.Action.Length > 0 ? $" [{gap.Action}]" : "")}{(gap.RequestId is { } id ? $" request {id}" : "")}";
    }

    /// <summary>Numbers by Azure's word.</summary>
    public static string States(ImmutableSortedDictionary<string, long> states) =>
        string.Join(", ", states.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:N0}")));

    /// <summary>A time, and how old it is: <c>2026-11-25 03:00Z (2 d)</c>.</summary>
    public static string Time(DateTimeOffset time, DateTimeOffset? now)
    {
        var text = ReportTexts.Time(time);
        if (now is null)
            return text;
        var age = now.Value - time;
        return text + (age < TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Floor(age.TotalMinutes)} min)")
            : age < TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Floor(age.TotalHours)} h)")
            : string.Create(CultureInfo.InvariantCulture, $" ({Math.Floor(age.TotalDays)} d)"));
    }

    private static Table Table(List<OverviewRow> rows, ReportTexts texts, ResultGrouping grouping)
    {
        var table = new Table().Border(TableBorder.Minimal)
            .AddColumn(new TableColumn(texts.Of(Subject(grouping))).NoWrap())
            .AddColumn(texts.Of(ReportWord.State))
            .AddColumn("")
            .AddColumn(texts.Of(ReportWord.Results))
            .AddColumn(texts.Of(ReportWord.OldestResult))
            .AddColumn(texts.Of(AuditOverview.MoreOf(grouping)));
        foreach (var row in rows)
            table.AddRow(Layout.Part(row.Id), State(row), Terminal.Cell(row.Title), Terminal.Cell(row.Numbers), Terminal.Cell(row.Oldest), Terminal.Cell(row.More));
        return table;
    }

    private static void Lines(OverviewRow row, ReportTexts texts, ResultGrouping grouping, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Layout.Part(row.Id)}[/]  {State(row)}  {Layout.Part(row.Title)}".TrimEnd());
        var numbers = string.Join("; ", new[]
        {
            row.Numbers,
            row.Oldest.Length > 0 ? $"{texts.Of(ReportWord.OldestResult)}: {row.Oldest}" : "",
            row.More.Length > 0 ? $"{texts.Of(AuditOverview.MoreOf(grouping))}: {row.More}" : "",
        }.Where(t => t.Length > 0));
        if (numbers.Length > 0)
            Layout.Indented(console, [Layout.Text(numbers)]);
    }

    private static ReportWord Subject(ResultGrouping grouping) => grouping switch
    {
        ResultGrouping.Requirement => ReportWord.Requirement,
        ResultGrouping.Control => ReportWord.Control,
        _ => ReportWord.Subscription,
    };

    private static string State(OverviewRow row) => row.Colour.Length > 0 ? $"[{row.Colour}]{Layout.Part(row.State)}[/]" : Layout.Part(row.State);

    private static void Heading(IAnsiConsole console, string text) => console.MarkupLine($"[bold]{Layout.Text(text)}[/]");

    private static void List(IAnsiConsole console, ReportTexts texts, IReadOnlyList<string> lines, int most, string? kind = null)
    {
        var prefix = kind is null ? "" : kind + ": ";
        List<string> shown = [.. lines.Take(most).Select(l => Layout.Text(prefix + l))];
        if (lines.Count > most)
            shown.Add(Layout.Text(prefix + texts.Of(ReportWord.More, lines.Count - most)));
        if (shown.Count > 0)
            Layout.Indented(console, shown);
    }
}
