using System.Collections.Immutable;

namespace PolicyGen.Catalogue;

/// <summary>How a signal of a requirement is answered.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Controls">Controls of the requirement, direct or supporting, that carry it.</param>
/// <param name="Reason">Why nothing can be checked; null where nobody said.</param>
public sealed record SignalCoverage(string Signal, ImmutableArray<string> Controls, LocalizedText? Reason)
{
    /// <summary>True when no control answers it and nobody said why.</summary>
    public bool IsGap => Controls.IsEmpty && Reason is null;
}

/// <summary>What is behind one requirement.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Signals">Its signals, in its order.</param>
public sealed record RequirementCoverage(Requirement Requirement, ImmutableArray<SignalCoverage> Signals)
{
    /// <summary>Signals that are neither served nor explained. Only a row that policy answers can have any.</summary>
    public IEnumerable<SignalCoverage> Gaps => Signals.Where(s => s.IsGap);
}

/// <summary>Counts of some requirements.</summary>
/// <param name="Requirements">How many.</param>
/// <param name="Automation">How many are answered by policy, a person, the platform.</param>
/// <param name="Coverage">How many of these are decided by policy in full, in part, not at all.</param>
/// <param name="Direct">Pairs of a requirement and a direct control.</param>
/// <param name="Supporting">Pairs of a requirement and a supporting control.</param>
/// <param name="Explained">Pairs of a requirement and a signal that nothing can check, with the reason.</param>
/// <param name="Gaps">Pairs of a requirement and a signal that nothing checks, without a reason.</param>
public sealed record CoverageCounts(
    int Requirements,
    IReadOnlyDictionary<Automation, int> Automation,
    IReadOnlyDictionary<Coverage, int> Coverage,
    int Direct,
    int Supporting,
    int Explained,
    int Gaps)
{
    /// <summary>All of it in the order of tables: requirements, by automation, by coverage, direct, supporting, explained, gaps.</summary>
    public IEnumerable<int> Row => [Requirements, .. Automation.Values, .. Coverage.Values, Direct, Supporting, Explained, Gaps];
}

/// <summary>Which control answers which requirement, and what nothing answers.</summary>
/// <param name="Requirements">Rows of the chosen guidelines.</param>
/// <param name="Unused">Controls that no requirement of any guideline names. Shared definitions are none.</param>
public sealed record CoverageMatrix(ImmutableArray<RequirementCoverage> Requirements, ImmutableArray<Control> Unused)
{
    /// <summary>The matrix of a library.</summary>
    /// <param name="library">The library, with every guideline.</param>
    /// <param name="guidelines">Guidelines whose rows are wanted; all when empty.</param>
    public static CoverageMatrix Of(Library library, IReadOnlyCollection<GuidelineId> guidelines)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(guidelines);
        var used = library.Requirements.SelectMany(r => r.Controls.Direct.Concat(r.Controls.Supporting)).ToHashSet(StringComparer.Ordinal);
        return new CoverageMatrix(
            [.. library.Requirements.Where(r => guidelines.Count == 0 || guidelines.Contains(r.Guideline)).Select(r => Of(r, library))],
            [.. library.Controls.Values.Where(c => !c.IsShared && !used.Contains(c.Id))]);
    }

    /// <summary>Counts of all rows.</summary>
    public CoverageCounts Total => Count(Requirements);

    /// <summary>Counts by guideline, in the order of the rows.</summary>
    public IEnumerable<(GuidelineId Guideline, CoverageCounts Counts)> ByGuideline =>
        Requirements.GroupBy(r => r.Requirement.Guideline).Select(g => (g.Key, Count(g)));

    /// <summary>True when a signal or a control is left without an answer.</summary>
    public bool HasGaps => !Unused.IsEmpty || Requirements.Any(r => r.Gaps.Any());

    private static RequirementCoverage Of(Requirement requirement, Library library)
    {
        if (requirement.Automation != Automation.Policy)
            return new RequirementCoverage(requirement, []);
        var controls = requirement.Controls.Direct.Concat(requirement.Controls.Supporting)
            .Select(id => library.Controls.GetValueOrDefault(id))
            .OfType<Control>()
            .ToList();
        return new RequirementCoverage(requirement,
        [
            .. requirement.Signals.Select(signal => new SignalCoverage(
                signal,
                [.. controls.Where(c => c.Signals.Contains(signal, StringComparer.Ordinal)).Select(c => c.Id)],
                requirement.Unserved.GetValueOrDefault(signal))),
        ]);
    }

    private static CoverageCounts Count(IEnumerable<RequirementCoverage> rows)
    {
        var all = rows.ToList();
        return new CoverageCounts(
            all.Count,
            Enum.GetValues<Automation>().ToDictionary(a => a, a => all.Count(r => r.Requirement.Automation == a)),
            Enum.GetValues<Coverage>().ToDictionary(c => c, c => all.Count(r => r.Requirement.Coverage == c)),
            all.Sum(r => r.Requirement.Controls.Direct.Length),
            all.Sum(r => r.Requirement.Controls.Supporting.Length),
            all.Sum(r => r.Signals.Count(s => s.Controls.IsEmpty && s.Reason is not null)),
            all.Sum(r => r.Gaps.Count()));
    }
}
