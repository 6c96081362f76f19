using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>Finds the exemption in Azure behind a row.</summary>
internal sealed class ExemptionLookup(AuditedEstate estate)
{
    private readonly ILookup<string, LiveExemption> _byAssignment =
        estate.Reading.Exemptions.Where(e => e.ExpiresOn is null || estate.Criteria.Now < e.ExpiresOn).ToLookup(e => e.Assignment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Category, owner, expiry and reason in one line; null when no exemption that was read covers the row.</summary>
    public string? Describe(StateRow row)
    {
        foreach (var exemption in _byAssignment[row.Assignment])
        {
            if (Covers(exemption, row))
                return Describe(exemption);
        }

        return null;
    }

    // An exemption of a management group lies above resources whose ids do not say so.
    private bool Covers(LiveExemption exemption, StateRow row) =>
        (exemption.References.IsEmpty || exemption.References.Contains(row.Reference, StringComparer.OrdinalIgnoreCase))
        && (Exemption.Contains(exemption.Scope, row.Resource)
            || (ArmResourceId.Parse(row.Resource).SubscriptionId is { } id && estate.SubscriptionOf(id) is { } subscription && AssignedInitiative.IsAbove(exemption.Scope, subscription)));

    private static string Describe(LiveExemption exemption)
    {
        var until = exemption.ExpiresOn is { } end ? "until " + IsoTime.Write(end) : "without expiry";
        var why = exemption.DisplayName ?? exemption.Description;
        return $"{exemption.Category}, {exemption.Owner ?? "no owner"}, {until}{(why is null ? "" : ": " + why)}";
    }
}
