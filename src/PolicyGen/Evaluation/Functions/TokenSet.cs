using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// A set of values by <see cref="TokenEquality"/>, in which values may hold unknown parts. Lookups of known values are
/// cheap; those with unknown parts are compared one by one, up to a number of comparisons that a hostile input cannot
/// make long.
/// </summary>
internal sealed class TokenSet
{
    private const int MaxComparisons = 200_000;

    private readonly HashSet<JToken> _known = new(KnownComparer.Instance);
    private readonly List<JToken> _partlyKnown = [];
    private int _comparisons;

    /// <summary>A set of the elements of an array.</summary>
    public static TokenSet Of(JArray array)
    {
        var set = new TokenSet();
        foreach (var element in array)
            set.Add(element);
        return set;
    }

    /// <summary>Puts a value in.</summary>
    public void Add(JToken token)
    {
        if (IsKnown(token))
            _known.Add(token);
        else
            _partlyKnown.Add(token);
    }

    /// <summary>Whether a value is in the set; null where that hangs on a value that is not known.</summary>
    public bool? Contains(JToken token)
    {
        var known = IsKnown(token);
        if (known && _known.Contains(token))
            return true;
        return MayEqual(_partlyKnown, token) || !known && MayEqual(_known, token) ? null : false;
    }

    private bool MayEqual(IEnumerable<JToken> others, JToken token)
    {
        foreach (var other in others)
        {
            if (++_comparisons > MaxComparisons || TokenEquality.Equal(other, token) != false)
                return true;
        }

        return false;
    }

    private static bool IsKnown(JToken token) => TokenScan.Of(token).FirstUnknown is null;

    private sealed class KnownComparer : IEqualityComparer<JToken>
    {
        public static KnownComparer Instance { get; } = new();

        public bool Equals(JToken? x, JToken? y) => ReferenceEquals(x, y) || x is not null && y is not null && TokenEquality.Equal(x, y) == true;

        public int GetHashCode(JToken obj) => TokenEquality.Hash(obj);
    }
}
