using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Cli.Commands;

/// <summary>How a result is written to standard output.</summary>
internal enum ResultFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>Options that several commands share, and how their values are read.</summary>
internal static class Options
{
    public static Option<DirectoryInfo?> Library() => new("--library")
    {
        Description = "Folder that holds policies/ and templates/. Default: the nearest one at or above the current folder, else the one packed with the tool.",
        HelpName = "DIR",
    };

    public static Option<ImmutableArray<GuidelineId>> Guideline() => new("--guideline")
    {
        Description = "Guidelines, separated by commas: mhlw, mic, meti. Default: all.",
        HelpName = "NAMES",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var chosen = ImmutableArray.CreateBuilder<GuidelineId>();
            foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (GuidelineNames.Parse(name) is { } id)
                    chosen.Add(id);
                else
                    result.AddError($"There is no guideline '{name}'; known are {string.Join(", ", GuidelineNames.All.Select(g => g.Name()))}.");
            }

            return chosen.ToImmutable();
        },
    };

    public static Option<Language> Language() => new("--language")
    {
        Description = "Language of texts: ja or en. Default: ja.",
        HelpName = "ja|en",
        DefaultValueFactory = _ => Catalogue.Language.Japanese,
        CustomParser = Choice(("ja", Catalogue.Language.Japanese), ("en", Catalogue.Language.English)),
    };

    public static Option<FileInfo?> Aliases() => new("--aliases")
    {
        Description = "Table of aliases that are newer than the built-in one: alias TAB path, one a line ('az provider list --expand resourceTypes/aliases' has them).",
        HelpName = "FILE",
    };

    /// <summary>The alias table with the user's additions; null after saying why the file cannot be read.</summary>
    public static Func<AliasTable>? AliasTableFrom(FileInfo? file, Terminal terminal)
    {
        if (file is null)
            return AliasTable.Load;
        var diagnostics = new DiagnosticBag();
        if (JsonText.ReadFile(file.FullName, file.FullName, diagnostics) is not { } text)
        {
            terminal.Show(diagnostics);
            return null;
        }

        return () =>
        {
            var table = AliasTable.Load();
            table.Add(new StringReader(text));
            return table;
        };
    }

    public static Option<ResultFormat> Format() => new("--format")
    {
        Description = "Format of the result: table or json. Default: table.",
        HelpName = "table|json",
        DefaultValueFactory = _ => ResultFormat.Table,
        CustomParser = Choice(("table", ResultFormat.Table), ("json", ResultFormat.Json)),
    };

    /// <summary>The time of the run.</summary>
    public static Option<DateTimeOffset?> Now() => Time("--now", "The time of the run, for repeatable results: 2026-01-31 or 2026-01-31T09:00:00Z. Default: now.");

    public static Option<string?> Exemptions() => Text("--exemptions", "JSON file of exemptions, with owner, reason and expiry.", "FILE");

    public static Option<string?> Attestations() => Text("--attestations", "JSON file of attestations, with evidence and expiry.", "FILE");

    public static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    /// <summary>An option for an instant; a time without an offset is UTC.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return time;
            result.AddError($"'{result.Tokens[^1].Value}' is no time; write 2026-01-31 or 2026-01-31T09:00:00Z.");
            return null;
        },
    };

    /// <summary>An option for an enumeration in the spelling of the data files; null when it is not given.</summary>
    public static Option<T?> Enumeration<T>(string name, string description) where T : struct, Enum
    {
        var values = Enum.GetValues<T>().Select(v => (CatalogueJson.Name(v), (T?)v)).ToArray();
        return new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', values.Select(v => v.Item1)),
            DefaultValueFactory = _ => null,
            CustomParser = Choice(values),
        };
    }

    public static Func<ArgumentResult, T> Choice<T>(params (string Name, T Value)[] choices) => result =>
    {
        var given = result.Tokens[^1].Value;
        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, given, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        result.AddError($"'{given}' is not one of {string.Join(", ", choices.Select(c => c.Name))}.");
        return choices[0].Value;
    };

    /// <summary>The folder that a command may write to: the library's, but for the copy packed with the tool.</summary>
    public static string WritableRoot(LibraryFiles files) =>
        files.Root.StartsWith(Path.GetFullPath(AppContext.BaseDirectory), StringComparison.Ordinal) ? Environment.CurrentDirectory : files.Root;

    /// <summary>Finds the library, or says that there is none.</summary>
    public static LibraryFiles? FindLibrary(DirectoryInfo? chosen, Terminal terminal)
    {
        if (chosen is not null)
        {
            var files = new LibraryFiles(chosen.FullName);
            if (File.Exists(files.Vocabulary))
                return files;
            terminal.Error($"{chosen.FullName} holds no policies/library.json.");
            return null;
        }

        var found = LibraryFiles.Find(Environment.CurrentDirectory, Path.Combine(AppContext.BaseDirectory, "library"));
        if (found is null)
            terminal.Error("No policies/library.json was found at or above the current folder, nor beside the tool.");
        return found;
    }
}
