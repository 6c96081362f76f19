using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>The order of findings and changes: resource, control, definition, and what else tells them apart. Ordinal.</summary>
internal static class ResultOrder
{
    public static int Compare(FindingResource a, PolicyIdentity policyA, ComplianceState stateA, FindingResource b, PolicyIdentity policyB, ComplianceState stateB)
    {
        var order = string.CompareOrdinal(a.Id, b.Id);
        if (order == 0 && !ReferenceEquals(policyA, policyB))
            order = Compare(policyA, policyB);
        return order != 0 ? order : stateA.CompareTo(stateB);
    }

    public static int Compare(PolicyIdentity a, PolicyIdentity b)
    {
        var order = string.CompareOrdinal(a.Control, b.Control);
        if (order == 0)
            order = string.CompareOrdinal(a.Definition, b.Definition);
        if (order == 0)
            order = string.CompareOrdinal(a.Effect, b.Effect);
        for (var i = 0; order == 0 && i < Math.Min(a.Places.Length, b.Places.Length); i++)
            order = Compare(a.Places[i], b.Places[i]);
        return order != 0 ? order : a.Places.Length.CompareTo(b.Places.Length);
    }

    private static int Compare(PolicyReferencePlace a, PolicyReferencePlace b)
    {
        var order = string.CompareOrdinal(a.Assignment, b.Assignment);
        if (order == 0)
            order = string.CompareOrdinal(a.Initiative, b.Initiative);
        return order != 0 ? order : string.CompareOrdinal(a.ReferenceId, b.ReferenceId);
    }
}
