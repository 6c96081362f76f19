using System.Collections.Immutable;

namespace PolicyGen.Auditing.Reading;

/// <summary>Words of Azure Policy for the state of a resource (MicrosoftDocs/azure-docs, governance/policy/concepts/compliance-states.md).</summary>
internal static class AzureStates
{
    public const string NonCompliant = "NonCompliant";
    public const string Compliant = "Compliant";
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
}
