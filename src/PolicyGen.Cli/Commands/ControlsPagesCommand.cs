using System.CommandLine;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;
using PolicyGen.Reports.Pages;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen controls pages</c>.</summary>
internal static class ControlsPagesCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<DirectoryInfo?>("--output") { Description = "Folder to write: controls/ and coverage.md. Default: docs of the library.", HelpName = "DIR" };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 when the pages are not what would be written." };
        var library = Options.Library();
        var command = new Command("pages", "Writes a page for each control, an index and the coverage matrix, as Markdown.") { output, check, library };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files)
                    return ExitCodes.BadInput;
                var diagnostics = new DiagnosticBag();
                var folder = parsed.GetValue(output)?.FullName ?? Path.Combine(Options.WritableRoot(files), "docs");
                var result = PageGenerator.Run(files, folder, parsed.GetValue(check), diagnostics, cancellationToken);
                terminal.Show(diagnostics);
                if (result is null)
                    return ExitCodes.BadInput;
                if (OutputReport.ShowDrifts(result, folder, "controls pages", terminal))
                    return ExitCodes.Findings;
                OutputReport.ShowWritten(result, folder, terminal);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
