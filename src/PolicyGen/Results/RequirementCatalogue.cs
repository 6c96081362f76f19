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
    /// Keeps the rows with a direct control among the given ones: what a run with <c>--control</c> or <c>--severity</c> can
    /// say something about.
    /// </summary>
    public RequirementCatalogue OnlyOf(IEnumerable<string> controls)
    {
        var chosen = controls.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return this with { Requirements = [.. Requirements.Where(r => r.Controls.Direct.Any(chosen.Contains))] };
    }
}
