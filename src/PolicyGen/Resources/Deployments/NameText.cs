using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Resources.Deployments;

/// <summary>Writes names that are left as expressions as text: what is known of them, and the rest in braces.</summary>
internal static class NameText
{
    private const int MaxPlaceholder = 80;

    /// <summary>The parts of a full name, an expression or a text.</summary>
    public static IReadOnlyList<string> Segments(string name) => Parse(name) is { } expression
        ? Of(expression).Split('/')
        : ExpandedValues.IsUnresolved(name) ? [Placeholder(name)] : name.Split('/');

    /// <summary>The text of an expression. A slash in it separates the parts of a name.</summary>
    public static string Of(Expression expression)
    {
        switch (expression)
        {
            case StringLiteral literal:
                return literal.Value;
            case FunctionCall call when call.Is("concat"):
                return string.Concat(call.Arguments.Select(Of));
            case FunctionCall call when call.Is("format") && call.LiteralArgument is { } format && Format(format, call) is { } text:
                return text;
            case IndexAccess { Target: FunctionCall filter, Index: IntegerLiteral { Value: var index } } when Split(filter) is { } parts && index >= 0 && index < parts.Length:
                return parts[index];
            default:
                return Placeholder(ExpressionPrinter.Print(expression));
        }
    }

    private static Expression? Parse(string name) => ExpandedValues.IsUnresolved(name) ? ExpressionParser.Parse(name).Expression : null;

    // What the compiler writes to get at one part of a name: filter(split(name, '/'), lambda(…))[0].
    private static string[]? Split(FunctionCall filter) =>
        filter.Is("filter") && filter.Arguments is [FunctionCall split, ..] && split.Is("split") && split.Arguments is [var name, StringLiteral { Value: "/" }]
            ? Of(name).Split('/', StringSplitOptions.RemoveEmptyEntries)
            : null;

    private static string? Format(string format, FunctionCall call)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is '{' or '}' && i + 1 < format.Length && format[i + 1] == format[i])
            {
                text.Append(format[i++]);
            }
            else if (format[i] == '{')
            {
                var end = format.IndexOf('}', i);
                if (end < 0 || !int.TryParse(format.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number + 1 >= call.Arguments.Length)
                    return null;
                text.Append(Of(call.Arguments[number + 1]));
                i = end;
            }
            else
            {
                text.Append(format[i]);
            }
        }

        return text.ToString();
    }

    // Slashes would look like the ends of names. A long expression is cut, and a hash keeps it apart from others.
    private static string Placeholder(string expression)
    {
        var inner = expression.TrimStart('[').Replace('/', '|');
        inner = inner.EndsWith(']') ? inner[..^1] : inner;
        if (inner.Length > MaxPlaceholder)
            inner = inner[..(MaxPlaceholder - 10)] + "…#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inner)), 0, 4);
        return "{" + inner + "}";
    }
}
