using System.CommandLine;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen lint</c>.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<FileSystemInfo[]>("PATH")
        {
            Description = "Files or folders with policy definitions, initiatives and assignments. Default: the library, its data files and what is rendered from them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var severity = new Option<DiagnosticSeverity>("--severity")
        {
            Description = "Lowest severity to show: info, warning or error. Default: warning. Only errors fail.",
            HelpName = "info|warning|error",
            DefaultValueFactory = _ => DiagnosticSeverity.Warning,
            CustomParser = Options.Choice(("info", DiagnosticSeverity.Info), ("warning", DiagnosticSeverity.Warning), ("error", DiagnosticSeverity.Error)),
        };
        var format = Options.Format();
        var aliases = Options.Aliases();
        var library = Options.Library();
        var command = new Command("lint", "Checks data files, policy definitions, initiatives and assignments.") { paths, severity, format, aliases, library };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                MemoryBudget.PostponeCollections();
                var given = parsed.GetValue(paths) ?? [];
                if (Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } aliasTable)
                    return ExitCodes.BadInput;
                LintReport report;
                if (given.Length > 0)
                {
                    foreach (var missing in given.Where(p => !p.Exists))
                        terminal.Error($"There is no file or folder '{missing}'.");
                    if (given.Any(p => !p.Exists))
                        return ExitCodes.BadInput;
                    report = Linter.Create(aliasTable(), BuiltInIndex.Load()).LintPaths([.. given.Select(p => p.ToString())], cancellationToken);
                }
                else if (Options.FindLibrary(parsed.GetValue(library), terminal) is { } files)
                {
                    report = LibraryLinter.Run(files, aliasTable(), cancellationToken);
                }
                else
                {
                    return ExitCodes.BadInput;
                }

                Report(report, parsed.GetValue(severity), parsed.GetValue(format) == ResultFormat.Json, terminal);
                return report.HasErrors ? ExitCodes.Findings : ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static void Report(LintReport report, DiagnosticSeverity lowest, bool json, Terminal terminal)
    {
        var shown = report.Diagnostics.Where(d => d.Severity >= lowest).ToList();
        if (json)
        {
            terminal.StandardOutput.Write(JsonText.Write(new JArray(shown.Select(d => new JObject
            {
                ["id"] = d.Id,
                ["severity"] = d.SeverityName,
                ["message"] = d.Message,
                ["file"] = d.Location.File,
                ["line"] = d.Location.Line,
                ["column"] = d.Location.Column,
                ["path"] = d.Location.JsonPath,
            }))));
        }
        else
        {
            terminal.ShowResult(shown);
        }

        int Count(DiagnosticSeverity severity) => report.Diagnostics.Count(d => d.Severity == severity);
        terminal.Note(string.Create(CultureInfo.InvariantCulture,
            $"{report.Documents} policy documents: {Count(DiagnosticSeverity.Error)} errors, {Count(DiagnosticSeverity.Warning)} warnings, {Count(DiagnosticSeverity.Info)} remarks."));
    }
}
