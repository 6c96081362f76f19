using System.CommandLine;
using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Reports.Coverage;
using Spectre.Console;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen coverage</c>.</summary>
internal static class CoverageCommand
{
    private enum CoverageFormat
    {
        Table,
        Json,
        Csv,
        Markdown,
    }

    public static Command Create(Terminal terminal)
    {
        var guideline = Options.Guideline();
        var format = new Option<CoverageFormat>("--format")
        {
            Description = "Format of the result: table, json, csv or markdown. Default: table.",
            HelpName = "table|json|csv|markdown",
            DefaultValueFactory = _ => CoverageFormat.Table,
            CustomParser = Options.Choice(("table", CoverageFormat.Table), ("json", CoverageFormat.Json), ("csv", CoverageFormat.Csv), ("markdown", CoverageFormat.Markdown)),
        };
        var check = new Option<bool>("--check") { Description = "Exit with 1 when a signal or a control is left without an answer." };
        var language = Options.Language();
        var library = Options.Library();
        var command = new Command("coverage", "Shows which control answers which requirement, and the gaps.") { guideline, format, check, language, library };
        command.SetAction(parsed =>
        {
            if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files)
                return ExitCodes.BadInput;
            var diagnostics = new DiagnosticBag();
            var loaded = new LibraryLoader(files, diagnostics, validateSchemas: false).Load([]);
            terminal.Show(diagnostics);
            if (loaded is null)
                return ExitCodes.BadInput;
            var matrix = CoverageMatrix.Of(loaded, parsed.GetValue(guideline));
            Write(matrix, loaded, parsed.GetValue(format), parsed.GetValue(language), terminal);
            return parsed.GetValue(check) && matrix.HasGaps ? ExitCodes.Findings : ExitCodes.Success;
        });
        return command;
    }

    private static void Write(CoverageMatrix matrix, Library library, CoverageFormat format, Language language, Terminal terminal)
    {
        switch (format)
        {
            case CoverageFormat.Json:
                terminal.StandardOutput.Write(JsonText.Write(CoverageJson.Write(matrix)));
                break;
            case CoverageFormat.Csv:
                CoverageCsv.Write(matrix, library, language, terminal.StandardOutput);
                break;
            case CoverageFormat.Markdown:
                terminal.StandardOutput.Write(CoverageMarkdown.Write(matrix, library, language));
                break;
            default:
                Draw(matrix, language, terminal);
                break;
        }
    }

    private static void Draw(CoverageMatrix matrix, Language language, Terminal terminal)
    {
        var ja = language == Language.Japanese;
        var rows = new Table().Border(TableBorder.Minimal)
            .AddColumn(new TableColumn("ID").NoWrap())
            .AddColumn(ja ? "要求事項" : "Requirement")
            .AddColumn(ja ? "方式" : "Automation")
            .AddColumn(ja ? "範囲" : "Coverage")
            .AddColumn(new TableColumn(ja ? "直接" : "Direct").RightAligned())
            .AddColumn(new TableColumn(ja ? "補助" : "Supporting").RightAligned())
            .AddColumn(ja ? "確認できないシグナル" : "Signals not served");
        foreach (var row in matrix.Requirements)
        {
            rows.AddRow(
                Terminal.Cell(row.Requirement.Id),
                Terminal.Cell(row.Requirement.Title.In(language)),
                CatalogueJson.Name(row.Requirement.Automation),
                CatalogueJson.Name(row.Requirement.Coverage),
                Number(row.Requirement.Controls.Direct.Length),
                Number(row.Requirement.Controls.Supporting.Length),
                Terminal.Cell(string.Join(", ", row.Signals.Where(s => s.Controls.IsEmpty).Select(s => s.IsGap ? s.Signal + (ja ? " (理由なし)" : " (gap)") : s.Signal))));
        }

        var counts = new Table().Border(TableBorder.Minimal).AddColumn(ja ? "ガイドライン" : "Guideline");
        foreach (var column in ja
            ? (string[])["要求事項", "policy", "manual", "platform", "full", "partial", "none", "直接", "補助", "理由あり", "欠落"]
            : ["Requirements", "policy", "manual", "platform", "full", "partial", "none", "Direct", "Supporting", "Explained", "Gaps"])
        {
            counts.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, count) in matrix.ByGuideline.Select(g => (g.Guideline.Prefix(), g.Counts)).Append((ja ? "合計" : "All", matrix.Total)))
        {
            counts.AddRow([Terminal.Cell(name), .. count.Row.Select(Number)]);
        }

        terminal.Out.Write(rows);
        terminal.Out.Write(counts);
        if (!matrix.Unused.IsEmpty)
            terminal.StandardOutput.WriteLine((ja ? "どの要求事項も挙げていない統制: " : "Controls that no requirement names: ") + string.Join(", ", matrix.Unused.Select(c => TerminalText.Escape(c.Id))));
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
