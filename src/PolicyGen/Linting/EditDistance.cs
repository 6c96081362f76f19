namespace PolicyGen.Linting;

/// <summary>How far apart two names are, to suggest what a misspelt one meant.</summary>
internal static class EditDistance
{
    /// <summary>
    /// Number of characters to insert, delete or replace, without regard to case; anything above
    /// <paramref name="limit"/> when there are more.
    /// </summary>
    public static int Between(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return limit + 1;
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > limit)
                return limit + 1;
        }

        return row[right.Length];
    }
}
