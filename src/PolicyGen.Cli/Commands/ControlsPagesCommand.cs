using System.CommandLine;
using System.Globalization;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
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
                var folder = parsed.GetValue(output)?.FullName ?? Path.Combine(GenerateCommand.WritableRoot(files), "docs");
                var code = Run(files, folder, parsed.GetValue(check), diagnostics, terminal, cancellationToken);
                terminal.Show(diagnostics);
                return diagnostics.HasErrors ? ExitCodes.BadInput : code;
            },
            cancellationToken));
        return command;
    }

    private static int Run(LibraryFiles files, string folder, bool check, DiagnosticBag diagnostics, Terminal terminal, CancellationToken cancellationToken)
    {
        if (new LibraryLoader(files, diagnostics, validateSchemas: false).Load([], cancellationToken) is not { } library)
            return ExitCodes.BadInput;
        var definitions = new LibraryRenderer(files, AliasTable.Load(), BuiltInIndex.Load(), BuiltInRoles.Load(), diagnostics)
            .RenderDefinitions(library.Controls.Values, library.Vocabulary, Language.English, cancellationToken);
        var pages = new ControlPages(files, library, definitions, diagnostics);
        List<RenderedFile> rendered = [.. pages.Render().Select(p => p with { Path = "controls/" + p.Path }), new RenderedFile("coverage.md", pages.Coverage())];
        if (diagnostics.HasErrors)
            return ExitCodes.BadInput;
        var target = new OutputFolder(folder);
        if (check)
        {
            var drifts = target.Compare(rendered);
            foreach (var drift in drifts)
                terminal.StandardOutput.WriteLine($"{CatalogueJson.Name(drift.Kind)}: {TerminalText.Escape(drift.Path)}");
            if (drifts.IsEmpty)
                return ExitCodes.Success;
            terminal.Error($"{drifts.Length.ToString(CultureInfo.InvariantCulture)} pages in {folder} are not what would be written; run 'policygen controls pages'.");
            return ExitCodes.Findings;
        }

        try
        {
            var written = target.Write(rendered, diagnostics, cancellationToken);
            terminal.StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{TerminalText.Escape(folder)}: {written.Written} files written, {written.Unchanged} unchanged, {written.Removed} removed."));
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("output-unwritable", $"The output cannot be written, nothing was changed: {e.Message}", new SourceLocation(folder));
            return ExitCodes.BadInput;
        }
    }
}
