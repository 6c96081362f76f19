using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>
/// Findings of the past, by resource id, control, definition and state, without regard to case. It keeps nothing else of
/// them: there may be half a million.
/// </summary>
internal sealed class FindingMemory
{
    private readonly HashSet<Key> _keys = [];

    /// <summary>Number of different findings.</summary>
    public int Count => _keys.Count;

    public void Add(Finding finding) => _keys.Add(KeyOf(finding));

    public void Add(string resource, string control, string definition, ComplianceState state) => _keys.Add(new Key(resource, control, definition, state));

    /// <summary>True when the finding is in it.</summary>
    public bool Contains(Finding finding) => _keys.Contains(KeyOf(finding));

    /// <summary>What is new, known and gone in a result of an audit.</summary>
    /// <param name="result">The result.</param>
    /// <param name="against">What it is compared with, for reports.</param>
    /// <param name="violationsOnly">True when the past knows violations only.</param>
    public AuditComparison Compare(RunResult result, string against, bool violationsOnly)
    {
        var seen = new HashSet<Key>();
        var still = new HashSet<(string, string, string)>(TripleComparer);
        int known = 0, @new = 0;
        foreach (var finding in result.Findings)
        {
            // What is exempt or unknown now is not mended.
            still.Add((finding.Resource.Id, finding.Control, finding.Policy.Definition));
            if (violationsOnly && finding.State < ComplianceState.NonCompliant)
                continue;
            if (!seen.Add(KeyOf(finding)))
                continue;
            if (_keys.Contains(KeyOf(finding)))
                known++;
            else
                @new++;
        }

        var trust = new FixedTrust(result);
        var gone = _keys.Where(k => k.State >= ComplianceState.Unknown && !seen.Contains(k) && !still.Contains((k.Resource, k.Control, k.Definition)) && trust.IsJudged(k.Control, k.Resource))
            .Select(k => new FixedFinding(k.Control, k.Definition, CatalogueJson.Name(k.State), k.Resource))
            .OrderBy(f => f.Resource, StringComparer.Ordinal).ThenBy(f => f.Control, StringComparer.Ordinal).ThenBy(f => f.Definition, StringComparer.Ordinal).ThenBy(f => f.State, StringComparer.Ordinal);
        return new AuditComparison(against, @new, known, [.. gone]);
    }

    private static Key KeyOf(Finding finding) => new(finding.Resource.Id, finding.Control, finding.Policy.Definition, finding.State);

    private static readonly IEqualityComparer<(string, string, string)> TripleComparer = EqualityComparer<(string, string, string)>.Create(
        (a, b) => Same(a.Item1, b.Item1) && Same(a.Item2, b.Item2) && Same(a.Item3, b.Item3),
        t => HashCode.Combine(Hash(t.Item1), Hash(t.Item2), Hash(t.Item3)));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static int Hash(string text) => text.GetHashCode(StringComparison.OrdinalIgnoreCase);

    private readonly record struct Key(string Resource, string Control, string Definition, ComplianceState State)
    {
        public bool Equals(Key other) =>
            State == other.State && Same(Resource, other.Resource) && Same(Control, other.Control) && Same(Definition, other.Definition);

        public override int GetHashCode() => HashCode.Combine(State, Hash(Resource), Hash(Control), Hash(Definition));
    }
}
