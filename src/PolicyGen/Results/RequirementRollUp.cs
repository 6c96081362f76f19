using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>States of all requirements of a run: our rows, and the groups of foreign initiatives.</summary>
internal sealed class RequirementRollUp(IReadOnlyDictionary<string, ControlResult> controls, RunGaps gaps, ImmutableArray<string> scopes)
{
    public ImmutableArray<RequirementResult> Run(RequirementCatalogue catalogue, IEnumerable<PolicyIdentity> policies)
    {
        var results = new SortedDictionary<string, RequirementResult>(StringComparer.Ordinal);
        var ours = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var requirement in catalogue.Requirements)
        {
            ours.Add(requirement.Id);
            results[requirement.Id] = Row(requirement, catalogue.Attestations);
        }

        // A group's name may be spelt in several ways in one initiative; the first by ordinal order is shown.
        var groups = policies.SelectMany(p => p.Requirements.Select(g => (Group: g, p.Control)))
            .Where(p => !ours.Contains(p.Group))
            .OrderBy(p => p.Group, StringComparer.Ordinal)
            .GroupBy(p => p.Group, p => p.Control, StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            ImmutableArray<string> ids = [.. group.Select(c => controls[c].Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            results[group.Key] = new RequirementResult(group.Key, RollUp.Group(ids.Select(c => controls[c].State)), ids);
        }

        return [.. results.Values];
    }

    private RequirementResult Row(Requirement requirement, IAttestations? attestations)
    {
        var direct = requirement.Controls.Direct;
        return new RequirementResult(
            requirement.Id,
            RollUp.Row(requirement, [.. direct.Select(State)], attestations?.StateOf(requirement.Id, scopes)),
            [.. direct.Where(controls.ContainsKey).Order(StringComparer.Ordinal)]);
    }

    // A control that no policy judges has no state: that is not the same as having nothing to judge.
    private ComplianceState State(string control) =>
        controls.TryGetValue(control, out var result) ? result.State
        : gaps.Absent.Contains(control) && !gaps.Touches(control) ? ComplianceState.NotApplicable
        : ComplianceState.Unknown;
}
