using System.Globalization;
using System.Text;

namespace PolicyGen.Diagnostics;

/// <summary>How bad a <see cref="Diagnostic"/> is. Only <see cref="Error"/> makes a command fail.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>Works, but a reviewer would ask about it.</summary>
    Warning,

    /// <summary>Wrong: nothing may be built on it.</summary>
    Error,
}

/// <summary>
/// A place in a text file. Line and column are 1-based and 0 when unknown, as in MSBuild and in SARIF regions;
/// <see cref="JsonPath"/> is in Newtonsoft's notation (<c>properties.rules[0].name</c>) and empty for the root.
/// </summary>
public readonly record struct SourceLocation(string File, int Line = 0, int Column = 0, string JsonPath = "")
{
    /// <summary>Not in a file.</summary>
    public static SourceLocation None { get; } = new("");

    /// <summary>A path as messages name it, with forward slashes.</summary>
    public static string Display(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Replace('\\', '/');
    }
}

/// <summary>
/// One thing that is wrong or noteworthy about the input. Diagnostics are collected and shown together;
/// an exception is reserved for what is nobody's input (a bug, a broken disk).
/// </summary>
/// <param name="Id">Stable kebab-case identifier, the same as the lint rule's page under docs/rules.</param>
/// <param name="Severity">Severity.</param>
/// <param name="Message">One sentence for a person, without location.</param>
/// <param name="Location">Where.</param>
public sealed record Diagnostic(string Id, DiagnosticSeverity Severity, string Message, SourceLocation Location)
{
    /// <summary>An error.</summary>
    public static Diagnostic Error(string id, string message, SourceLocation location) =>
        new(id, DiagnosticSeverity.Error, message, location);

    /// <summary>A warning.</summary>
    public static Diagnostic Warning(string id, string message, SourceLocation location) =>
        new(id, DiagnosticSeverity.Warning, message, location);

    /// <summary>
    /// The one-line form that editors, GitHub problem matchers and MSBuild understand:
    /// <c>file(line,column): error id: message [path]</c>. Control characters of the input are escaped.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Location.File.Length > 0)
        {
            text.Append(Location.File);
            if (Location.Line > 0)
                text.Append(CultureInfo.InvariantCulture, $"({Location.Line},{Math.Max(1, Location.Column)})");
            text.Append(": ");
        }

        text.Append(SeverityName).Append(' ').Append(Id).Append(": ").Append(Message);
        if (Location.JsonPath.Length > 0)
            text.Append(" [").Append(Location.JsonPath).Append(']');
        return TerminalText.Escape(text.ToString());
    }

    /// <summary><c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public string SeverityName => Severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };
}
