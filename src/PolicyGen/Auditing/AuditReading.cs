using System.Collections.Immutable;
using PolicyGen.Arm;
using PolicyGen.Policies;

namespace PolicyGen.Auditing;

/// <summary>
/// Everything that a run read from Azure Policy, before it is judged. What could not be read is in <see cref="Failures"/>: the judge
/// calls nothing compliant for it.
/// </summary>
public sealed record AuditReading
{
    /// <summary>What was read: <c>resourceGraph</c> or <c>policyStates</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where.</summary>
    public required AuditEstate Estate { get; init; }

    /// <summary>Assignments of the initiatives in question, at the scope, above and below it.</summary>
    public ImmutableArray<PolicyAssignment> Assignments { get; init; } = [];

    /// <summary>The initiatives in question as they are in Azure, by id.</summary>
    public ImmutableArray<PolicySetDefinition> Initiatives { get; init; } = [];

    /// <summary>Custom definitions that they refer to, with metadata.version; without rules where they were not read.</summary>
    public ImmutableArray<LiveDefinition> Definitions { get; init; } = [];

    /// <summary>Numbers of resources by assignment, reference and state.</summary>
    public ImmutableArray<StateCount> ByReference { get; init; } = [];

    /// <summary>Numbers of different resources by control and worst state.</summary>
    public ImmutableArray<ControlCount> ByControl { get; init; } = [];

    /// <summary>Numbers of states by assignment and subscription.</summary>
    public ImmutableArray<SubscriptionCount> BySubscription { get; init; } = [];

    /// <summary>Number of different resources with a state of a policy that is not manual.</summary>
    public long EvaluatedResources { get; init; }

    /// <summary>What is not compliant, exempt, in error or not known, resource by resource; manual policies in state Unknown are left out.</summary>
    public ImmutableArray<StateRow> Rows { get; init; } = [];

    /// <summary>What was not compliant at the time of <see cref="AuditOptions.Since"/>; null when nobody asked or it could not be read.</summary>
    public ImmutableArray<StateRow>? Before { get; init; }

    /// <summary>Exemptions from the assignments.</summary>
    public ImmutableArray<LiveExemption> Exemptions { get; init; } = [];

    /// <summary>Attestations under the assignments.</summary>
    public ImmutableArray<LiveAttestation> Attestations { get; init; } = [];

    /// <summary>Assessments of Defender for Cloud that are not healthy, of the keys that were asked for.</summary>
    public ImmutableArray<LiveAssessment> Assessments { get; init; } = [];

    /// <summary>Numbers of assessments by key, code and subscription.</summary>
    public ImmutableArray<AssessmentCount> AssessmentCounts { get; init; } = [];

    /// <summary>Plans of Defender for Cloud by subscription.</summary>
    public ImmutableArray<LivePricing> Pricings { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public ImmutableArray<AuditFailure> Failures { get; init; } = [];

    /// <summary>What a reader must know besides: an API that was refused, a quota that was met.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>What could not be read.</summary>
/// <param name="Step">What was being read.</param>
/// <param name="Scope">Scope whose states depend on it: a subscription, a management group, or <c>/</c> for all of the run.</param>
/// <param name="Failure">Why.</param>
/// <param name="Reads">What is missing for it.</param>
public sealed record AuditFailure(AuditPart Reads, string Step, string Scope, ArmFailure Failure);

/// <summary>Parts of a reading, by what depends on them.</summary>
public enum AuditPart
{
    /// <summary>Which subscriptions there are.</summary>
    Hierarchy,

    /// <summary>Assignments, initiatives or definitions.</summary>
    Assignments,

    /// <summary>Numbers or rows of states.</summary>
    States,

    /// <summary>Exemptions.</summary>
    Exemptions,

    /// <summary>Attestations.</summary>
    Attestations,

    /// <summary>Assessments or plans of Defender for Cloud.</summary>
    Security,

    /// <summary>Resources of an inventory.</summary>
    Resources,

    /// <summary>What was before.</summary>
    History,
}

/// <summary>The scopes of a run.</summary>
/// <param name="TenantId">Tenant; null when not known.</param>
/// <param name="Scopes">What was asked for, as resource ids.</param>
/// <param name="Subscriptions">Every subscription in it that Azure tells of, by id; those that could not be read too.</param>
public sealed record AuditEstate(string? TenantId, ImmutableArray<string> Scopes, ImmutableArray<AuditSubscription> Subscriptions);

/// <summary>A subscription.</summary>
/// <param name="Id">GUID, lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="State">Enabled, Disabled, Warned, PastDue, Deleted; empty when not known.</param>
/// <param name="ManagementGroups">Names of the management groups above it, the nearest first, up to the root as far as they can be seen.</param>
/// <param name="IsReadable">False when the caller may not read it, so that nothing is known of its states.</param>
public sealed record AuditSubscription(string Id, string Name, string State, ImmutableArray<string> ManagementGroups, bool IsReadable)
{
    /// <summary><c>/subscriptions/…</c>.</summary>
    public string ResourceId => "/subscriptions/" + Id;
}

/// <summary>A custom definition in Azure.</summary>
/// <param name="Id">Resource id.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">metadata.version; null for none.</param>
public sealed record LiveDefinition(string Id, string Name, string? Version);

/// <summary>Number of resources in one state under one reference of one assignment. Ids in lower case.</summary>
/// <param name="Assignment">Resource id of the assignment.</param>
/// <param name="Initiative">Resource id of the initiative; empty for a definition on its own.</param>
/// <param name="Reference">Reference id within it; empty for a definition on its own.</param>
/// <param name="Definition">Resource id of the definition.</param>
/// <param name="Effect">policyDefinitionAction: audit, deny, manual, ….</param>
/// <param name="State">Azure's word: NonCompliant, Compliant, Error, Conflicting, Exempt, Unknown, Protected, NotStarted, ….</param>
/// <param name="Resources">Number.</param>
/// <param name="Oldest">When the oldest of them was evaluated; null when not known.</param>
/// <param name="Newest">When the newest was.</param>
public sealed record StateCount(string Assignment, string Initiative, string Reference, string Definition, string Effect, string State, long Resources, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>Number of different resources whose worst state under a control is this one.</summary>
/// <param name="Control">Reference id without the number of a further reference, lower case: the control.</param>
/// <param name="State">Azure's word; of several the worst in the order of docs/audit.md.</param>
/// <param name="Resources">Number.</param>
public sealed record ControlCount(string Control, string State, long Resources);

/// <summary>Number of states of an assignment in a subscription.</summary>
/// <param name="Assignment">Resource id of the assignment, lower case.</param>
/// <param name="Subscription">GUID, lower case.</param>
/// <param name="State">Azure's word.</param>
/// <param name="States">Number; manual policies included.</param>
/// <param name="Oldest">When the oldest was evaluated.</param>
/// <param name="Newest">When the newest was.</param>
public sealed record SubscriptionCount(string Assignment, string Subscription, string State, long States, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>The state of one resource under one reference of one assignment.</summary>
/// <param name="Resource">Resource id as Azure writes it.</param>
/// <param name="Type">Resource type.</param>
/// <param name="Location">Location; null when not known.</param>
/// <param name="Assignment">Resource id of the assignment, lower case.</param>
/// <param name="Initiative">Resource id of the initiative, lower case; empty for a definition on its own.</param>
/// <param name="Reference">Reference id; empty for a definition on its own.</param>
/// <param name="Definition">Resource id of the definition, lower case.</param>
/// <param name="Effect">policyDefinitionAction.</param>
/// <param name="State">Azure's word.</param>
/// <param name="SubState">stateDetails.complianceSubState; null for none.</param>
/// <param name="EvaluatedAt">When it was evaluated; null when not known.</param>
public sealed record StateRow(string Resource, string Type, string? Location, string Assignment, string Initiative, string Reference, string Definition, string Effect, string State, string? SubState, DateTimeOffset? EvaluatedAt);

/// <summary>An exemption in Azure (MicrosoftDocs/azure-docs, governance/policy/concepts/exemption-structure.md).</summary>
/// <param name="Id">Resource id.</param>
/// <param name="Scope">Resource id of what it covers.</param>
/// <param name="Assignment">Resource id of the assignment, as written.</param>
/// <param name="References">Reference ids; empty for all.</param>
/// <param name="Category">Waiver or Mitigated.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Description">Description; null for none.</param>
/// <param name="Owner">metadata.owner, else metadata.requestedBy or approvedBy; null for none.</param>
/// <param name="ExpiresOn">The instant from which it has no effect; null for never.</param>
public sealed record LiveExemption(string Id, string Scope, string Assignment, ImmutableArray<string> References, string Category, string? DisplayName, string? Description, string? Owner, DateTimeOffset? ExpiresOn);

/// <summary>An attestation in Azure (attestation-structure.md).</summary>
/// <param name="Id">Resource id.</param>
/// <param name="Scope">Resource id of what it is about.</param>
/// <param name="Assignment">Resource id of the assignment, as written.</param>
/// <param name="Reference">Reference id; null for a definition on its own.</param>
/// <param name="State">Compliant, NonCompliant or Unknown.</param>
/// <param name="Owner">Owner; null for none.</param>
/// <param name="Comments">Comments; null for none.</param>
/// <param name="AssessmentDate">When it was assessed; null when not said.</param>
/// <param name="ExpiresOn">When it reverts; null for never.</param>
/// <param name="Evidence">Addresses of evidence.</param>
public sealed record LiveAttestation(string Id, string Scope, string Assignment, string? Reference, string State, string? Owner, string? Comments, DateTimeOffset? AssessmentDate, DateTimeOffset? ExpiresOn, ImmutableArray<string> Evidence);

/// <summary>An assessment of Defender for Cloud.</summary>
/// <param name="Key">Name of the assessment: a GUID, lower case.</param>
/// <param name="Resource">Resource id of what was assessed.</param>
/// <param name="Code">Healthy, Unhealthy or NotApplicable.</param>
/// <param name="Cause">status.cause; null for none.</param>
/// <param name="ChangedAt">status.statusChangeDate or firstEvaluationDate; null when not known.</param>
public sealed record LiveAssessment(string Key, string Resource, string Code, string? Cause, DateTimeOffset? ChangedAt);

/// <summary>Number of assessments of a key with a code in a subscription.</summary>
/// <param name="Key">Name of the assessment, lower case.</param>
/// <param name="Code">Healthy, Unhealthy or NotApplicable.</param>
/// <param name="Subscription">GUID, lower case.</param>
/// <param name="Resources">Number.</param>
public sealed record AssessmentCount(string Key, string Code, string Subscription, long Resources);

/// <summary>A plan of Defender for Cloud in a subscription.</summary>
/// <param name="Subscription">GUID, lower case.</param>
/// <param name="Plan">Name: VirtualMachines, StorageAccounts, ….</param>
/// <param name="Tier">Standard or Free.</param>
/// <param name="SubPlan">P1, P2, DefenderForStorageV2, …; null for none.</param>
/// <param name="Extensions">Names of extensions that are enabled.</param>
public sealed record LivePricing(string Subscription, string Plan, string Tier, string? SubPlan, ImmutableArray<string> Extensions);
