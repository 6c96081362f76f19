using System.Globalization;
using System.Text.RegularExpressions;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>Turns what the compiler says into diagnostics at the user's files.</summary>
internal static partial class CompilerMessages
{
    private const string ModuleHasErrors = "BCP104";
    private const string AssignmentMissing = "BCP258";
    private const string NotRestored = "BCP190";
    private const string CannotRestore = "BCP192";

    /// <summary>The errors among the messages, or everything when none of them is an error.</summary>
    /// <param name="messages">The compiler's messages.</param>
    /// <param name="locate">Where a message belongs.</param>
    public static IEnumerable<Diagnostic> Errors(IReadOnlyList<BicepMessage> messages, Func<BicepMessage, SourceLocation> locate)
    {
        var errors = messages.Where(m => m.IsError).ToList();
        // "The referenced module has errors" only repeats those of the module.
        if (errors.Exists(m => m.Code != ModuleHasErrors))
            errors.RemoveAll(m => m.Code == ModuleHasErrors);
        return (errors.Count > 0 ? errors : messages).Select(m => Diagnostic.Error("bicep-error", Text(m), locate(m)));
    }

    /// <summary>The warnings of the language itself; those of the linter have names instead of numbers.</summary>
    public static IEnumerable<Diagnostic> Warnings(IEnumerable<BicepMessage> messages, Func<BicepMessage, SourceLocation> locate) =>
        messages.Where(m => !m.IsError && m.Code.StartsWith("BCP", StringComparison.Ordinal)).Select(m => Diagnostic.Warning("bicep-warning", Text(m), locate(m)));

    /// <summary>The parameters that a message says to lack a value.</summary>
    public static IReadOnlyList<string> MissingParameters(BicepMessage message) =>
        message.Code == AssignmentMissing ? [.. Quoted().Matches(message.Message).Select(m => m.Groups["name"].Value)] : [];

    /// <summary>Where a message stands in its file.</summary>
    public static SourceLocation Locate(BicepMessage message, FileNames names) =>
        new(names.Of(message.Source), message.Range.Start.Line + 1, message.Range.Start.Char + 1);

    /// <summary>The place in the template that a message of the deployment engine names, and the message without it.</summary>
    public static (string Text, int Line, int Column) SplitPosition(string message)
    {
        var match = Position().Match(message);
        return !match.Success
            ? (message, 0, 0)
            : (Position().Replace(message, ""), int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static string Text(BicepMessage message) => message.Code is NotRestored or CannotRestore
        ? $"{message.Code}: {message.Message} Run 'bicep restore' where the registry can be reached; what it restores is used offline."
        : $"{message.Code}: {message.Message}";

    [GeneratedRegex("\"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(" at line '(?<line>[0-9]{1,8})' and column '(?<column>[0-9]{1,8})'", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
