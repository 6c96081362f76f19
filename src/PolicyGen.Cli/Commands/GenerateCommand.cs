using System.CommandLine;
using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Rendering.Initiatives;
using Spectre.Console;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen generate</c>.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal)
    {
        var library = Options.Library();
        var guideline = Options.Guideline();
        var language = Options.Language();
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Folder to write. Default: policies/rendered of the library.",
            HelpName = "DIR",
        };
        var definitions = new Option<DefinitionPreference>("--definitions")
        {
            Description = "builtin-first refers to Microsoft's definitions where they say the same; custom to our own wherever Azure accepts them. Default: builtin-first.",
            HelpName = "builtin-first|custom",
            DefaultValueFactory = _ => DefinitionPreference.BuiltInFirst,
            CustomParser = Options.Choice(("builtin-first", DefinitionPreference.BuiltInFirst), ("custom", DefinitionPreference.Custom)),
        };
        var aliases = Options.Aliases();
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 when the folder is not what would be written." };

        var command = new Command("generate", "Renders policy definitions, initiatives and the Bicep that deploys them.") { output, guideline, definitions, language, check, aliases, library };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                MemoryBudget.PostponeCollections();
                if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files)
                    return ExitCodes.BadInput;
                if (Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } aliasTable)
                    return ExitCodes.BadInput;
                var folder = parsed.GetValue(output)?.FullName ?? DefaultOutput(files);
                var options = new GenerateOptions(folder, parsed.GetValue(guideline), new RenderOptions(parsed.GetValue(language), parsed.GetValue(definitions)), parsed.GetValue(check), aliasTable);
                var diagnostics = new DiagnosticBag();
                var result = Generator.Run(files, options, diagnostics, cancellationToken);
                terminal.Show(diagnostics);
                return result is null ? ExitCodes.BadInput : Report(result, folder, terminal);
            },
            cancellationToken));
        return command;
    }

    private static string DefaultOutput(LibraryFiles files) => Path.Combine(Options.WritableRoot(files), "policies", "rendered");

    private static int Report(GenerateResult result, string folder, Terminal terminal)
    {
        if (OutputReport.ShowDrifts(result.Output, folder, "generate", terminal))
            return ExitCodes.Findings;

        var summary = result.Summary;
        var table = new Table().Border(TableBorder.Minimal)
            .AddColumn("Initiative")
            .AddColumn(new TableColumn("Requirements").RightAligned())
            .AddColumn(new TableColumn("References").RightAligned())
            .AddColumn(new TableColumn("Parameters").RightAligned())
            .AddColumn(new TableColumn("Bytes").RightAligned());
        foreach (var initiative in summary.Initiatives)
        {
            table.AddRow(initiative.Name, Number(initiative.Groups), Number(initiative.References), Number(initiative.Parameters), Number(initiative.Bytes));
        }

        terminal.Out.Write(table);
        terminal.StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Requirements} requirements, {summary.Controls} controls: {summary.CustomDefinitions} custom definitions to deploy, {summary.BuiltInDefinitions} built-in definitions referenced."));
        OutputReport.ShowWritten(result.Output, folder, terminal);
        return ExitCodes.Success;
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
