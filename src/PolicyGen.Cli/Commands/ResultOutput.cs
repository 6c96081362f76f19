using System.Collections.Immutable;
using System.CommandLine;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Commands;

/// <summary>Hands a result to its writers and decides the exit code.</summary>
internal sealed class ResultOutput(Terminal terminal, ResultOptions options, ParseResult parsed)
{
    /// <summary>Writes standard output, reports and annotations.</summary>
    /// <returns>The exit code.</returns>
    public int Write(RunResult result, Library library, string? inputFile, ImmutableArray<ComplianceState> failing, ResultGrouping grouping, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        if (parsed.GetValue(options.Baseline) is { } file)
        {
            if (Baseline.Load(file, file.Replace('\\', '/'), diagnostics) is not { } baseline)
            {
                terminal.Show(diagnostics);
                return ExitCodes.BadInput;
            }

            result = baseline.Mark(result);
        }

        var least = parsed.GetValue(options.MinSeverity) ?? Severity.Low;
        var fails = result.Findings.Any(f => !f.InBaseline && f.Severity >= least && failing.Contains(f.State));
        var shown = parsed.GetValue(options.Include);
        result = result with { Findings = [.. result.Findings.Where(f => shown.Contains(f.State))] };

        var texts = new ReportTexts(parsed.GetValue(options.Language), library) { InputFile = inputFile, SourceRoot = Environment.CurrentDirectory };
        try
        {
            foreach (var target in parsed.GetValue(options.Report))
                ReportFile.Write(target.File, target.Writer, result, texts, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error($"The report cannot be written: {e.Message}");
            return ExitCodes.BadInput;
        }

        var isJson = parsed.GetValue(options.Format) == ResultFormat.Json;
        if (isJson)
            ResultJson.Write(result, terminal.StandardOutput);
        else
            ResultTable.Write(result, texts, grouping, terminal.Out);
        // Behind JSON they would make it unreadable.
        CiAnnotations.Detect(Environment.GetEnvironmentVariable, isJson ? terminal.StandardError : terminal.StandardOutput)?.Write(result, texts);
        return !result.Run.Complete ? ExitCodes.Incomplete : fails ? ExitCodes.Findings : ExitCodes.Success;
    }
}
