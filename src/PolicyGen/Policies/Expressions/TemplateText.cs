namespace PolicyGen.Policies.Expressions;

/// <summary>
/// Tells literal strings from expressions. In templates and policy rules a string from <c>[</c> to <c>]</c> is an
/// expression, and <c>[[</c> in front of such a string makes it a literal that begins with one bracket
/// (MicrosoftDocs/azure-docs, azure-resource-manager/templates/template-expressions.md, "Escape characters").
/// </summary>
public static class TemplateText
{
    /// <summary>True when Azure evaluates the string instead of taking it as it is.</summary>
    public static bool IsExpression(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length >= 2 && text[0] == '[' && text[^1] == ']' && text[1] != '[';
    }

    /// <summary>The text that a string which is not an expression stands for: without the escaping bracket.</summary>
    public static string Unescape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("[[", StringComparison.Ordinal) && text[^1] == ']' ? text[1..] : text;
    }
}
