using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>One policy under an assignment: what all states of it have in common.</summary>
internal sealed record PolicyRule
{
    public required string AssignmentId { get; init; }

    public required string AssignmentScope { get; init; }

    public string AssignmentVersion { get; init; } = "";

    /// <summary>Empty for a definition on its own.</summary>
    public string InitiativeId { get; init; } = "";

    public string InitiativeVersion { get; init; } = "";

    /// <summary>Empty for a definition on its own.</summary>
    public string Reference { get; init; } = "";

    public required string DefinitionId { get; init; }

    public string DefinitionVersion { get; init; } = "";

    /// <summary>As states write it: lower case.</summary>
    public required string Effect { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public bool IsManual => Effect == "manual";

    public string AssignmentName => field ??= NameOf(AssignmentId);

    public string InitiativeName => field ??= NameOf(InitiativeId);

    public string DefinitionName => field ??= NameOf(DefinitionId);

    private static string NameOf(string id) => id[(id.LastIndexOf('/') + 1)..];
}

/// <summary>What a state is about.</summary>
/// <param name="Id">Resource id.</param>
/// <param name="Type">Resource type.</param>
/// <param name="Location">Location; empty for none.</param>
/// <param name="Group">Name of the resource group; empty for none.</param>
/// <param name="Subscription">Id of the subscription.</param>
internal sealed record StateSubject(string Id, string Type, string Location, string Group, string Subscription);

/// <summary>The state of a resource under a policy.</summary>
/// <param name="Rule">The policy.</param>
/// <param name="Subject">The resource.</param>
/// <param name="Compliance">NonCompliant, Compliant, Error, Conflicting, Exempt, Unknown, Protected, NotStarted or NotRegistered.</param>
/// <param name="Timestamp">When it was evaluated.</param>
/// <param name="Details">stateDetails; null for none.</param>
internal sealed record PolicyState(PolicyRule Rule, StateSubject Subject, string Compliance, DateTimeOffset Timestamp, JObject? Details)
{
    /// <summary>Order of states where several are rolled up: a higher weight wins.</summary>
    public int Weight => Compliance switch
    {
        "NonCompliant" => 300,
        "Compliant" => 200,
        "Conflicting" => 100,
        "Exempt" => 50,
        _ => 0,
    };

    /// <summary>A name for it that stays the same: 16 hexadecimal digits from what it is about.</summary>
    public string Name
    {
        get
        {
            var hash = Fnv.Start;
            hash = Fnv.Add(hash, Rule.AssignmentId);
            hash = Fnv.Add(hash, Rule.Reference);
            return Fnv.Add(hash, Subject.Id).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>A hash that is the same in every process (FNV-1a, 64 bits), without regard to case.</summary>
internal static class Fnv
{
    public const ulong Start = 14695981039346656037;

    public static ulong Add(ulong hash, string text)
    {
        foreach (var c in text)
            hash = (hash ^ char.ToLowerInvariant(c)) * 1099511628211;
        return (hash ^ '|') * 1099511628211;
    }

    /// <summary>A number from 0 to 9999 for a text.</summary>
    public static int PerTenThousand(params ReadOnlySpan<string> texts)
    {
        var hash = Start;
        foreach (var text in texts)
            hash = Add(hash, text);
        // The low bits of FNV are the weakest.
        return (int)((hash ^ (hash >> 32)) % 10_000);
    }
}
