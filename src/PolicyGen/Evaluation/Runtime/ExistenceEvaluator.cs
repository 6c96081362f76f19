using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// Looks for what auditIfNotExists and deployIfNotExists ask for (effect-audit-if-not-exists.md). A resource that nobody
/// shows may exist all the same: absence counts only where it is certain.
/// </summary>
internal sealed class ExistenceEvaluator(RelatedResources related, EvaluationState state)
{
    public Verdict Evaluate(ExistenceTest test, ArmResource resource)
    {
        if (!test.Evidence.IsEmpty)
            return OfEvidence(test, resource);
        var name = Text(test.Name, out var open);
        var kind = Text(test.Kind, out var openKind);
        var group = Text(test.ResourceGroupName, out var openGroup);
        if ((open ?? openKind ?? openGroup) is { } why)
            return new Verdict(why.IsError ? ComplianceState.Error : ComplianceState.Unknown, [new Reason("then.details", "", null, null, why.Error ?? Unresolved.Why(why.Token))]);

        // Who it is below cannot be told where its id is made up.
        var candidates = Candidates(test, resource, group).Where(r => Named(r, name) && OfKind(r, kind) && !related.IsGone(r)).ToList();
        var looked = ImmutableArray.CreateBuilder<RelatedResource>();
        var best = Truth.False;
        foreach (var candidate in candidates)
        {
            state.Aim(candidate);
            var value = test.Condition?.Evaluate(state) ?? Truth.True;
            if (!IsSurely(candidate, resource, name, kind))
                value = Truths.And(value, Truth.Unknown);
            if (value == Truth.True)
            {
                state.Aim(resource);
                return Verdict.Compliant;
            }

            best = Truths.Or(best, value);
            if (looked.Count < Verdict.MaxRelated)
            {
                var reasons = new List<Reason>();
                test.Condition?.Explain(state, value, reasons);
                looked.Add(new RelatedResource(candidate.Id, value switch
                {
                    Truth.Unknown => ComplianceState.Unknown,
                    Truth.Error => ComplianceState.Error,
                    _ => ComplianceState.NonCompliant,
                }, Reasons.Distil(reasons)));
            }
        }

        state.Aim(resource);
        var result = Conclude(test, resource, group, name, best, candidates.Count, candidates.Exists(c => IsSurely(c, resource, name, kind)));
        return result with { Related = looked.ToImmutable() };
    }

    // Each that is there must satisfy the condition. Where none is, nobody has looked.
    private Verdict OfEvidence(ExistenceTest test, ArmResource resource)
    {
        var candidates = related.Below(test.Type, resource).Where(r => test.Evidence.Contains(r.Name, StringComparer.OrdinalIgnoreCase) && !related.IsGone(r)).ToList();
        var failing = ImmutableArray.CreateBuilder<RelatedResource>();
        var worst = Truth.True;
        foreach (var candidate in candidates)
        {
            state.Aim(candidate);
            var value = test.Condition?.Evaluate(state) ?? Truth.True;
            worst = Truths.And(worst, value);
            if (value == Truth.True)
                continue;
            var reasons = new List<Reason>();
            test.Condition?.Explain(state, value, reasons);
            failing.Add(new RelatedResource(candidate.Id, value == Truth.False ? ComplianceState.NonCompliant : value == Truth.Error ? ComplianceState.Error : ComplianceState.Unknown, Reasons.Distil(reasons)));
        }

        state.Aim(resource);
        var isRead = test.Evidence.All(name => related.Show(test.Type, name, resource.Id, deep: false));
        if (worst == Truth.True && candidates.Count > 0 && isRead)
            return Verdict.Compliant;
        var note = worst != Truth.True ? $"{failing.Count} of {candidates.Count} resources of type {test.Type} do not satisfy the condition."
            : resource.Origin != ResourceOrigin.Existing ? $"{test.Type} is written by a service after deployment."
            : isRead ? $"No {test.Type} answers for it." : $"Not every {test.Type} that answers for it was read.";
        var verdict = worst switch
        {
            Truth.False => ComplianceState.NonCompliant,
            Truth.Error => ComplianceState.Error,
            _ => ComplianceState.Unknown,
        };
        return new Verdict(verdict, [new Reason(test.Type, "exists", new JValue(true), new JValue(candidates.Count), note)]) { Related = failing.ToImmutable() };
    }

    private Verdict Conclude(ExistenceTest test, ArmResource resource, string? group, string? name, Truth best, int count, bool isSure)
    {
        Verdict With(ComplianceState verdict, string note) => new(verdict, [new Reason(test.Type, "exists", new JValue(true), new JValue(count), note)]);
        if (best == Truth.Error)
            return With(ComplianceState.Error, "The existence condition fails to evaluate.");
        if (best == Truth.Unknown)
            return With(ComplianceState.Unknown, $"Whether a resource of type {test.Type} satisfies the existence condition is only known after deployment.");
        if (isSure && name is not null && !name.EndsWith('?'))
            return With(ComplianceState.NonCompliant, $"The {test.Type} '{name}' does not satisfy the existence condition.");
        return WhyUncertain(test, resource, group, name) is { } uncertain
            ? With(ComplianceState.Unknown, uncertain)
            : With(ComplianceState.NonCompliant, count == 0
                ? $"No resource of type {test.Type} is there."
                : $"None of {count} resources of type {test.Type} satisfies the existence condition.");
    }

    private string? WhyUncertain(ExistenceTest test, ArmResource resource, string? group, string? name)
    {
        var type = test.Type;
        if (resource.Origin == ResourceOrigin.Existing)
        {
            return Shows(test, resource, group, name) ? null
                : related.Reads is not null ? $"The inventory did not read {type} here."
                : RelatedTypes.IsRuntime(type) ? $"{type} is written by a service, and the export holds none."
                : $"The export holds no resource of type {type}: it may not list that type.";
        }

        if (RelatedTypes.IsRuntime(type))
            return $"{type} is written by a service after deployment.";
        if (RelatedTypes.IsServiceCreated(type))
            return $"The service creates {type} with its own defaults, and the input does not declare it.";
        var isBelow = IsBelow(type, resource);
        if (isBelow && !IsContainer(resource) && (!RelatedTypes.IsInherited(type) || related.Creates(resource.ParsedId.SubscriptionId, resource.ParsedId.ResourceGroup)))
            return null;
        if (!isBelow && !test.InSubscription && related.Creates(resource.ParsedId.SubscriptionId, group ?? resource.ParsedId.ResourceGroup))
            return null;
        return Shows(test, resource, group, name) ? null : $"A resource of type {type} may exist outside of the input; give an export with \"existing\" in --context.";
    }

    // Where it is looked for, as in Candidates.
    private bool Shows(ExistenceTest test, ArmResource resource, string? group, string? name)
    {
        var (type, id) = (test.Type, resource.ParsedId);
        // Names with a pattern or a parent in them are no names of an inventory.
        var plain = name?.IndexOfAny(['/', '?']) >= 0 ? null : name;
        if (IsBelow(type, resource))
            return related.Show(type, plain, resource.Id, deep: !RelatedTypes.IsExtension(type));
        var subscription = "/subscriptions/" + id.SubscriptionId;
        return test.InSubscription || (group ?? id.ResourceGroup) is not { } named
            ? related.Show(type, plain, subscription, deep: true)
            : related.Show(type, plain, $"{subscription}/resourceGroups/{named}", deep: true);
    }

    private IReadOnlyList<ArmResource> Candidates(ExistenceTest test, ArmResource resource, string? group)
    {
        var id = resource.ParsedId;
        if (IsBelow(test.Type, resource))
            return RelatedTypes.IsInherited(test.Type) ? [.. related.Below(test.Type, resource), .. related.Above(test.Type, resource)] : related.Below(test.Type, resource);
        return test.InSubscription || id.ResourceGroup is null && group is null
            ? related.InSubscription(test.Type, id.SubscriptionId)
            : related.InGroup(test.Type, id.SubscriptionId, group ?? id.ResourceGroup);
    }

    // "underneath the if condition resource": a child type, or an extension of it.
    private static bool IsBelow(string type, ArmResource resource) =>
        type.StartsWith(resource.Type + "/", StringComparison.OrdinalIgnoreCase) || RelatedTypes.IsExtension(type);

    private static bool IsContainer(ArmResource resource) => resource.Type.StartsWith("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase);

    // A name may be that of the last segment or the full one; ? stands for any last segment.
    private static bool Named(ArmResource candidate, string? name)
    {
        if (name is null || HasOpenName(candidate))
            return true;
        var full = name.Contains('/', StringComparison.Ordinal);
        var actual = full ? candidate.FullName : candidate.Name;
        return name.EndsWith('?') && (name.Length == 1 || name[^2] == '/')
            ? !full || actual.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase) && actual.IndexOf('/', name.Length - 1) < 0
            : string.Equals(actual, name, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasOpenName(ArmResource candidate) => candidate.Content.GetValue("name", StringComparison.OrdinalIgnoreCase) is JRaw;

    private static bool HasOpenKind(ArmResource candidate) => candidate.Content.GetValue("kind", StringComparison.OrdinalIgnoreCase) is JRaw;

    // Whether a candidate is deployed, and is one that is asked for, may only be known after deployment.
    private bool IsSurely(ArmResource candidate, ArmResource resource, string? name, string? kind) =>
        candidate.Condition is null && (name is null || !HasOpenName(candidate)) && (kind is null || !HasOpenKind(candidate))
        && !related.MayBeReplaced(candidate) && related.MayBeApart?.Invoke(resource, candidate) != true;

    private static bool OfKind(ArmResource candidate, string? kind) =>
        kind is null || HasOpenKind(candidate)
        || candidate.Content.GetValue("kind", StringComparison.OrdinalIgnoreCase) is JValue { Value: string actual } && string.Equals(actual, kind, StringComparison.OrdinalIgnoreCase);

    private string? Text(CompiledExpression? expression, out PolicyValue? open)
    {
        open = null;
        if (expression is null)
            return null;
        var value = expression.Evaluate(state);
        if (value is { IsError: false, IsUnknown: false })
            return Operators.Text(value.Token) is { Length: > 0 } text ? text : null;
        open = value;
        return null;
    }
}
