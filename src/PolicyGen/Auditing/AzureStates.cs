using System.Collections.Immutable;
using PolicyGen.Evaluation;

namespace PolicyGen.Auditing;

/// <summary>Words of Azure Policy for the state of a resource (MicrosoftDocs/azure-docs, governance/policy/concepts/compliance-states.md).</summary>
public static class AzureStates
{
    /// <summary>A rule is violated.</summary>
    public const string NonCompliant = "NonCompliant";

    /// <summary>A rule holds.</summary>
    public const string Compliant = "Compliant";

    /// <summary>No verdict; of a manual policy: nobody attested it.</summary>
    public const string Unknown = "Unknown";

    /// <summary>
    /// The worst first. Unlike Azure's own order, what is not known is worse than what is compliant, and what is exempt counts only
    /// where nothing was judged.
    /// </summary>
    public static ImmutableArray<string> WorstFirst { get; } =
        [NonCompliant, "Error", "Conflicting", Unknown, "NotStarted", "NotRegistered", "Protected", Compliant, "Exempt"];

    /// <summary>The larger the worse, from 1; a word that is not listed is as bad as Unknown.</summary>
    public static int Rank(string state)
    {
        for (var i = 0; i < WorstFirst.Length; i++)
        {
            if (string.Equals(WorstFirst[i], state, StringComparison.OrdinalIgnoreCase))
                return WorstFirst.Length - i;
        }

        return Rank(Unknown);
    }

    /// <summary>The word of a rank; Unknown for none.</summary>
    public static string OfRank(long rank) => rank >= 1 && rank <= WorstFirst.Length ? WorstFirst[WorstFirst.Length - (int)rank] : Unknown;

    /// <summary>
    /// Our state for a word. Protected means that a denyAction policy guards the resource, which is what such a policy asks.
    /// Everything that is not a verdict is unknown, words of the future too: Azure's own percentage counts some of that as good.
    /// </summary>
    public static ComplianceState Of(string word) => word.ToUpperInvariant() switch
    {
        "NONCOMPLIANT" => ComplianceState.NonCompliant,
        "COMPLIANT" or "PROTECTED" => ComplianceState.Compliant,
        "ERROR" => ComplianceState.Error,
        "EXEMPT" => ComplianceState.Exempt,
        _ => ComplianceState.Unknown,
    };
}
