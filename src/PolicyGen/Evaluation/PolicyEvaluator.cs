using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// Judges resources as Azure Policy does (MicrosoftDocs/azure-docs, governance/policy: policy-applicability.md,
/// compliance-states.md, the effect pages; docs/policy-engine.md). For one thread; make one for each.
/// </summary>
public sealed class PolicyEvaluator
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";
    private const string ResourceGroupType = "Microsoft.Resources/subscriptions/resourceGroups";

    private readonly EvaluationState _state;
    private readonly ExistenceEvaluator _existence;
    private readonly DateTimeOffset _now;

    /// <summary>An evaluator for a run.</summary>
    /// <param name="environment">What the run knows.</param>
    /// <param name="related">Where if-not-exists policies look.</param>
    public PolicyEvaluator(EvaluationEnvironment environment, RelatedResources related)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _state = new EvaluationState(environment);
        _existence = new ExistenceEvaluator(related, _state);
        _now = environment.Now;
    }

    /// <summary>Judges a resource under several policies: append and modify change a request first, then each judges it.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="policies">The policies, in order.</param>
    /// <param name="judged">Takes each policy's identity and verdict, in order; also those that do not apply.</param>
    public void Evaluate(ArmResource resource, IReadOnlyList<AssignedPolicy> policies, Action<PolicyIdentity, Verdict> judged)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(judged);
        var changes = resource.Origin == ResourceOrigin.Request ? new RequestChanges(_state).Apply(ref resource, policies, InForce) : null;
        foreach (var assigned in policies)
        {
            var (policy, identity) = assigned.For(resource);
            var covered = assigned.Scope.Covers(resource);
            var verdict = covered == Truth.False ? Verdict.NotApplicable
                : changes is not null && changes.TryGetValue(assigned, out var change) ? Judge(policy, resource, change)
                : Evaluate(policy, resource);
            if (!assigned.Variants.IsEmpty && covered != Truth.False && assigned.Perhaps(resource).Any(p => Evaluate(p, resource).State != verdict.State))
                verdict = new Verdict(ComplianceState.Unknown, [new Reason("location", "", null, null, "An override sets another effect, and whether it selects the resource is only known after deployment.")]);
            // A violation in a scope that perhaps does not reach so far is not known either.
            if (covered == Truth.Unknown && verdict.State is ComplianceState.NonCompliant or ComplianceState.Error)
                verdict = verdict with { State = ComplianceState.Unknown, Reasons = verdict.Reasons.Add(new Reason("id", "", null, null, "Whether the assignment covers the resource is only known after deployment.")) };
            // Whether it is deployed at all is not known: a violation there is not known either.
            if (resource.Condition is { } condition && verdict.State is ComplianceState.NonCompliant or ComplianceState.Error)
                verdict = verdict with { State = ComplianceState.Unknown, Reasons = verdict.Reasons.Add(new Reason("condition", "", null, null, $"Whether the resource is deployed is only known after deployment: {condition}")) };

            // compliance-states.md: every applicable resource in the scope of an exemption is exempt.
            if (verdict.State != ComplianceState.NotApplicable
                && assigned.Scope.Exemptions.FirstOrDefault(e => e.Covers(resource, _now)) is { } exemption)
            {
                verdict = verdict with { State = ComplianceState.Exempt, Exemption = exemption.Name };
            }

            judged(identity, verdict);
        }
    }

    /// <summary>Judges a resource as it is under one policy.</summary>
    public Verdict Evaluate(CompiledPolicy policy, ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(resource);
        if (policy.Effect == PolicyEffect.Disabled || !CanApply(policy, resource))
            return Verdict.NotApplicable;
        if (IsIndexOpen(policy, resource))
            return new Verdict(ComplianceState.Unknown, [new Reason("location", "exists", new JValue(true), null, "The export gives neither location nor tags: whether mode Indexed judges the resource is not known.")]);
        if (!policy.Problems.IsEmpty)
            return new Verdict(ComplianceState.Unknown, [.. policy.Problems.Select(p => new Reason("", "", null, null, p))]);

        var value = policy.If.Evaluate(_state);
        if (value == Truth.Error)
            return Explain(policy, ComplianceState.Error, value);
        switch (policy.Effect)
        {
            case PolicyEffect.AuditIfNotExists or PolicyEffect.DeployIfNotExists:
                return value switch
                {
                    Truth.False => Verdict.NotApplicable,
                    Truth.Unknown => Explain(policy, ComplianceState.Unknown, value),
                    _ => _existence.Evaluate(policy.Existence!, resource),
                };
            case PolicyEffect.Manual:
                return value == Truth.False ? Verdict.NotApplicable
                    : new Verdict(policy.DefaultState, policy.DefaultState == ComplianceState.Compliant ? [] : [new Reason("", "", null, null, "A person attests this; no attestation is known here.")]);
            case PolicyEffect.DenyAction:
                return value switch
                {
                    Truth.True => Verdict.Compliant,
                    Truth.False => Verdict.NotApplicable,
                    _ => Explain(policy, ComplianceState.Unknown, value),
                };
            default:
                return value switch
                {
                    Truth.False => Verdict.Compliant,
                    Truth.True => Explain(policy, ComplianceState.NonCompliant, value),
                    _ => Explain(policy, ComplianceState.Unknown, value),
                };
        }
    }

    /// <summary>The value of the policy's <c>if</c> for a resource.</summary>
    internal Truth Condition(CompiledPolicy policy, ArmResource resource)
    {
        _state.Begin(resource, policy.Slots);
        return policy.If.Evaluate(_state);
    }

    /// <summary>True when the policy judges the resource; for if-not-exists effects the whole <c>if</c> decides.</summary>
    internal bool IsApplicable(CompiledPolicy policy, ArmResource resource) => CanApply(policy, resource)
        && (policy.Effect is not (PolicyEffect.AuditIfNotExists or PolicyEffect.DeployIfNotExists) || policy.If.Evaluate(_state) != Truth.False);

    private bool CanApply(CompiledPolicy policy, ArmResource resource)
    {
        _state.Begin(resource, policy.Slots);
        if (!InMode(policy, resource))
            return false;
        if (policy.UsesCaller && resource.Origin == ResourceOrigin.Existing)
            return false;
        if (policy.UsesLocation && resource.Type.Equals(SubscriptionType, StringComparison.OrdinalIgnoreCase))
            return false;
        if (policy.Effect == PolicyEffect.Modify && !HasModifiableIdentity(resource) && policy.Operations.Any(o => o.Field.Name.Equals("identity.type", StringComparison.OrdinalIgnoreCase)))
            return false;
        return policy.If.CanHold(_state, policy.Applicability, negated: false);
    }

    // effect-modify.md, "Non VM or VMSS identity operation".
    private static bool HasModifiableIdentity(ArmResource resource) =>
        resource.Type.Equals("Microsoft.Compute/virtualMachines", StringComparison.OrdinalIgnoreCase)
        || resource.Type.Equals("Microsoft.Compute/virtualMachineScaleSets", StringComparison.OrdinalIgnoreCase);

    // definition-structure-basics.md, "Resource Manager modes"; policy-applicability.md: of Microsoft.Resources only
    // subscriptions and resource groups are evaluated.
    private static bool InMode(CompiledPolicy policy, ArmResource resource)
    {
        var isContainer = resource.Type.Equals(SubscriptionType, StringComparison.OrdinalIgnoreCase) || resource.Type.Equals(ResourceGroupType, StringComparison.OrdinalIgnoreCase);
        if (!isContainer && resource.Type.StartsWith("Microsoft.Resources/", StringComparison.OrdinalIgnoreCase))
            return false;
        if (policy.IsModeAll || policy.Definition.HasProviderMode)
            return true;
        return !isContainer && !UnindexedTypes.Contains(resource.Type)
            && (HasIndex(resource) || IsTopLevelExport(resource));
    }

    // Whatever stands directly in a resource group has a location; an export without it was made by a query that leaves it out.
    private static bool IsIndexOpen(CompiledPolicy policy, ArmResource resource) =>
        !policy.IsModeAll && !policy.Definition.HasProviderMode && !HasIndex(resource) && IsTopLevelExport(resource);

    private static bool HasIndex(ArmResource resource) =>
        resource.Content.GetValue("location", StringComparison.OrdinalIgnoreCase) is { } || resource.Content.GetValue("tags", StringComparison.OrdinalIgnoreCase) is { };

    private static bool IsTopLevelExport(ArmResource resource) =>
        resource.Origin == ResourceOrigin.Existing && resource.ParsedId is { ResourceGroup: not null, Parent: { } parent } && resource.Type.AsSpan().Count('/') == 1
        && ArmResourceId.Parse(parent).Type.Equals(ResourceGroupType, StringComparison.OrdinalIgnoreCase);

    private Truth InForce(AssignedPolicy assigned, CompiledPolicy policy, ArmResource resource)
    {
        var covers = assigned.Scope.Covers(resource);
        var canBe = policy.Effect is PolicyEffect.Append or PolicyEffect.Modify
            && policy.Problems.IsEmpty
            && assigned.Scope.IsEnforced
            && covers != Truth.False
            && !assigned.Scope.Exemptions.Any(e => e.Covers(resource, _now))
            && CanApply(policy, resource);
        // A failure beside something unknown may be outweighed once that is known.
        return !canBe ? Truth.False : policy.If.Evaluate(_state) switch
        {
            Truth.Error => resource.HasUnresolved ? Truth.Unknown : Truth.False,
            var value => Truths.And(value, covers),
        };
    }

    // What append or modify did to the request decides first; then the changed request is judged like any other.
    private Verdict Judge(CompiledPolicy policy, ArmResource resource, RequestChange change)
    {
        if (change.Refused is { } refused)
            return new Verdict(change.IsOpen ? ComplianceState.Unknown : ComplianceState.NonCompliant, Reasons.Distil([refused])) { Changes = [.. change.Changes.Select(Shown)] };
        return Evaluate(policy, resource) with { Changes = [.. change.Changes.Select(Shown)] };
    }

    private static PropertyChange Shown(PropertyChange change) => change with
    {
        Before = SecretValues.Masked(change.Path, change.Before),
        After = SecretValues.Masked(change.Path, change.After),
    };

    private Verdict Explain(CompiledPolicy policy, ComplianceState state, Truth value)
    {
        var reasons = new List<Reason>();
        _state.Renew();
        policy.If.Explain(_state, value, reasons);
        // To explain takes more elements than to evaluate, in the end perhaps too many.
        if (reasons.Count == 0)
            reasons.Add(new Reason("", "", null, null, $"No condition is shown: {EvaluationState.TooManySteps}."));
        return new Verdict(state, Reasons.Distil(reasons));
    }
}
