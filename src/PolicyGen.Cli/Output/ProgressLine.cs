using System.Diagnostics;
using System.Globalization;
using PolicyGen.Checking;

namespace PolicyGen.Cli.Output;

/// <summary>
/// One line that says how far a run is: written over on a terminal, and now and then a line of its own in a log. A short run
/// shows nothing.
/// </summary>
internal sealed class ProgressLine(TextWriter error, bool isInteractive) : IProgress<CheckProgress>, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _next = isInteractive ? Quiet : LogInterval;
    private int _width;

    public void Report(CheckProgress value)
    {
        lock (_lock)
        {
            if (_clock.Elapsed < _next)
                return;
            _next = _clock.Elapsed + (isInteractive ? TimeSpan.FromMilliseconds(200) : LogInterval);
            var text = string.Create(CultureInfo.InvariantCulture, $"{value.Step}: {value.Done:N0}");
            error.Write(isInteractive ? "\r" + text.PadRight(_width) : text + "\n");
            _width = text.Length;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (isInteractive && _width > 0)
                error.Write("\r" + new string(' ', _width) + "\r");
        }
    }
}
