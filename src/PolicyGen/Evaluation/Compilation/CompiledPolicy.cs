using System.Collections.Immutable;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>A policy definition with the values of its parameters, ready to run. Immutable and safe for several threads.</summary>
public sealed record CompiledPolicy
{
    internal CompiledPolicy()
    {
    }

    /// <summary>The definition.</summary>
    public required PolicyDefinition Definition { get; init; }

    /// <summary>The effect in force.</summary>
    public required PolicyEffect Effect { get; init; }

    /// <summary>
    /// Why Azure would refuse the definition or the parameters, or why nobody can evaluate it offline; empty when it can be
    /// evaluated.
    /// </summary>
    public required ImmutableArray<string> Problems { get; init; }

    /// <summary>The resource types that it can apply to.</summary>
    public required ResourceTypeSet Types { get; init; }

    /// <summary>True when <c>policy()</c> makes it depend on the place where it is referred to.</summary>
    public required bool UsesPolicy { get; init; }

    internal bool UsesCaller { get; init; }

    internal bool UsesLocation { get; init; }

    /// <summary>The aliases that the rule reads, those of related resources included.</summary>
    internal ImmutableArray<AliasField> Aliases { get; init; } = [];

    /// <summary>True when it may read any field.</summary>
    internal bool ReadsAnyField { get; init; }

    internal ApplicabilityFields Applicability { get; init; }

    internal CompiledCondition If { get; init; } = new FailedCondition("The rule has no condition.");

    internal int Slots { get; init; }

    internal ExistenceTest? Existence { get; init; }

    internal ImmutableArray<CompiledOperation> Operations { get; init; } = [];

    /// <summary>manual: the state without an attestation (effect-manual.md, "defaultState").</summary>
    internal ComplianceState DefaultState { get; init; } = ComplianceState.Unknown;

    internal string ConflictEffect { get; init; } = "deny";

    /// <summary>True for mode All.</summary>
    internal bool IsModeAll => Definition.Mode is { } mode && mode.Is("All");
}

/// <summary>What an if-not-exists policy looks for.</summary>
internal sealed record ExistenceTest(
    string Type,
    CompiledExpression? Name,
    CompiledExpression? Kind,
    CompiledExpression? ResourceGroupName,
    bool InSubscription,
    CompiledCondition? Condition)
{
    /// <summary>
    /// Names of what answers for the policy, each of which must satisfy the condition where it is there; none of them tells
    /// nothing. Empty for a policy that asks for one resource that satisfies it.
    /// </summary>
    public ImmutableArray<string> Evidence { get; init; } = [];
}

/// <summary>A change of append or modify.</summary>
/// <param name="Kind">append, add, addOrReplace or remove.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The new value; null for remove.</param>
/// <param name="Condition">Switches it on; null when it always applies.</param>
internal sealed record CompiledOperation(string Kind, FieldAccessor Field, CompiledExpression? Value, CompiledExpression? Condition);
