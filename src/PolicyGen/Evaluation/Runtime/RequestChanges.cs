using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>What one append or modify policy does to a request.</summary>
/// <param name="Changes">The changes that are certain, in order.</param>
/// <param name="Refused">Why the request would be refused instead; null when it is not.</param>
/// <param name="IsOpen">True where it is not known whether it is refused.</param>
internal sealed record RequestChange(ImmutableArray<PropertyChange> Changes, Reason? Refused, bool IsOpen = false);

/// <summary>
/// Applies append and modify to a request before anything judges it (effect-append.md, effect-modify.md). Which aliases are
/// modifiable in which API version is not known here: every one is taken to be. Where it is not known whether something is
/// changed, what it would change is not known.
/// </summary>
internal sealed class RequestChanges(EvaluationState state)
{
    // What policies want at one path, to find those that disagree.
    private readonly Dictionary<string, List<(AssignedPolicy Policy, PlannedOperation Operation)>> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes the request.</summary>
    /// <param name="resource">The request; replaced by the changed one.</param>
    /// <param name="policies">All policies, in order.</param>
    /// <param name="inForce">
    /// Whether an append or modify policy acts on the request, true, false or unknown; sets the state for its expressions.
    /// </param>
    /// <returns>What each policy that acts does; null when none does.</returns>
    public Dictionary<AssignedPolicy, RequestChange>? Apply(ref ArmResource resource, IReadOnlyList<AssignedPolicy> policies, Func<AssignedPolicy, CompiledPolicy, ArmResource, Truth> inForce)
    {
        List<(AssignedPolicy Assigned, CompiledPolicy Policy, ImmutableArray<PlannedOperation> Operations)>? acting = null;
        foreach (var assigned in policies)
        {
            var (policy, _) = assigned.For(resource);
            if (policy.Effect is PolicyEffect.Append or PolicyEffect.Modify && inForce(assigned, policy, resource) is var acts && acts != Truth.False)
                (acting ??= []).Add((assigned, policy, Plan(assigned, policy, acts == Truth.Unknown)));
        }

        if (acting is null)
            return null;
        var changed = resource;
        var results = new Dictionary<AssignedPolicy, RequestChange>(ReferenceEqualityComparer.Instance);
        var content = (JObject)resource.Content.DeepClone();
        foreach (var (assigned, policy, operations) in acting)
            results[assigned] = Act(ref content, changed, assigned, policy, operations);
        resource = changed.With(content);
        return results;
    }

    private ImmutableArray<PlannedOperation> Plan(AssignedPolicy assigned, CompiledPolicy policy, bool isOpen)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedOperation>();
        foreach (var operation in policy.Operations)
        {
            var condition = operation.Condition?.Evaluate(state);
            if (condition is { IsUnknown: false } known && known is not { IsError: false, Token: JValue { Value: true } })
                continue;
            var value = operation.Value?.Evaluate(state);
            // A value that is not known is still a change; one that fails changes nothing.
            if (value is { IsError: true })
                continue;
            var next = new PlannedOperation(operation.Kind, operation.Field, value?.Token, isOpen || condition is { IsUnknown: true } || value is { MayFail: true });
            planned.Add(next);
            if (!_wanted.TryGetValue(operation.Field.Name, out var wanted))
                _wanted[operation.Field.Name] = wanted = [];
            wanted.Add((assigned, next));
        }

        return planned.ToImmutable();
    }

    private RequestChange Act(ref JObject content, ArmResource resource, AssignedPolicy assigned, CompiledPolicy policy, ImmutableArray<PlannedOperation> operations)
    {
        var why = $"whether the policy {assigned.Identity.Control} changes it";
        var changes = ImmutableArray.CreateBuilder<PropertyChange>();
        var current = (JObject)content.DeepClone();
        Reason? mayRefuse = null;
        foreach (var planned in operations)
        {
            var conflict = policy.Effect == PolicyEffect.Modify ? Conflict(assigned, policy, planned) : null;
            var operation = planned with { IsOpen = planned.IsOpen || conflict is { IsOpen: true } };
            var before = operation.IsOpen ? (JObject)current.DeepClone() : null;
            Reason? refused = null;
            if (conflict is { Refuses: true })
                refused = new Reason(operation.Field.Name, operation.Kind, operation.Value, null, "Several modify policies set this to different values: the request would be refused.");
            else if (conflict is null or { Wins: true } or { IsOpen: true })
                refused = RequestEdit.Apply(current, resource, operation, before is null ? changes : ImmutableArray.CreateBuilder<PropertyChange>());
            if (before is not null)
                current = EitherContent.Of(before, current, why);
            if (refused is not null && !operation.IsOpen && !Unresolved.IsWithin(refused.Expected) && !Unresolved.IsWithin(refused.Actual))
                return new RequestChange([], refused);
            mayRefuse ??= refused;
        }

        // A request that is refused stays as it was.
        content = mayRefuse is null ? current : EitherContent.Of(content, current, why);
        return mayRefuse is null
            ? new RequestChange(changes.ToImmutable(), null)
            : new RequestChange([], mayRefuse with { Note = "Only known after deployment: " + mayRefuse.Note }, IsOpen: true);
    }

    // effect-modify.md, conflictEffect: one deny wins over the others, several refuse the request, audit steps back.
    private (bool Wins, bool Refuses, bool IsOpen)? Conflict(AssignedPolicy assigned, CompiledPolicy policy, PlannedOperation operation)
    {
        var others = _wanted[operation.Field.Name].Where(w => !ReferenceEquals(w.Policy, assigned) && !RequestEdit.IsSame(w.Operation.Value, operation.Value)).ToList();
        if (others.Count == 0)
            return null;
        var denies = Denies(policy);
        var rivals = others.Where(o => o.Policy.For(state.Resource).Policy is { Effect: PolicyEffect.Modify } other && Denies(other)).ToList();
        // Whether they disagree is not known where one of them may not act, or where a value is not known.
        var isOpen = operation.IsOpen || Unresolved.IsWithin(operation.Value) || others.Any(o => o.Operation.IsOpen || Unresolved.IsWithin(o.Operation.Value));
        return (denies && rivals.Count == 0, denies && rivals.Count > 0, isOpen);
    }

    private static bool Denies(CompiledPolicy policy) => policy.ConflictEffect.Equals("deny", StringComparison.OrdinalIgnoreCase);
}
