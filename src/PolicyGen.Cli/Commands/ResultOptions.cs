using System.Collections.Immutable;
using System.CommandLine;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Commands;

/// <summary>A report to write.</summary>
/// <param name="Writer">Format.</param>
/// <param name="File">File.</param>
internal sealed record ReportTarget(IReportWriter Writer, string File);

/// <summary>The options about results that check and audit share.</summary>
internal sealed class ResultOptions
{
    private static readonly ImmutableArray<(string Name, ComplianceState State)> States =
        [.. Enum.GetValues<ComplianceState>().Select(s => (CatalogueJson.Name(s), s))];

    public Option<ImmutableArray<GuidelineId>> Guideline { get; } = Options.Guideline();

    public Option<ImmutableArray<string>> Control { get; } = new("--control")
    {
        Description = "Only these controls, separated by commas; repeatable.",
        HelpName = "IDS",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
    };

    public Option<Severity?> Severity { get; } = Options.Enumeration<Severity>("--severity", "Only controls of this severity or worse.");

    public Option<ImmutableArray<ReportTarget>> Report { get; } = new("--report")
    {
        Description = $"Also writes a report; repeatable. Formats: {string.Join(", ", ReportFormats.All.Select(f => f.Format))}.",
        HelpName = "FORMAT=FILE",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var targets = ImmutableArray.CreateBuilder<ReportTarget>();
            foreach (var token in result.Tokens)
            {
                var (format, file) = token.Value.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (token.Value[..at], token.Value[(at + 1)..]) : (token.Value, "");
                if (file.Length == 0)
                    result.AddError($"'{token.Value}' is not FORMAT=FILE, as in sarif=result.sarif.");
                else if (ReportFormats.Find(format) is { } writer)
                    targets.Add(new ReportTarget(writer, file));
                else
                    result.AddError($"There is no report format '{format}'; known are {string.Join(", ", ReportFormats.All.Select(f => f.Format))}.");
            }

            return targets.ToImmutable();
        },
    };

    public Option<ResultFormat> Format { get; } = Options.Format();

    public Option<string> FailOn { get; } = new("--fail-on")
    {
        Description = "What makes the exit code 1: nonCompliant (errors of rules included), unknown (that too), or never. Default: nonCompliant.",
        HelpName = "nonCompliant|unknown|never",
        DefaultValueFactory = _ => "nonCompliant",
        CustomParser = Options.Choice(("nonCompliant", "nonCompliant"), ("unknown", "unknown"), ("never", "never")),
    };

    public Option<Severity?> MinSeverity { get; } = Options.Enumeration<Severity>("--min-severity", "Only findings of this severity or worse fail.");

    public Option<ImmutableArray<ComplianceState>> Include { get; } = new("--include")
    {
        Description = $"States that are listed, separated by commas: {string.Join(", ", States.Select(s => s.Name))}. Default: nonCompliant, unknown, exempt, error.",
        HelpName = "STATES",
        DefaultValueFactory = _ => ResultBuilder.DefaultStates,
        CustomParser = result =>
        {
            var chosen = ImmutableArray.CreateBuilder<ComplianceState>();
            foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (States.Any(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase)))
                    chosen.Add(States.First(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase)).State);
                else
                    result.AddError($"There is no state '{name}'; known are {string.Join(", ", States.Select(s => s.Name))}.");
            }

            return chosen.ToImmutable();
        },
    };

    public Option<string?> Baseline { get; } = new("--baseline") { Description = "A saved JSON result: findings that it has are shown and do not fail.", HelpName = "RESULT.json" };

    public Option<Language> Language { get; } = Options.Language();

    /// <summary>How the table is grouped.</summary>
    public static Option<ResultGrouping> GroupBy() => new("--group-by")
    {
        Description = "How the table is grouped: requirement, control, subscription or resource. Default: requirement.",
        HelpName = "requirement|control|subscription|resource",
        DefaultValueFactory = _ => ResultGrouping.Requirement,
        CustomParser = Options.Choice(
            ("requirement", ResultGrouping.Requirement),
            ("control", ResultGrouping.Control),
            ("subscription", ResultGrouping.Subscription),
            ("resource", ResultGrouping.Resource)),
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Guideline, Control, Severity, Report, Format, FailOn, MinSeverity, Include, Baseline, Language })
            command.Options.Add(option);
    }

    /// <summary>The states that make a run fail.</summary>
    public ImmutableArray<ComplianceState> FailingStates(ParseResult parsed) => parsed.GetValue(FailOn) switch
    {
        "never" => [],
        "unknown" => [ComplianceState.NonCompliant, ComplianceState.Error, ComplianceState.Unknown],
        _ => [ComplianceState.NonCompliant, ComplianceState.Error],
    };
}
