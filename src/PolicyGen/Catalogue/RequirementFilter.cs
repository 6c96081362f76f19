using System.Collections.Immutable;

namespace PolicyGen.Catalogue;

/// <summary>Chooses requirements; a criterion that is null or empty lets all pass.</summary>
/// <param name="Guidelines">Guidelines.</param>
/// <param name="Section">Section or a prefix of it at a dot: 6 or 6.5.</param>
/// <param name="Level">Level.</param>
/// <param name="Responsibility">Someone who has to act.</param>
/// <param name="Automation">How it is answered.</param>
/// <param name="Signal">A signal it carries.</param>
public sealed record RequirementFilter(
    ImmutableArray<GuidelineId> Guidelines,
    string? Section = null,
    RequirementLevel? Level = null,
    Responsibility? Responsibility = null,
    Automation? Automation = null,
    string? Signal = null)
{
    /// <summary>True when the requirement satisfies every criterion.</summary>
    public bool Matches(Requirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return (Guidelines.IsDefaultOrEmpty || Guidelines.Contains(requirement.Guideline))
            && (Section is null || requirement.Section.Id == Section || requirement.Section.Id.StartsWith(Section + ".", StringComparison.Ordinal))
            && (Level is null || requirement.Level == Level)
            && (Responsibility is null || requirement.Responsibility.Contains(Responsibility.Value))
            && (Automation is null || requirement.Automation == Automation)
            && (Signal is null || requirement.Signals.Contains(Signal, StringComparer.OrdinalIgnoreCase));
    }
}
