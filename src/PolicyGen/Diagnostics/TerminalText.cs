using System.Globalization;
using System.Text;

namespace PolicyGen.Diagnostics;

/// <summary>
/// Makes text of unknown origin safe to print: a resource name must not move the cursor, recolour a log or give orders to
/// the pipeline that reads it.
/// </summary>
public static class TerminalText
{
    /// <summary>
    /// Replaces control characters (C0, DEL, C1) and the invisible characters that reorder text (bidirectional
    /// controls, line and paragraph separators) by a visible <c>\u{XXXX}</c>. Tabs and line feeds become spaces. The first
    /// character of what a pipeline takes for a command is made visible likewise: <c>##vso[</c> and <c>##[</c> anywhere
    /// (Azure DevOps), <c>::</c> at the beginning (GitHub).
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Disarm(EscapeCharacters(text));
    }

    private static string EscapeCharacters(string text)
    {
        var first = 0;
        while (first < text.Length && !NeedsEscape(text[first]))
            first++;
        if (first == text.Length)
            return text;

        var result = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (var c in text.AsSpan(first))
        {
            if (c is '\t' or '\n' or '\r')
                result.Append(' ');
            else if (NeedsEscape(c))
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:X4}}}");
            else
                result.Append(c);
        }

        return result.ToString();
    }

    private static string Disarm(string text)
    {
        if (text.Contains("##", StringComparison.Ordinal))
        {
            text = text.Replace("##[", "\\u{0023}#[", StringComparison.Ordinal)
                .Replace("##vso[", "\\u{0023}#vso[", StringComparison.OrdinalIgnoreCase);
        }

        return text.AsSpan().TrimStart().StartsWith("::") ? text.Replace("::", "\\u{003A}:", StringComparison.Ordinal) : text;
    }

    private static bool NeedsEscape(char c) =>
        char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C';
}
