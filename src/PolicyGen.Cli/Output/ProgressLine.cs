using System.Diagnostics;
using System.Globalization;
using PolicyGen.Auditing;
using PolicyGen.Checking;
using PolicyGen.Diagnostics;
using Spectre.Console.Rendering;

namespace PolicyGen.Cli.Output;

/// <summary>
/// One line that says how far a run is: written over on a terminal, and now and then a line of its own in a log. A short run
/// shows nothing.
/// </summary>
/// <param name="error">Where to.</param>
/// <param name="isInteractive">True where a line can be written over.</param>
/// <param name="width">Columns of the terminal: what wraps cannot be written over.</param>
internal sealed class ProgressLine(TextWriter error, bool isInteractive, int width) : IProgress<CheckProgress>, IProgress<AuditProgress>, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _next = isInteractive ? Quiet : LogInterval;
    private int _written;

    public void Report(CheckProgress value) => Report(value.Step, value.Done, null, "");

    public void Report(AuditProgress value) => Report(value.Step, value.Done, value.Total, value.Scope);

    /// <summary>The text of a state: <c>reading states: 1,000 of 20,000, Sakura Hospital</c>. Names come from Azure.</summary>
    internal static string Text(string step, long done, long? total, string scope) => string.Create(CultureInfo.InvariantCulture,
        $"{step}: {done:N0}{(total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0}") : "")}{(scope.Length > 0 ? ", " + TerminalText.Escape(scope) : "")}");

    public void Dispose()
    {
        lock (_lock)
        {
            if (isInteractive && _written > 0)
                error.Write("\r" + new string(' ', _written) + "\r");
            _written = 0;
        }
    }

    private void Report(string step, long done, long? total, string scope)
    {
        lock (_lock)
        {
            if (_clock.Elapsed < _next)
                return;
            _next = _clock.Elapsed + (isInteractive ? TimeSpan.FromMilliseconds(200) : LogInterval);
            var text = Text(step, done, total, scope);
            if (!isInteractive)
            {
                error.Write(text + "\n");
                return;
            }

            while (Cells(text) >= width && text.Length > 0)
                text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
            var cells = Cells(text);
            error.Write("\r" + text + new string(' ', Math.Max(0, _written - cells)));
            _written = cells;
        }
    }

    // Japanese letters are two columns wide.
    private static int Cells(string text) => new Segment(text).CellCount();
}
