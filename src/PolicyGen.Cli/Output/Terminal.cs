using System.Text;
using PolicyGen.Diagnostics;
using Spectre.Console;

namespace PolicyGen.Cli.Output;

/// <summary>
/// Standard output for results, standard error for everything else. Plain text without colour when redirected, when
/// NO_COLOR is set or in CI.
/// </summary>
internal sealed class Terminal
{
    // What is redirected is never wrapped: it is for other programs and for logs.
    private const int RedirectedWidth = 4096;

    private readonly Lazy<IAnsiConsole> _out;
    private readonly TextWriter _error;
    private readonly bool _colour;

    private Terminal(TextWriter output, TextWriter error, bool redirected, bool colour)
    {
        _error = error;
        _colour = colour;
        StandardOutput = output;
        _out = new Lazy<IAnsiConsole>(() =>
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
            });
            if (redirected)
                console.Profile.Width = RedirectedWidth;
            return console;
        });
    }

    /// <summary>For results that are not drawn, such as JSON.</summary>
    public TextWriter StandardOutput { get; }

    /// <summary>For what pipelines read beside a result.</summary>
    public TextWriter StandardError => _error;

    /// <summary>For tables.</summary>
    public IAnsiConsole Out => _out.Value;

    public static Terminal Create()
    {
        var colour = !Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new Terminal(output, error, Console.IsOutputRedirected, colour);
    }

    /// <summary>An error of usage.</summary>
    public void Error(string message) => _error.WriteLine("error: " + TerminalText.Escape(message));

    /// <summary>A remark beside the result.</summary>
    public void Note(string message) => _error.WriteLine(TerminalText.Escape(message));

    /// <summary>Diagnostics beside a result, one a line, in the form that editors and pipelines recognise.</summary>
    public void Show(IEnumerable<Diagnostic> diagnostics) => Write(diagnostics, _error);

    /// <summary>Diagnostics that are the result.</summary>
    public void ShowResult(IEnumerable<Diagnostic> diagnostics) => Write(diagnostics, StandardOutput);

    private void Write(IEnumerable<Diagnostic> diagnostics, TextWriter writer)
    {
        foreach (var diagnostic in diagnostics)
        {
            var line = diagnostic.ToString();
            if (_colour && diagnostic.Severity != DiagnosticSeverity.Info)
                line = $"\u001b[{(diagnostic.Severity == DiagnosticSeverity.Error ? 31 : 33)}m{line}\u001b[0m";
            writer.WriteLine(line);
        }
    }

    /// <summary>Shows how far a long run is; ends when disposed.</summary>
    public ProgressLine StartProgress() => new(_error, isInteractive: !Console.IsErrorRedirected && _colour, _colour ? Out.Profile.Width : 80);

    /// <summary>Text for a table cell.</summary>
    public static string Cell(string text) => Markup.Escape(TerminalText.Escape(text));
}
