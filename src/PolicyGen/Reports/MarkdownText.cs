using System.Text;
using PolicyGen.Diagnostics;

namespace PolicyGen.Reports;

/// <summary>Text of unknown origin within GitHub Flavored Markdown: it stays text, on one line, in a table too.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// Markup is escaped; &lt;, &gt; and &amp; become entities; mentions and links that GitHub makes of plain text are
    /// broken by entities, which look the same.
    /// </summary>
    public static string Escape(string text)
    {
        var clean = TerminalText.Escape(text);
        var result = new StringBuilder(clean.Length + 16);
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            switch (c)
            {
                case '<':
                    result.Append("&lt;");
                    break;
                case '>':
                    result.Append("&gt;");
                    break;
                case '&':
                    result.Append("&amp;");
                    break;
                case '@':
                    result.Append("&#64;");
                    break;
                case ':' when i + 1 < clean.Length && clean[i + 1] == '/':
                    result.Append("&#58;");
                    break;
                case '.' when i >= 3 && clean.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase):
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '+' or '!' or '|' or '~' or '$':
                case '-' or '=' when i == 0:
                case '.' when i > 0 && char.IsAsciiDigit(clean[i - 1]) && clean.AsSpan(0, i).TrimStart("0123456789").IsEmpty:
                    result.Append('\\').Append(c);
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }
}
