using System.CommandLine;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen controls new</c>.</summary>
internal static class ControlsNewCommand
{
    private const string Compliant = "compliant";
    private const string NonCompliant = "nonCompliant";

    public static Command Create(Terminal terminal)
    {
        var alias = new Argument<string>("ALIAS") { Description = "Alias of the property, for example Microsoft.Storage/storageAccounts/allowSharedKeyAccess." };
        var expected = new Option<string>("--equals") { Description = "The value that the property must have: true, false, a number or a text. Default: true.", HelpName = "VALUE", DefaultValueFactory = _ => "true" };
        var missing = new Option<string>("--if-missing")
        {
            Description = "What a missing property means: compliant or nonCompliant. Default: nonCompliant.",
            HelpName = "compliant|nonCompliant",
            DefaultValueFactory = _ => NonCompliant,
        };
        missing.AcceptOnlyFromAmong(Compliant, NonCompliant);
        var area = new Option<string?>("--area") { Description = "Folder under policies/controls. Default: that of the controls on the same resource type.", HelpName = "NAME" };
        var id = new Option<string?>("--id") { Description = "Id of the control. Default: made of area and property.", HelpName = "ID" };
        var aliases = Options.Aliases();
        var library = Options.Library();
        var command = new Command("new", "Drafts the file of a control about one property, with samples and the built-ins that look at it.") { alias, expected, missing, area, id, aliases, library };
        command.SetAction(parsed =>
        {
            if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files || Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } table)
                return ExitCodes.BadInput;
            return Run(new Wanted(parsed.GetValue(alias)!, Value(parsed.GetValue(expected)!), parsed.GetValue(missing) == Compliant, parsed.GetValue(area), parsed.GetValue(id)), files, table(), terminal);
        });
        return command;
    }

    private sealed record Wanted(string Alias, JToken Expected, bool MissingIsCompliant, string? Area, string? Id);

    private static int Run(Wanted wanted, LibraryFiles files, AliasTable aliases, Terminal terminal)
    {
        if (Options.WritableRoot(files) != files.Root)
        {
            terminal.Error("The library that comes with the tool is not written to: run this in a checkout, or name one with --library.");
            return ExitCodes.BadInput;
        }

        if (!aliases.TryGet(wanted.Alias, out var alias) || aliases.TypeOf(wanted.Alias) is not { } type)
        {
            terminal.Error(ControlScaffold.Similar(wanted.Alias, aliases) is { Count: > 0 } near
                ? $"There is no alias '{wanted.Alias}'. Did you mean {string.Join(", ", near)}?"
                : $"There is no alias '{wanted.Alias}'; it is written provider/type/property.");
            return ExitCodes.BadInput;
        }

        var diagnostics = new DiagnosticBag();
        var loader = new LibraryLoader(files, diagnostics, validateSchemas: false);
        var vocabulary = loader.LoadVocabulary();
        var controls = vocabulary is null ? null : loader.LoadControls(vocabulary);
        terminal.Show(diagnostics);
        if (vocabulary is null || controls is null)
            return ExitCodes.BadInput;

        var area = wanted.Area ?? ControlScaffold.AreaOf(type, controls.Values);
        if (area is null || !vocabulary.Areas.ContainsKey(area))
        {
            terminal.Error(area is null
                ? $"No control is about {type} yet: name the folder with --area."
                : $"There is no area '{area}'; policies/library.json has {string.Join(", ", vocabulary.Areas.Keys)}.");
            return ExitCodes.BadInput;
        }

        var id = wanted.Id ?? ControlScaffold.DefaultId(area, alias.Name[(type.Length + 1)..]);
        if (!ControlScaffold.IsId(id))
        {
            terminal.Error($"'{id}' is no id of a control: lower-case letters, digits and hyphens, at most {ControlScaffold.MaxIdLength}. Give one with --id.");
            return ExitCodes.BadInput;
        }

        var path = Path.Combine(files.Controls, area, id + ".json");
        if (controls.ContainsKey(id) || File.Exists(path))
        {
            terminal.Error($"There is a control '{id}' already.");
            return ExitCodes.BadInput;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            file.Write(JsonText.Write(ControlScaffold.Draft(id, alias, type, wanted.Expected, wanted.MissingIsCompliant, BuiltInIndex.Load())));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error($"{path} cannot be written: {e.Message}");
            return ExitCodes.BadInput;
        }

        terminal.StandardOutput.WriteLine(TerminalText.Escape(path));
        terminal.Note($"Replace every {ControlScaffold.Placeholder}, choose signals and severity, name the control in policies/requirements, then: policygen controls test {id}; policygen generate; policygen lint.");
        return ExitCodes.Success;
    }

    // What is JSON is taken as JSON: true, 30. The rest is text.
    private static JToken Value(string text) => bool.TryParse(text, out var flag) ? flag : long.TryParse(text, out var number) ? number : text;
}
