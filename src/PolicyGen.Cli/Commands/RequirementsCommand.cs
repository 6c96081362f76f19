using System.CommandLine;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using Spectre.Console;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen requirements list|show</c>.</summary>
internal static class RequirementsCommand
{
    public static Command Create(Terminal terminal) => new("requirements", "Browses the rows of the guidelines.") { List(terminal), Show(terminal) };

    private static Command List(Terminal terminal)
    {
        var library = Options.Library();
        var guideline = Options.Guideline();
        var section = new Option<string?>("--section") { Description = "Section, or the beginning of it: 6 or 6.5.", HelpName = "NUMBER" };
        var level = Options.Enumeration<RequirementLevel>("--level", "How strongly the guideline asks.");
        var responsibility = Options.Enumeration<Responsibility>("--responsibility", "Who has to act.");
        var automation = Options.Enumeration<Automation>("--automation", "How it is answered.");
        var signal = new Option<string?>("--signal") { Description = "A signal it carries, for example mfa.", HelpName = "ID" };
        var format = Options.Format();
        var language = Options.Language();

        var command = new Command("list", "Lists requirements.") { guideline, section, level, responsibility, automation, signal, format, language, library };
        command.SetAction(parsed =>
        {
            if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files)
                return ExitCodes.BadInput;
            var diagnostics = new DiagnosticBag();
            var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
            var filter = new RequirementFilter(parsed.GetValue(guideline), parsed.GetValue(section), parsed.GetValue(level),
                parsed.GetValue(responsibility), parsed.GetValue(automation), parsed.GetValue(signal));
            var vocabulary = loader.LoadVocabulary();
            if (vocabulary is not null && filter.Signal is { } wanted && !vocabulary.Signals.ContainsKey(wanted))
            {
                terminal.Error($"There is no signal '{wanted}'; known are {string.Join(", ", vocabulary.Signals.Keys)}.");
                return ExitCodes.BadInput;
            }

            var chosen = GuidelineNames.All
                .Where(g => filter.Guidelines.IsDefaultOrEmpty || filter.Guidelines.Contains(g))
                .SelectMany(g => loader.LoadGuideline(g, vocabulary)?.Requirements ?? [])
                .Where(filter.Matches)
                .ToList();
            terminal.Show(diagnostics);
            if (diagnostics.HasErrors)
                return ExitCodes.BadInput;

            if (parsed.GetValue(format) == ResultFormat.Json)
                terminal.StandardOutput.Write(JsonText.Write(new JArray(chosen.Select(CatalogueJson.Write))));
            else
                Draw(chosen, parsed.GetValue(language), terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Draw(List<Requirement> requirements, Language language, Terminal terminal)
    {
        var ja = language == Language.Japanese;
        var table = new Table().Border(TableBorder.Minimal)
            .AddColumn(new TableColumn("ID").NoWrap())
            .AddColumn(ja ? "要求事項" : "Requirement")
            .AddColumn(ja ? "レベル" : "Level")
            .AddColumn(ja ? "方式" : "Automation")
            .AddColumn(ja ? "範囲" : "Coverage")
            .AddColumn(new TableColumn(ja ? "統制" : "Controls").RightAligned());
        foreach (var requirement in requirements)
        {
            table.AddRow(
                Terminal.Cell(requirement.Id),
                Terminal.Cell(requirement.Title.In(language)),
                CatalogueJson.Name(requirement.Level),
                CatalogueJson.Name(requirement.Automation),
                CatalogueJson.Name(requirement.Coverage),
                requirement.Controls.Direct.Length.ToString(CultureInfo.InvariantCulture));
        }

        terminal.Out.Write(table);
        terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{requirements.Count} requirements."));
    }

    private static Command Show(Terminal terminal)
    {
        var library = Options.Library();
        var id = new Argument<string>("ID") { Description = "Identifier of the requirement, for example MHLW-6.5-03." };
        var format = Options.Format();
        var language = Options.Language();
        var command = new Command("show", "Shows one requirement.") { id, format, language, library };
        command.SetAction(parsed =>
        {
            if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files)
                return ExitCodes.BadInput;
            var wanted = parsed.GetValue(id)!;
            if (GuidelineNames.OfRequirement(wanted) is not { } guideline)
            {
                terminal.Error($"'{wanted}' is not a requirement: ids look like MHLW-6.5-03, MIC-3.2.3-14 or METI-2.6.7-07.");
                return ExitCodes.BadInput;
            }

            var diagnostics = new DiagnosticBag();
            var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
            var rows = loader.LoadGuideline(guideline, loader.LoadVocabulary())?.Requirements ?? [];
            terminal.Show(diagnostics);
            if (diagnostics.HasErrors)
                return ExitCodes.BadInput;
            if (rows.FirstOrDefault(r => string.Equals(r.Id, wanted, StringComparison.OrdinalIgnoreCase)) is not { } requirement)
            {
                terminal.Error($"There is no requirement '{wanted}'. 'policygen requirements list --guideline {guideline.Name()}' lists them.");
                return ExitCodes.BadInput;
            }

            if (parsed.GetValue(format) == ResultFormat.Json)
                terminal.StandardOutput.Write(JsonText.Write(CatalogueJson.Write(requirement)));
            else
                RequirementPage.Write(requirement, parsed.GetValue(language), terminal.StandardOutput);
            return ExitCodes.Success;
        });
        return command;
    }
}
