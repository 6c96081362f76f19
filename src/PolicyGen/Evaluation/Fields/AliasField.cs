using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Fields;

/// <summary>What an alias means for one resource type.</summary>
/// <param name="Type">The type; a provider alone stands for all its types.</param>
/// <param name="Path">The path, or null where the alias table does not know it.</param>
internal sealed record AliasTarget(string Type, AliasPath? Path);

/// <summary>A field that is an alias.</summary>
/// <param name="name">The alias as written.</param>
/// <param name="targets">The types that it can belong to. A resource of another type has no such property.</param>
/// <param name="known">False for an alias that the table does not have.</param>
/// <param name="bound">
/// For each <c>[*]</c> the slot that holds the element which an enclosing count enumerates, or -1. Within <c>where</c> the
/// array is seen as if it had that element only (author-policies-for-arrays.md, "Count expressions").
/// </param>
/// <param name="whole">The slot of the only element that the array itself then has; -1 where no count enumerates it.</param>
internal sealed class AliasField(string name, ImmutableArray<AliasTarget> targets, bool known, ImmutableArray<int> bound, int whole) : FieldAccessor(name)
{
    private const string Star = "[*]";

    /// <summary>False when the alias table does not have it.</summary>
    public bool IsKnown => known;

    public override bool IsCollection { get; } = name.Contains(Star, StringComparison.Ordinal) || targets.Any(t => t.Path is { Stars: > 0 });

    public override JToken? Read(ArmResource resource, EvaluationState state)
    {
        if (!TryTarget(resource, out var path))
            return Missing(resource);
        if (whole >= 0)
            return new JArray(state.Elements[whole]!);
        var step = 0;
        return path.Follow(resource.Content, ref step)
            ?? Default(resource, state);
    }

    /// <summary>The paths that it has on resources of a type.</summary>
    public IEnumerable<AliasPath> PathsOn(string type) => targets.Where(t => t.Path is not null && Fits(t.Type, type)).Select(t => t.Path!);

    /// <summary>The path on a resource whose type the alias belongs to, when it has as many [*] as the alias.</summary>
    public bool TryArray(ArmResource resource, out AliasPath path) => TryTarget(resource, out path) && path.Stars == bound.Length;

    /// <summary>True where the array may be there, and nobody can tell.</summary>
    public bool IsOpenFor(ArmResource resource) => Missing(resource) is not null;

    public override ImmutableArray<string?>? ChangePath(ArmResource resource) => TryTarget(resource, out var path) ? path.Steps : null;

    public override string PathIn(ArmResource resource, EvaluationState state) =>
        TryTarget(resource, out var path) ? path.Text(Indexes(path, state)) : Name;

    public override bool Collect(ArmResource resource, EvaluationState state, List<Selected> into, bool withPaths)
    {
        if (!TryTarget(resource, out var path))
        {
            if (Missing(resource) is not { } unknown)
                return true;
            into.Add(new Selected(unknown, Name, IsRest: true));
            return false;
        }

        if (whole >= 0)
        {
            into.Add(new Selected(new JArray(state.Elements[whole]!), withPaths ? path.Text(Indexes(path, state)) : ""));
            return true;
        }

        // The innermost bound element is where to start: what lies before it is settled.
        var start = 0;
        JToken? from = resource.Content;
        var indexes = withPaths ? new int[path.Stars] : [];
        for (var star = 0; star < bound.Length && star < path.Stars && bound[star] >= 0; star++)
        {
            from = state.Elements[bound[star]];
            start = star + 1;
            if (withPaths)
                indexes[star] = state.Indexes[bound[star]];
        }

        return Collect(path, from, path.StepAfterStar(start), start, indexes, into, withPaths, Default(resource, state), state);
    }

    private static bool Collect(AliasPath path, JToken? token, int step, int star, int[] indexes, List<Selected> into, bool withPaths, JToken? missing, EvaluationState state)
    {
        token = path.Follow(token, ref step);
        if (step >= path.Steps.Length)
        {
            var isRest = Unresolved.Is(token) && star < path.Stars;
            into.Add(new Selected(token, !withPaths ? "" : isRest ? path.Text(indexes.AsSpan(0, star)) : path.Text(indexes), isRest));
            return !isRest;
        }

        // Here stands a [*]: what is no array has no elements.
        token ??= star == 0 ? missing : null;
        if (Unresolved.Is(token))
        {
            into.Add(new Selected(token, withPaths ? path.Text(indexes.AsSpan(0, star)) : "", IsRest: true));
            return false;
        }

        var complete = true;
        if (token is JArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (withPaths)
                    indexes[star] = i;
                if (!state.Step())
                {
                    into.Add(new Selected(Unresolved.Create(EvaluationState.TooManySteps), withPaths ? path.Text(indexes.AsSpan(0, star)) : "", IsRest: true));
                    return false;
                }

                complete &= Collect(path, array[i], step + 1, star + 1, indexes, into, withPaths, missing, state);
            }
        }

        return complete;
    }

    /// <summary>What stands for the property where the resource lacks it: null, or a value that is not known.</summary>
    public JToken? Default(ArmResource resource, EvaluationState state) => ServiceDefaults.Missing(resource, Name, isRelated: !ReferenceEquals(resource, state.Resource));

    // An alias that the table does not know may have any value on a resource whose type it names.
    private JToken? Missing(ArmResource resource) =>
        (!known || targets.Any(t => t.Path is null && Fits(t.Type, resource.Type)))
        && Name.StartsWith(resource.Type, StringComparison.OrdinalIgnoreCase) && Name.Length > resource.Type.Length && Name[resource.Type.Length] == '/'
            ? Unresolved.Create($"the path of the alias {Name} is not known; give it with --aliases")
            : null;

    private bool TryTarget(ArmResource resource, out AliasPath path)
    {
        foreach (var target in targets)
        {
            if (target.Path is not null && Fits(target.Type, resource.Type))
            {
                path = target.Path;
                return true;
            }
        }

        path = null!;
        return false;
    }

    private static bool Fits(string aliasType, string resourceType) =>
        resourceType.StartsWith(aliasType, StringComparison.OrdinalIgnoreCase)
        && (resourceType.Length == aliasType.Length
            || resourceType[aliasType.Length] == '/' && !aliasType.Contains('/', StringComparison.Ordinal));

    private int[] Indexes(AliasPath path, EvaluationState state)
    {
        var indexes = new int[path.Stars];
        for (var star = 0; star < indexes.Length; star++)
            indexes[star] = star < bound.Length && bound[star] >= 0 ? state.Indexes[bound[star]] : -1;
        return indexes;
    }
}
