using System.Collections.Immutable;
using PolicyGen.Catalogue;

namespace PolicyGen.Results;

/// <summary>The requirements that a run answers for.</summary>
/// <param name="Requirements">Rows of the chosen guidelines, control groups expanded; each appears in the result.</param>
/// <param name="Attestations">What people attested; null for nothing.</param>
public sealed record RequirementCatalogue(ImmutableArray<Requirement> Requirements, IAttestations? Attestations = null)
{
    /// <summary>No rows of ours: only the groups of foreign initiatives are rolled up.</summary>
    public static RequirementCatalogue Empty { get; } = new([]);

    /// <summary>Every row of the guidelines that were loaded.</summary>
    public static RequirementCatalogue Of(Library library, IAttestations? attestations = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new RequirementCatalogue([.. library.Requirements], attestations);
    }

    /// <summary>
    /// What a run with <c>--control</c> or <c>--severity</c> can say something about: rows with a direct control that was judged.
    /// Every row where neither is given.
    /// </summary>
    /// <param name="controls">The controls that were asked for; empty for all.</param>
    /// <param name="severity">The least severity that was asked for.</param>
    /// <param name="judged">The controls that were judged.</param>
    public RequirementCatalogue Chosen(ImmutableArray<string> controls, Severity severity, IEnumerable<string> judged)
    {
        if (controls.IsEmpty && severity == Severity.Low)
            return this;
        var chosen = judged.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return this with { Requirements = [.. Requirements.Where(r => r.Controls.Direct.Any(chosen.Contains))] };
    }
}
