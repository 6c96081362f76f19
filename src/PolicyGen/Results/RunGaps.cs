using System.Collections.Immutable;

namespace PolicyGen.Results;

/// <summary>
/// What a run could not look at. Nothing is compliant, exempt or not applicable because data was missing: what hangs on it
/// is unknown, unless a violation was seen all the same.
/// </summary>
public sealed record RunGaps
{
    /// <summary>Everything was looked at.</summary>
    public static RunGaps None { get; } = new();

    /// <summary>Every state depends on what is missing.</summary>
    public static RunGaps Everything { get; } = new() { All = true };

    /// <summary>True when every state depends on what is missing.</summary>
    public bool All { get; init; }

    /// <summary>Controls whose states depend on what is missing. Compared without case.</summary>
    public ImmutableHashSet<string> Controls { get; init; } = Ids([]);

    /// <summary>
    /// Controls that no policy of the run judges, where the run is known to hold no resource of their types: they are not
    /// applicable. A direct control that is neither judged nor named here makes its requirements unknown.
    /// </summary>
    public ImmutableHashSet<string> Absent { get; init; } = Ids([]);

    /// <summary>A set of ids that is compared as Azure compares ids, without case.</summary>
    public static ImmutableHashSet<string> Ids(IEnumerable<string> ids) => ids.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    internal bool Touches(string control) => All || Controls.Contains(control);
}
