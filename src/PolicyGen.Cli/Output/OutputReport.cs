using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;

namespace PolicyGen.Cli.Output;

/// <summary>Tells what was done with an output folder.</summary>
internal static class OutputReport
{
    /// <summary>Lists the differences, if there are any.</summary>
    /// <param name="result">The result.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="command">The command that would mend it.</param>
    /// <param name="terminal">Where to.</param>
    /// <returns>True when there were.</returns>
    public static bool ShowDrifts(OutputResult result, string folder, string command, Terminal terminal)
    {
        if (result.Drifts.IsEmpty)
            return false;
        foreach (var drift in result.Drifts)
            terminal.StandardOutput.WriteLine($"{CatalogueJson.Name(drift.Kind)}: {TerminalText.Escape(drift.Path)}");
        terminal.Error($"{result.Drifts.Length.ToString(CultureInfo.InvariantCulture)} files in {folder} are not what would be written; run 'policygen {command}'.");
        return true;
    }

    /// <summary>Says how many files were written, or that the folder is current.</summary>
    public static void ShowWritten(OutputResult result, string folder, Terminal terminal) =>
        terminal.StandardOutput.WriteLine(result.Written is { } written
            ? string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Escape(folder)}: {written.Written} files written, {written.Unchanged} unchanged, {written.Removed} removed.")
            : $"{TerminalText.Escape(folder)} is current.");
}
