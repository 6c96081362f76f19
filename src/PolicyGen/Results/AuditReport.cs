using System.Collections.Immutable;
using System.Globalization;

namespace PolicyGen.Results;

/// <summary>What an audit knows beside requirements, controls and findings (member <c>audit</c> of the result).</summary>
public sealed record AuditReport
{
    /// <summary>Numbers of the run.</summary>
    public required AuditFigures Figures { get; init; }

    /// <summary>Number of states by Azure's own word, manual policies included, over all assignments; Unknown and Exempt are never counted as good.</summary>
    public ImmutableSortedDictionary<string, long> AzureStates { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>When the oldest state was evaluated; null when there is none.</summary>
    public DateTimeOffset? OldestState { get; init; }

    /// <summary>When the newest state was evaluated.</summary>
    public DateTimeOffset? NewestState { get; init; }

    /// <summary>Subscriptions of the run, by id.</summary>
    public ImmutableArray<AuditedSubscription> Subscriptions { get; init; } = [];

    /// <summary>Assignments of the run, by id.</summary>
    public ImmutableArray<AuditedAssignment> Assignments { get; init; } = [];

    /// <summary>More about controls, by id.</summary>
    public ImmutableArray<AuditedControl> Controls { get; init; } = [];

    /// <summary>More about requirements, by id.</summary>
    public ImmutableArray<AuditedRequirement> Requirements { get; init; } = [];

    /// <summary>What makes "compliant" mean less, and what is amiss with assignments, exemptions and attestations.</summary>
    public ImmutableArray<AuditObservation> Observations { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public ImmutableArray<AuditGap> Failures { get; init; } = [];

    /// <summary>What changed against a baseline or since a time; null when nothing was compared.</summary>
    public AuditComparison? Comparison { get; init; }
}

/// <summary>Numbers of an audit.</summary>
/// <param name="Requests">Requests sent, retries included.</param>
/// <param name="Retries">Of them, repeated ones.</param>
/// <param name="Rows">Rows and list elements read.</param>
/// <param name="Bytes">Bytes of bodies received.</param>
/// <param name="WallMilliseconds">Time from start to the end of judging.</param>
/// <param name="WaitedMilliseconds">Time waited for quotas, summed over requests.</param>
/// <param name="PeakMemoryBytes">Largest resident memory of the process up to then; 0 when the system does not tell.</param>
public sealed record AuditFigures(long Requests, long Retries, long Rows, long Bytes, long WallMilliseconds, long WaitedMilliseconds, long PeakMemoryBytes);

/// <summary>A subscription of an audit.</summary>
/// <param name="Id">GUID.</param>
/// <param name="Name">Display name.</param>
/// <param name="State">Enabled, Disabled, …; empty when not known.</param>
/// <param name="ManagementGroup">The nearest management group; null when not known.</param>
/// <param name="IsComplete">False when something of it could not be read or is not evaluated yet.</param>
/// <param name="States">Number of states by Azure's word.</param>
/// <param name="OldestState">When its oldest state was evaluated.</param>
/// <param name="NewestState">When its newest state was evaluated.</param>
/// <param name="Guidelines">Guidelines and initiatives that an assignment covers it with.</param>
public sealed record AuditedSubscription(string Id, string Name, string State, string? ManagementGroup, bool IsComplete,
    ImmutableSortedDictionary<string, long> States, DateTimeOffset? OldestState, DateTimeOffset? NewestState, ImmutableArray<string> Guidelines);

/// <summary>An assignment of an audit.</summary>
/// <param name="Id">Resource id.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Scope">Resource id of its scope.</param>
/// <param name="Initiative">Name of the initiative.</param>
/// <param name="Version">Version of the initiative in Azure; null when it has none or was not read.</param>
/// <param name="ExpectedVersion">Version of the repository's; null for a foreign initiative.</param>
/// <param name="EnforcementMode">Default, DoNotEnforce or Enroll.</param>
/// <param name="States">Number of states by Azure's word.</param>
public sealed record AuditedAssignment(string Id, string? DisplayName, string Scope, string Initiative, string? Version, string? ExpectedVersion, string EnforcementMode, ImmutableSortedDictionary<string, long> States);

/// <summary>More about a control.</summary>
/// <param name="Id">Control id.</param>
/// <param name="States">Number of states by Azure's word, over all assignments.</param>
/// <param name="OldestState">When the oldest state was evaluated; null when there is none.</param>
/// <param name="NewestState">When the newest was.</param>
/// <param name="MissingIn">Subscriptions (GUIDs) in which nothing judges it, or not everything, or whose states are not known. The saved result names the first hundred.</param>
/// <param name="Evidence">policyStates, assessments, pricings or resources.</param>
public sealed record AuditedControl(string Id, ImmutableSortedDictionary<string, long> States, DateTimeOffset? OldestState, DateTimeOffset? NewestState, ImmutableArray<string> MissingIn, ImmutableArray<string> Evidence)
{
    /// <summary>Number of these subscriptions.</summary>
    public int Missing { get; init; } = MissingIn.Length;
}

/// <summary>More about a requirement.</summary>
/// <param name="Id">Requirement id.</param>
/// <param name="Attestation">Compliant, NonCompliant or Unknown as attested for all scopes, in Azure and in the file; null when nobody has.</param>
/// <param name="AttestedIn">Number of subscriptions with an attestation in force in Azure.</param>
/// <param name="Note">
/// Why the state is what it is, as a word of <see cref="AuditObservationKind"/>'s kind: <c>noViolationAttestationMissing</c>, …; null for none.
/// </param>
public sealed record AuditedRequirement(string Id, string? Attestation, int AttestedIn, string? Note);

/// <summary>What an observation is about.</summary>
public enum AuditObservationKind
{
    /// <summary>No assignment of a guideline covers a subscription.</summary>
    AssignmentMissing,

    /// <summary>An assignment leaves out scopes or selects resources.</summary>
    AssignmentPartial,

    /// <summary>enforcementMode is not Default.</summary>
    NotEnforced,

    /// <summary>The effect of a reference is Disabled: nothing is evaluated.</summary>
    EffectDisabled,

    /// <summary>The effect of a reference is overridden.</summary>
    EffectOverridden,

    /// <summary>A parameter has another value than the repository's default.</summary>
    ParameterChanged,

    /// <summary>The initiative or a definition has another version than the repository's.</summary>
    VersionDiffers,

    /// <summary>References of the repository's initiative are missing in Azure's, or groups differ.</summary>
    ReferenceMissing,

    /// <summary>No state yet: the assignment was not evaluated in a subscription.</summary>
    NotEvaluated,

    /// <summary>States are older than a day and a half.</summary>
    StaleState,

    /// <summary>States later than the clock of this machine allows.</summary>
    ClockDiffers,

    /// <summary>An exemption has expired: it has no effect.</summary>
    ExemptionExpired,

    /// <summary>An exemption never expires.</summary>
    ExemptionWithoutExpiry,

    /// <summary>An exemption names nobody who answers for it.</summary>
    ExemptionWithoutOwner,

    /// <summary>An exemption of the file is not in Azure, or the other way round.</summary>
    ExemptionDiffers,

    /// <summary>An attestation has expired.</summary>
    AttestationExpired,

    /// <summary>An attestation says Compliant without evidence.</summary>
    AttestationWithoutEvidence,

    /// <summary>File and Azure say different things.</summary>
    AttestationContradicts,

    /// <summary>An attestation of the file is not in Azure, or the other way round.</summary>
    AttestationDiffers,

    /// <summary>A subscription cannot be read, or is disabled.</summary>
    SubscriptionUnreadable,

    /// <summary>Policy and Defender for Cloud say different things.</summary>
    EvidenceContradicts,
}

/// <summary>What a reader must know to judge what "compliant" is worth.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Scope">Resource id of what it is about.</param>
/// <param name="Subject">Control, requirement, guideline or parameter; null for none.</param>
/// <param name="Message">In words, English.</param>
/// <param name="MessageJa">In words, Japanese.</param>
public sealed record AuditObservation(AuditObservationKind Kind, string Scope, string? Subject, string Message, string MessageJa);

/// <summary>What could not be read.</summary>
/// <param name="Part">hierarchy, assignments, states, exemptions, attestations, security, resources or history.</param>
/// <param name="Scope">What depends on it.</param>
/// <param name="Kind">signIn, forbidden, throttled, ….</param>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Code">Azure's error code; empty when there is none.</param>
/// <param name="Action">The action that a role must allow.</param>
/// <param name="Message">What Azure or the connection says.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="RequestId">For Microsoft's support; null when there was no answer.</param>
public sealed record AuditGap(string Part, string Scope, string Kind, int Status, string Code, string Action, string Message, int Attempts, string? RequestId)
{
    /// <summary>One line among the warnings of the run.</summary>
    public string Summary
    {
        get
        {
            var what = string.Join(' ', new[] { Status > 0 ? Status.ToString(CultureInfo.InvariantCulture) : "", Code.Length > 0 ? Code : Kind }.Where(t => t.Length > 0));
            return $"Not read: {Part} of {Scope} ({what}{(Action.Length > 0 ? "; needs " + Action : "")}): {Message}";
        }
    }
}

/// <summary>What changed.</summary>
/// <param name="Against">The file of the baseline, or the time.</param>
/// <param name="New">Number of findings that are new.</param>
/// <param name="Known">Number of findings that were there.</param>
/// <param name="Fixed">What was there and is gone.</param>
public sealed record AuditComparison(string Against, int New, int Known, ImmutableArray<FixedFinding> Fixed);

/// <summary>A finding of the past that is gone.</summary>
/// <param name="Control">Control.</param>
/// <param name="Definition">Name of the definition.</param>
/// <param name="State">What it was: nonCompliant, ….</param>
/// <param name="Resource">Resource id.</param>
public sealed record FixedFinding(string Control, string Definition, string State, string Resource);
