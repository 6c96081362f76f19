namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// Operators on texts. Without _cs they ignore case; a value that is missing is the empty text. has looks for a whole term:
/// a run of letters and digits.
/// </summary>
internal static class KustoTextOperators
{
    public static KustoBound Bind(string name, KustoBound left, KustoBound right, int position)
    {
        if (!left.Type.IsText() || !right.Type.IsText())
            throw KustoComparison.Undefined(name, left, right, position);
        var negated = name[0] == '!';
        var (test, comparison) = Test(name);
        var (first, second) = (left.Read, right.Read);
        return new KustoBound(KustoType.Bool, cells => KustoValue.Of(test(KustoConvert.Text(first(cells)), KustoConvert.Text(second(cells)), comparison) != negated));
    }

    private static (Func<string, string, StringComparison, bool> Test, StringComparison Comparison) Test(string name)
    {
        var word = name.TrimStart('!');
        var comparison = word.EndsWith("_cs", StringComparison.Ordinal) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return (word.Replace("_cs", "", StringComparison.Ordinal) switch
        {
            "has" => (a, b, c) => HasTerm(a, b, c),
            "hasprefix" => (a, b, c) => HasTerm(a, b, c, toEnd: false),
            "hassuffix" => (a, b, c) => HasTerm(a, b, c, fromStart: false),
            "contains" => (a, b, c) => a.Contains(b, c),
            "startswith" => (a, b, c) => a.StartsWith(b, c),
            "endswith" => (a, b, c) => a.EndsWith(b, c),
            // =~ and !~
            _ => string.Equals,
        }, comparison);
    }

    /// <summary>Whether the text holds the term with no letter or digit next to it.</summary>
    public static bool HasTerm(string text, string term, StringComparison comparison, bool fromStart = true, bool toEnd = true)
    {
        if (term.Length == 0)
            return true;
        for (var at = text.IndexOf(term, comparison); at >= 0; at = at + 1 < text.Length ? text.IndexOf(term, at + 1, comparison) : -1)
        {
            var end = at + term.Length;
            if ((!fromStart || at == 0 || IsBoundary(text[at - 1], text[at])) && (!toEnd || end == text.Length || IsBoundary(text[end - 1], text[end])))
                return true;
        }

        return false;
    }

    private static bool IsBoundary(char a, char b) => !char.IsLetterOrDigit(a) || !char.IsLetterOrDigit(b);
}
