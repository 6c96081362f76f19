namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// The order of texts by .NET's invariant culture, which Azure compares by (template-functions-comparison.md: 'A' is
/// greater than 'a'; definition-structure-policy-rule.md: conditions ignore case). That order comes from the operating
/// system, and the two that there are, of Windows (NLS) and of Unicode (ICU), differ in hyphens and symbols. This one is
/// the same everywhere: it answers where both agree, and says that it does not know where they do not.
/// </summary>
internal static class InvariantOrder
{
    /// <summary>Compares two texts: negative, zero or positive; null where the two orders differ or may differ.</summary>
    public static int? Compare(string left, string right, bool ignoreCase)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
            return 0;
        if (left.Length == 0 || right.Length == 0)
            return left.Length - right.Length;
        if (!IsPlain(left) || !IsPlain(right))
            return null;

        // Letters first, then case: the first difference in case counts when there is no other. Small letters come first.
        var order = 0;
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a == b)
                continue;
            if (!char.IsAsciiLetter(a) || char.ToLowerInvariant(a) != char.ToLowerInvariant(b))
                return CompareDifferent(a, b);
            if (order == 0 && !ignoreCase)
                order = char.IsAsciiLetterLower(a) ? -1 : 1;
        }

        if (left.Length == right.Length)
            return order;
        // Windows ignores hyphens unless nothing else differs, and case comes before them.
        var rest = left.Length > right.Length ? left.AsSpan(common) : right.AsSpan(common);
        if (order != 0 && rest.IndexOfAnyExcept('-', '\'') < 0)
            return null;
        return left.Length - right.Length;
    }

    private static int? CompareDifferent(char a, char b)
    {
        if (a is '-' or '\'' || b is '-' or '\'')
            return null;
        var (rankA, rankB) = (Rank(a), Rank(b));
        if (rankA != rankB)
            return rankA - rankB;
        return rankA == 0 ? null : char.ToLowerInvariant(a) - char.ToLowerInvariant(b);
    }

    // Symbols come before digits, digits before letters; among symbols there are two orders.
    private static int Rank(char c) => char.IsAsciiLetter(c) ? 2 : char.IsAsciiDigit(c) ? 1 : 0;

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
