using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>What a run of <c>check</c> or <c>audit</c> found (schema <c>policygen/result/1</c>).</summary>
/// <param name="Run">The run itself.</param>
/// <param name="Requirements">Requirements by id.</param>
/// <param name="Controls">Controls by id.</param>
/// <param name="Findings">Findings by resource, control, definition.</param>
/// <param name="Changes">What append and modify would change, by resource, control, definition.</param>
/// <param name="Evaluated">Number of resources that were judged.</param>
/// <param name="NonCompliantResources">Number of resources with a finding of state nonCompliant or error.</param>
public sealed record RunResult(
    RunInfo Run,
    ImmutableArray<RequirementResult> Requirements,
    ImmutableArray<ControlResult> Controls,
    ImmutableArray<Finding> Findings,
    ImmutableArray<ResourceChange> Changes,
    int Evaluated,
    int NonCompliantResources)
{
    /// <summary>What an audit knows besides; null for a check.</summary>
    public AuditReport? Audit { get; init; }
}

/// <summary>About a run.</summary>
/// <param name="Kind">check or audit.</param>
/// <param name="Source">bicep, template, snapshot, whatIf, inventory, policyStates or resourceGraph; the first kind where inputs are mixed.</param>
/// <param name="Scopes">Scopes, as resource ids.</param>
/// <param name="StartedAt">When it began; the value of <c>--now</c> when that is given.</param>
/// <param name="FinishedAt">When it ended; the value of <c>--now</c> when that is given.</param>
/// <param name="Complete">False when something could not be read: exit code 3.</param>
/// <param name="Warnings">What a reader must know: assumptions, expired exemptions, policies that cannot be evaluated offline.</param>
public sealed record RunInfo(
    string Kind,
    string Source,
    ImmutableArray<string> Scopes,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    bool Complete,
    ImmutableArray<string> Warnings);

/// <summary>State of a requirement.</summary>
public enum RequirementState
{
    /// <summary>Its controls judge nothing in the run.</summary>
    NotApplicable,

    /// <summary>Everything that its controls judge is exempt.</summary>
    Exempt,

    /// <summary>No violation, and nothing is left to attest, or it is attested.</summary>
    Compliant,

    /// <summary>No violation found, but the remainder that no policy sees is not attested.</summary>
    Partial,

    /// <summary>A person must attest it, and nobody has.</summary>
    Manual,

    /// <summary>Microsoft's side; nobody has attested it.</summary>
    Platform,

    /// <summary>The verdict hangs on something that is not known.</summary>
    Unknown,

    /// <summary>A direct control is violated or in error, or it is attested as non-compliant.</summary>
    NonCompliant,
}

/// <summary>State of a requirement in a run.</summary>
/// <param name="Id">Requirement id, or the name of a group in a foreign initiative.</param>
/// <param name="State">State.</param>
/// <param name="Controls">Its direct controls in the run, by ordinal order.</param>
public sealed record RequirementResult(string Id, RequirementState State, ImmutableArray<string> Controls);

/// <summary>State of a control in a run, with numbers of resources by state.</summary>
/// <param name="Id">Control id.</param>
/// <param name="State">Rolled up.</param>
/// <param name="Compliant">Number of resources that are compliant.</param>
/// <param name="NonCompliant">… not compliant.</param>
/// <param name="Unknown">… of unknown state.</param>
/// <param name="Exempt">… exempt.</param>
/// <param name="NotApplicable">… met by the policy, but not judged.</param>
/// <param name="Error">… for which the rule fails.</param>
public sealed record ControlResult(string Id, ComplianceState State, int Compliant, int NonCompliant, int Unknown, int Exempt, int NotApplicable, int Error);

/// <summary>The resource of a finding.</summary>
/// <param name="Id">Resource id.</param>
/// <param name="Type">Type.</param>
/// <param name="Name">Full name.</param>
/// <param name="Location">Location, or null.</param>
public sealed record FindingResource(string Id, string Type, string Name, string? Location);

/// <summary>One resource failing (or, when asked for, satisfying) one control.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Verdict">State and reasons.</param>
/// <param name="Source">Where the resource is declared.</param>
public sealed record Finding(PolicyIdentity Policy, FindingResource Resource, Verdict Verdict, SourceLocation Source)
{
    /// <summary>State.</summary>
    public ComplianceState State => Verdict.State;

    /// <summary>Control id.</summary>
    public string Control => Policy.Control;

    /// <summary>Severity.</summary>
    public Severity Severity => Policy.Severity;

    /// <summary>True when a baseline has it already: it is shown, and does not fail the run.</summary>
    public bool InBaseline { get; init; }

    /// <summary>When Azure evaluated it; null for what was judged by this run, or when it is not known.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>Azure's own word for the state: NonCompliant, Conflicting, NotStarted, …; null for what was judged by this run.</summary>
    public string? AzureState { get; init; }
}

/// <summary>What append or modify would change in a request.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Changes">The changes, in order.</param>
/// <param name="Source">Where the resource is declared.</param>
public sealed record ResourceChange(PolicyIdentity Policy, FindingResource Resource, ImmutableArray<PropertyChange> Changes, SourceLocation Source);
