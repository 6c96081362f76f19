using System.Collections.Immutable;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Inventory;

/// <summary>What the member <c>audit</c> of a result says of an inventory.</summary>
internal sealed class InventoryReport(AuditEstate estate, PolicyPlan plan, InventoryReads reads, ImmutableArray<AuditFailure> failures, AttestationFile? attestations)
{
    private const string Evidence = "resources";

    private static readonly ImmutableSortedDictionary<string, long> NoStates = ImmutableSortedDictionary<string, long>.Empty;

    public AuditReport Of(RunResult result, AuditFigures figures)
    {
        var incomplete = failures.Select(f => f.Scope).Select(s => ArmResourceId.Parse(s).SubscriptionId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var policies = plan.Policies.ToLookup(p => p.Identity.Control, StringComparer.OrdinalIgnoreCase);
        return new AuditReport
        {
            Figures = figures,
            Subscriptions = [.. estate.Subscriptions.OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => new AuditedSubscription(
                s.Id, s.Name, s.State, s.ManagementGroups.FirstOrDefault(), s.IsReadable && !incomplete.Contains(null) && !incomplete.Contains(s.Id), NoStates, null, null, []))],
            Controls = [.. result.Controls.Select(c => new AuditedControl(c.Id, NoStates, null, null, MissingIn(policies[c.Id]), [Evidence]))],
            Requirements = [.. result.Requirements.Select(Requirement)],
            Failures = AuditGaps.Of(failures),
        };
    }

    // Where something that a policy judges could not be read.
    private ImmutableArray<string> MissingIn(IEnumerable<AssignedPolicy> policies) =>
        [.. policies.Where(p => p.Policy.Effect != PolicyEffect.DenyAction)
            .SelectMany(p => p.Policy.Types.IsAny ? [InventoryReads.EveryType] : p.Policy.Types.Types)
            .SelectMany(t => reads.FailedIn(t, estate.Subscriptions.Select(s => s.Id)))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    private AuditedRequirement Requirement(RequirementResult requirement)
    {
        var attested = attestations?.StateOf(requirement.Id, estate.Scopes);
        return new AuditedRequirement(requirement.Id, attested?.ToString(), 0, requirement.State switch
        {
            RequirementState.Partial => "noViolationAttestationMissing",
            RequirementState.Manual or RequirementState.Platform => "attestationMissing",
            RequirementState.NonCompliant when attested == AttestationState.NonCompliant => "attestedNonCompliant",
            RequirementState.Unknown when attested != AttestationState.Unknown => "notJudgedEverywhere",
            _ => null,
        });
    }
}
