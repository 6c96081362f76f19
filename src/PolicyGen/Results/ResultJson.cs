using System.Globalization;
using System.Reflection;
using Newtonsoft.Json;
using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>
/// Results as JSON (schema <c>policygen/result/1</c>, policies/schemas/result.schema.json), written and read piece by piece:
/// a result may hold half a million findings.
/// </summary>
public static class ResultJson
{
    /// <summary>Value of the property <c>schema</c>.</summary>
    public const string Schema = "policygen/result/1";

    /// <summary>File name of its JSON Schema.</summary>
    public const string SchemaName = "result.schema.json";

    /// <summary>Largest file that is read, in bytes: about a million findings.</summary>
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Version of the tool that writes, <c>major.minor.patch</c>.</summary>
    public static string ToolVersion { get; } =
        typeof(ResultJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Writes a result: two spaces, line feeds, a final line feed, invariant numbers. Equal results give equal text.</summary>
    public static void Write(RunResult result, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using (var json = NewWriter(output))
            new ResultJsonWriter(json).Write(result);
        output.Write('\n');
    }

    /// <summary>Reads a saved result.</summary>
    /// <returns>The result; null after adding diagnostics.</returns>
    public static RunResult? Read(TextReader input, string file, DiagnosticBag diagnostics) => Read(input, file, diagnostics, null);

    /// <summary>Reads a saved result from a file.</summary>
    /// <returns>The result; null after adding diagnostics.</returns>
    public static RunResult? ReadFile(string path, string display, DiagnosticBag diagnostics) => ReadFile(path, display, diagnostics, null);

    /// <summary>The writer that all JSON reports share. It leaves the text writer open.</summary>
    internal static JsonTextWriter NewWriter(TextWriter output) => new(new LineFeedWriter(output))
    {
        Formatting = Formatting.Indented,
        Indentation = 2,
        Culture = CultureInfo.InvariantCulture,
        CloseOutput = false,
    };

    /// <summary>Reads a result whose findings go one by one to a function, if there is one; the result itself then has none.</summary>
    internal static RunResult? ReadFile(string path, string display, DiagnosticBag diagnostics, Action<Finding>? onFinding)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
            {
                diagnostics.Error("file-too-large", string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes; at most {MaxBytes} are read."), new SourceLocation(display));
                return null;
            }

            using var reader = new StreamReader(path, Data.JsonText.StrictUtf8, detectEncodingFromByteOrderMarks: true);
            return Read(reader, display, diagnostics, onFinding);
        }
        catch (System.Text.DecoderFallbackException)
        {
            diagnostics.Error("file-encoding", "The file is not valid UTF-8.", new SourceLocation(display));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("file-unreadable", $"The file cannot be read: {e.Message}", new SourceLocation(display));
        }

        return null;
    }

    private static RunResult? Read(TextReader input, string file, DiagnosticBag diagnostics, Action<Finding>? onFinding)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var faults = new DiagnosticBag();
        var result = new ResultJsonReader(input, file, faults, onFinding).Read();
        diagnostics.AddRange(faults);
        return faults.HasErrors ? null : result;
    }
}
