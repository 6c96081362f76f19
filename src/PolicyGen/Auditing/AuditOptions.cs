using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Auditing;

/// <summary>Where the states come from.</summary>
public enum AuditSource
{
    /// <summary>What Azure Policy itself found.</summary>
    Policy,

    /// <summary>Resources as they are, judged by our engine.</summary>
    Inventory,
}

/// <summary>Which API gives the states of Azure Policy.</summary>
public enum AuditApi
{
    /// <summary>Resource Graph; Policy Insights where that is refused.</summary>
    Auto,

    /// <summary>Resource Graph only.</summary>
    ResourceGraph,

    /// <summary>Policy Insights only.</summary>
    PolicyInsights,
}

/// <summary>What <c>policygen audit</c> is asked to do. Exactly one of subscriptions, management group and tenant is chosen.</summary>
public sealed record AuditOptions
{
    /// <summary>Subscription ids (GUIDs); empty when another scope is chosen.</summary>
    public ImmutableArray<string> Subscriptions { get; init; } = [];

    /// <summary>Name of a management group, with everything below it; null when another scope is chosen.</summary>
    public string? ManagementGroup { get; init; }

    /// <summary>The whole tenant.</summary>
    public bool Tenant { get; init; }

    /// <summary>Where the states come from.</summary>
    public AuditSource Source { get; init; }

    /// <summary>Which API gives them.</summary>
    public AuditApi Api { get; init; }

    /// <summary>Resource ids of initiatives to read instead of the guidelines', or beside them when <see cref="Guidelines"/> is given too.</summary>
    public ImmutableArray<string> Initiatives { get; init; } = [];

    /// <summary>Guidelines. Null is the default: all where no initiative is given, none where one is.</summary>
    public ImmutableArray<GuidelineId>? Guidelines { get; init; }

    /// <summary>Only these controls; empty for all.</summary>
    public ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>Only controls of this severity or worse.</summary>
    public Severity Severity { get; init; } = Severity.Low;

    /// <summary>Exemptions; null for none.</summary>
    public string? ExemptionsFile { get; init; }

    /// <summary>Attestations; null for none.</summary>
    public string? AttestationsFile { get; init; }

    /// <summary>Show what is new and what is gone since then; null for nothing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The time of the run; null is the clock's.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Where to keep what an inventory read; null keeps nothing.</summary>
    public string? InventoryFile { get; init; }

    /// <summary>States that become findings.</summary>
    public ImmutableArray<ComplianceState> Included { get; init; } = ResultBuilder.DefaultStates;
}

/// <summary>How far a run is.</summary>
/// <param name="Step">What is being done, in a few English words.</param>
/// <param name="Scope">The scope at hand, as a name a person knows; empty for none.</param>
/// <param name="Done">Requests, rows or scopes done in the step.</param>
/// <param name="Total">Out of how many; null when that is not known.</param>
public readonly record struct AuditProgress(string Step, string Scope, long Done, long? Total);

/// <summary>What a run gave.</summary>
/// <param name="Result">The result.</param>
/// <param name="Library">The catalogue, for the words of reports.</param>
public sealed record AuditOutcome(RunResult Result, Library Library);
