using PolicyGen.Reports;
using Spectre.Console;

namespace PolicyGen.Cli.Output;

/// <summary>How wide things are: columns on a wide terminal, lines elsewhere, and nothing that a pipeline would obey.</summary>
internal static class Layout
{
    private const int MinTableWidth = 180;

    // Redirected output has no width to fit columns into: they would be as wide as their longest text.
    private const int MaxTableWidth = 1000;

    // Far less than the width of redirected output: a line that wraps there could begin with what a pipeline obeys.
    private const int MaxLine = 1000;

    /// <summary>True where tables have room.</summary>
    public static bool HasColumns(IAnsiConsole console) => console.Profile.Width is >= MinTableWidth and <= MaxTableWidth;

    /// <summary>A text that has a line for itself.</summary>
    public static string Text(string text) => Terminal.Cell(ReportTexts.Shorten(text, MaxLine));

    /// <summary>A text that shares a line with two others.</summary>
    public static string Part(string text) => Terminal.Cell(ReportTexts.Shorten(text, MaxLine / 3));

    /// <summary>Writes a line of plain text.</summary>
    public static void Line(IAnsiConsole console, string text) => console.MarkupLine(Text(text));

    /// <summary>Writes lines of markup, each moved to the right.</summary>
    public static void Indented(IAnsiConsole console, IReadOnlyList<string> lines)
    {
        // A padder indents what it wraps, and fills lines up to the width that it has. Where it wraps, no command may begin.
        if (console.Profile.Width < MinTableWidth)
            console.Write(new Padder(new Rows(lines.Select(l => new Markup(l.Replace(" ::", " \\u{003A}:", StringComparison.Ordinal)))), new Padding(2, 0, 0, 0)));
        else
            lines.ToList().ForEach(l => console.MarkupLine("  " + l));
    }
}
