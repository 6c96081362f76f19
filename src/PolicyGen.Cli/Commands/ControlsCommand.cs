using System.CommandLine;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using Spectre.Console;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen controls list|show</c>.</summary>
internal static class ControlsCommand
{
    public static Command Create(Terminal terminal) => new("controls", "Browses, drafts, tests and documents the controls.") { List(terminal), Show(terminal), ControlsNewCommand.Create(terminal), ControlsTestCommand.Create(terminal), ControlsPagesCommand.Create(terminal) };

    private static Command List(Terminal terminal)
    {
        var library = Options.Library();
        var signal = new Option<string?>("--signal") { Description = "A signal it carries, for example mfa.", HelpName = "ID" };
        var format = Options.Format();
        var language = Options.Language();
        var command = new Command("list", "Lists controls.") { signal, format, language, library };
        command.SetAction(parsed =>
        {
            if (Load(parsed.GetValue(library), terminal) is not { } controls)
                return ExitCodes.BadInput;
            var wanted = parsed.GetValue(signal);
            var chosen = controls.Where(c => wanted is null || c.Signals.Contains(wanted, StringComparer.OrdinalIgnoreCase)).ToList();
            if (parsed.GetValue(format) == ResultFormat.Json)
            {
                terminal.StandardOutput.Write(JsonText.Write(new JArray(chosen.Select(CatalogueJson.Write))));
                return ExitCodes.Success;
            }

            var table = new Table().Border(TableBorder.Minimal).AddColumn(new TableColumn("ID").NoWrap()).AddColumn("Title").AddColumn("Severity").AddColumn("Pattern").AddColumn("Default effect");
            foreach (var control in chosen)
                table.AddRow(Terminal.Cell(control.Id), Terminal.Cell(control.Title.In(parsed.GetValue(language))), CatalogueJson.Name(control.Severity), Terminal.Cell(control.Pattern), Terminal.Cell(control.Effects.Default));
            terminal.Out.Write(table);
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} controls."));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var library = Options.Library();
        var id = new Argument<string>("ID") { Description = "Identifier of the control, for example storage-https-only." };
        var command = new Command("show", "Shows one control as JSON.") { id, library };
        command.SetAction(parsed =>
        {
            if (Load(parsed.GetValue(library), terminal) is not { } controls)
                return ExitCodes.BadInput;
            var wanted = parsed.GetValue(id)!;
            if (controls.FirstOrDefault(c => string.Equals(c.Id, wanted, StringComparison.OrdinalIgnoreCase)) is not { } control)
            {
                terminal.Error($"There is no control '{wanted}'. 'policygen controls list' lists them.");
                return ExitCodes.BadInput;
            }

            terminal.StandardOutput.Write(JsonText.Write(CatalogueJson.Write(control)));
            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<Control>? Load(DirectoryInfo? chosen, Terminal terminal)
    {
        if (Options.FindLibrary(chosen, terminal) is not { } files)
            return null;
        var diagnostics = new DiagnosticBag();
        var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
        var controls = loader.LoadVocabulary() is { } vocabulary ? loader.LoadControls(vocabulary) : null;
        terminal.Show(diagnostics);
        return controls?.Values;
    }
}
