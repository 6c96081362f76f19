using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>What one append or modify policy does to a request.</summary>
/// <param name="Changes">The changes, in order.</param>
/// <param name="Refused">Why the request would be refused instead; null when it is not.</param>
internal sealed record RequestChange(ImmutableArray<PropertyChange> Changes, Reason? Refused);

/// <summary>
/// Applies append and modify to a request before anything judges it (effect-append.md, effect-modify.md). Which aliases are
/// modifiable in which API version is not known here: every one is taken to be.
/// </summary>
internal sealed class RequestChanges(EvaluationState state)
{
    // Values that policies want at one path, to find those that disagree.
    private readonly Dictionary<string, List<(AssignedPolicy Policy, JToken? Value)>> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes the request.</summary>
    /// <param name="resource">The request; replaced by the changed one.</param>
    /// <param name="policies">All policies, in order.</param>
    /// <param name="inForce">True for an append or modify policy that acts on the request; sets the state for its expressions.</param>
    /// <returns>What each policy that acts does; null when none does.</returns>
    public Dictionary<AssignedPolicy, RequestChange>? Apply(ref ArmResource resource, IReadOnlyList<AssignedPolicy> policies, Func<AssignedPolicy, CompiledPolicy, ArmResource, bool> inForce)
    {
        List<(AssignedPolicy Assigned, CompiledPolicy Policy, ImmutableArray<Planned> Operations)>? acting = null;
        foreach (var assigned in policies)
        {
            var (policy, _) = assigned.For(resource);
            if (policy.Effect is PolicyEffect.Append or PolicyEffect.Modify && inForce(assigned, policy, resource))
                (acting ??= []).Add((assigned, policy, Plan(assigned, policy)));
        }

        if (acting is null)
            return null;
        var changed = resource;
        var results = new Dictionary<AssignedPolicy, RequestChange>(ReferenceEqualityComparer.Instance);
        var content = (JObject)resource.Content.DeepClone();
        foreach (var (assigned, policy, operations) in acting)
            results[assigned] = Act(content, changed, assigned, policy, operations);
        resource = new ArmResource
        {
            Id = changed.Id,
            Type = changed.Type,
            FullName = changed.FullName,
            Content = content,
            Origin = changed.Origin,
            ApiVersion = changed.ApiVersion,
            Source = changed.Source,
            HasUnresolved = changed.HasUnresolved,
            Condition = changed.Condition,
        };
        return results;
    }

    private readonly record struct Planned(string Kind, FieldAccessor Field, JToken? Value);

    private ImmutableArray<Planned> Plan(AssignedPolicy assigned, CompiledPolicy policy)
    {
        var planned = ImmutableArray.CreateBuilder<Planned>();
        foreach (var operation in policy.Operations)
        {
            if (operation.Condition?.Evaluate(state) is { } condition && condition is not { IsError: false, Token: JValue { Value: true } })
                continue;
            var value = operation.Value?.Evaluate(state);
            // A value that is not known is still a change; one that fails changes nothing.
            if (value is { IsError: true })
                continue;
            planned.Add(new Planned(operation.Kind, operation.Field, value?.Token));
            if (!_wanted.TryGetValue(operation.Field.Name, out var wanted))
                _wanted[operation.Field.Name] = wanted = [];
            wanted.Add((assigned, value?.Token));
        }

        return planned.ToImmutable();
    }

    private RequestChange Act(JObject content, ArmResource resource, AssignedPolicy assigned, CompiledPolicy policy, ImmutableArray<Planned> operations)
    {
        var changes = ImmutableArray.CreateBuilder<PropertyChange>();
        foreach (var operation in operations)
        {
            if (policy.Effect == PolicyEffect.Modify && Conflict(assigned, policy, operation) is { } conflict)
            {
                if (conflict.Refuses)
                    return new RequestChange([], new Reason(operation.Field.Name, operation.Kind, operation.Value, null, "Several modify policies set this to different values: the request would be refused."));
                if (!conflict.Wins)
                    continue;
            }

            if (Change(content, resource, operation, changes) is { } refused)
                return new RequestChange([], refused);
        }

        return new RequestChange(changes.ToImmutable(), null);
    }

    // effect-modify.md, conflictEffect: one deny wins over the others, several refuse the request, audit steps back.
    private (bool Wins, bool Refuses)? Conflict(AssignedPolicy assigned, CompiledPolicy policy, Planned operation)
    {
        var others = _wanted[operation.Field.Name].Where(w => !ReferenceEquals(w.Policy, assigned) && !JToken.DeepEquals(w.Value, operation.Value)).ToList();
        if (others.Count == 0)
            return null;
        var denies = policy.ConflictEffect.Equals("deny", StringComparison.OrdinalIgnoreCase);
        var othersDeny = others.Any(o => o.Policy.Policy is { Effect: PolicyEffect.Modify } other && other.ConflictEffect.Equals("deny", StringComparison.OrdinalIgnoreCase));
        return (denies && !othersDeny, denies && othersDeny);
    }

    private static Reason? Change(JObject content, ArmResource resource, Planned operation, ImmutableArray<PropertyChange>.Builder changes)
    {
        if (operation.Field.ChangePath(resource) is not { } path)
            return null;
        var slots = new List<(JToken Parent, string? Name, string Path)>();
        Find(content, path, 0, "", slots, create: operation.Kind == "remove" ? 0 : 1);
        foreach (var (parent, name, text) in slots)
        {
            if (name is null)
            {
                // The array itself: [*] takes one more element, or is left with just this one.
                var array = (JArray)parent;
                if (operation.Kind == "addOrReplace")
                {
                    var former = array.DeepClone();
                    array.ReplaceAll(operation.Value!.DeepClone());
                    changes.Add(new PropertyChange(operation.Kind, text, former, array.DeepClone()));
                    continue;
                }

                changes.Add(new PropertyChange(operation.Kind, string.Create(CultureInfo.InvariantCulture, $"{text}[{array.Count}]"), null, operation.Value));
                array.Add(operation.Value!.DeepClone());
                continue;
            }

            var owner = (JObject)parent;
            var property = owner.Property(name, StringComparison.OrdinalIgnoreCase);
            var before = property?.Value is { Type: not JTokenType.Null } value ? value : null;
            if (operation.Kind == "remove")
            {
                if (property is null)
                    continue;
                property.Remove();
                changes.Add(new PropertyChange(operation.Kind, text, before, null));
                continue;
            }

            if (JToken.DeepEquals(before, operation.Value))
                continue;
            if (before is not null && operation.Kind == "append")
                return new Reason(text, operation.Kind, operation.Value, before, "The request has another value here: append refuses it.");
            if (before is not null && operation.Kind == "add")
                continue;
            owner[property?.Name ?? name] = operation.Value!.DeepClone();
            changes.Add(new PropertyChange(operation.Kind, text, before, operation.Value));
        }

        return null;
    }

    // Finds the places of a path. A parent that the request leaves out is left out on purpose: nothing is made there
    // (effect-modify.md, "Property not present"), except the properties bag and the tags themselves.
    private static void Find(JToken token, ImmutableArray<string?> path, int step, string text, List<(JToken, string?, string)> found, int create)
    {
        var isLast = step == path.Length - 1;
        if (path[step] is not { } name)
        {
            if (token is not JArray array)
                return;
            if (isLast)
            {
                found.Add((array, null, text));
                return;
            }

            for (var i = 0; i < array.Count; i++)
                Find(array[i], path, step + 1, $"{text}[{i}]", found, create);
            return;
        }

        if (token is not JObject o)
            return;
        var here = text.Length == 0 ? name : $"{text}.{name}";
        if (isLast)
        {
            found.Add((o, name, step > 0 && path[0] == "tags" && name.AsSpan().IndexOfAny(" .-'[]") >= 0 ? $"tags['{name}']" : here));
            return;
        }

        var child = o.GetValue(name, StringComparison.OrdinalIgnoreCase);
        if (child is null or { Type: JTokenType.Null } && create > 0)
        {
            // A missing array before a final [*] is created; so are properties, tags and identity at the root.
            var isArray = path[step + 1] is null && step + 1 == path.Length - 1;
            if (!isArray && step > 0)
                return;
            o[name] = child = isArray ? new JArray() : new JObject();
        }

        if (child is not null)
            Find(child, path, step + 1, here, found, create);
    }}
