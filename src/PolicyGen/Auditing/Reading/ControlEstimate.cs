using System.Text.RegularExpressions;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Numbers of different resources by control from numbers of states, for one subscription: Policy Insights does not count different
/// things, and a list of all would grow with the compliant ones. It is exact where all references of a control judge the same
/// resources alike, as those of our initiatives do; otherwise violations may be counted low by those that only one of two
/// assignments sees, never to none.
/// </summary>
internal static partial class ControlEstimate
{
    public static IEnumerable<ControlCount> Of(IEnumerable<StateCount> counts)
    {
        foreach (var control in counts.Where(c => !IsManual(c)).GroupBy(ControlOf, StringComparer.Ordinal))
        {
            var places = control.GroupBy(c => (c.Assignment, c.Reference)).Select(place => place.GroupBy(c => AzureStates.Rank(c.State)).ToDictionary(g => g.Key, g => g.Sum(c => c.Resources))).ToList();
            var left = places.Max(p => p.Values.Sum());
            // The worst first, each as often as the reference that sees it most; what is left over is compliant, or whatever comes next.
            foreach (var rank in places.SelectMany(p => p.Keys).Distinct().OrderDescending())
            {
                var number = Math.Min(left, places.Max(p => p.GetValueOrDefault(rank)));
                left -= number;
                if (number > 0)
                    yield return new ControlCount(control.Key, AzureStates.OfRank(rank), number);
            }
        }
    }

    private static bool IsManual(StateCount count) =>
        string.Equals(count.Effect, "manual", StringComparison.OrdinalIgnoreCase)
        || (InitiativeSelection.IsOwn(count.Initiative) && count.Reference.StartsWith("attestation_", StringComparison.OrdinalIgnoreCase));

    private static string ControlOf(StateCount count)
    {
        var reference = count.Reference.ToLowerInvariant();
        return InitiativeSelection.IsOwn(count.Initiative) ? FurtherReference().Replace(reference, "") : reference;
    }

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex FurtherReference();
}
