using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>Counts things by the state that they roll up to: of several the first in the service's order.</summary>
/// <typeparam name="T">What is counted, compared by reference.</typeparam>
internal sealed class StateRollup<T>(IEqualityComparer<T>? comparer = null)
    where T : class
{
    private readonly Dictionary<T, int> _ranks = new(comparer ?? ReferenceEqualityComparer.Instance);

    /// <summary>How many of them do not comply.</summary>
    public int NonCompliant => _ranks.Values.Count(r => r == 0);

    public void Add(T item, string state)
    {
        var rank = StateRanks.Of(state);
        if (!_ranks.TryGetValue(item, out var known) || rank < known)
            _ranks[item] = rank;
    }

    /// <summary><c>complianceState</c> and <c>count</c> of each state.</summary>
    public JArray ToJson() => new(_ranks.Values.GroupBy(r => r).OrderBy(g => g.Key)
        .Select(g => new JObject { ["complianceState"] = StateRanks.NameOf(g.Key), ["count"] = g.Count() }));
}

/// <summary>The order in which states roll up (MicrosoftDocs/azure-docs, governance/policy/concepts/compliance-states.md).</summary>
internal static class StateRanks
{
    private static readonly string[] Order = ["NonCompliant", "Compliant", "Error", "Conflicting", "Protected", "Exempt", "Unknown", "NotStarted", "NotRegistered"];

    public static int Of(string state) => Array.IndexOf(Order, state);

    public static string NameOf(int rank) => Order[rank].ToLowerInvariant();
}
