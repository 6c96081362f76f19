using System.Collections.Immutable;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>A condition, ready to run.</summary>
internal abstract class CompiledCondition
{
    /// <summary>Most reasons that are collected for one verdict.</summary>
    public const int MaxReasons = 50;

    /// <summary>The value for the state's resource.</summary>
    public abstract Truth Evaluate(EvaluationState state);

    /// <summary>Adds the leaves that make the condition have the value which <see cref="Evaluate"/> just gave.</summary>
    public abstract void Explain(EvaluationState state, Truth value, List<Reason> reasons);

    /// <summary>
    /// Whether the condition can hold by the resource's type, name and kind alone, all other conditions favourable
    /// (policy-applicability.md: "treats other conditions as true, or false when negated").
    /// </summary>
    public abstract bool CanHold(EvaluationState state, ApplicabilityFields fields, bool negated);

    /// <summary>The resource types for which the condition, or its negation, can hold.</summary>
    public abstract ResourceTypeSet Types(bool negated);

    /// <summary>False where the condition cannot fail, whatever the resource holds.</summary>
    public abstract bool MayFail { get; }
}

/// <summary>Which fields decide applicability.</summary>
[Flags]
internal enum ApplicabilityFields
{
    None = 0,
    Type = 1,
    Name = 2,
    Kind = 4,

    /// <summary>Any other condition; it never decides.</summary>
    Other = 8,
}

/// <summary>allOf, or anyOf where <paramref name="isAll"/> is false.</summary>
internal sealed class JunctionCondition(ImmutableArray<CompiledCondition> conditions, bool isAll) : CompiledCondition
{
    private readonly Truth _decisive = isAll ? Truth.False : Truth.True;

    public override bool MayFail => conditions.Any(c => c.MayFail);

    public override Truth Evaluate(EvaluationState state)
    {
        var result = Truths.Not(_decisive);
        var mayFail = state.MayFail;
        foreach (var condition in conditions)
        {
            var value = condition.Evaluate(state);
            if (value == _decisive)
            {
                state.MayFail = mayFail;
                return value;
            }

            if (value > Truth.True && value > result || result <= Truth.True && value > Truth.True)
                result = value;
        }

        return result;
    }

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons)
    {
        foreach (var condition in conditions)
        {
            if (condition.Evaluate(state) == value)
                condition.Explain(state, value, reasons);
            // One false condition decides a conjunction, one true condition a disjunction; all such are shown.
        }
    }

    public override bool CanHold(EvaluationState state, ApplicabilityFields fields, bool negated) => isAll != negated
        ? conditions.All(c => c.CanHold(state, fields, negated))
        : conditions.Any(c => c.CanHold(state, fields, negated));

    public override ResourceTypeSet Types(bool negated) =>
        conditions.IsEmpty ? ResourceTypeSet.Any
            : conditions.Select(c => c.Types(negated)).Aggregate((a, b) => isAll != negated ? a.Intersect(b) : a.Union(b));
}

/// <summary>not.</summary>
internal sealed class NegatedCondition(CompiledCondition inner) : CompiledCondition
{
    public override bool MayFail => inner.MayFail;

    public override Truth Evaluate(EvaluationState state) => Truths.Not(inner.Evaluate(state));

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons) => inner.Explain(state, Truths.Not(value), reasons);

    public override bool CanHold(EvaluationState state, ApplicabilityFields fields, bool negated) => inner.CanHold(state, fields, !negated);

    public override ResourceTypeSet Types(bool negated) => inner.Types(!negated);
}

/// <summary>A condition that cannot be evaluated; the rule's problems say why.</summary>
internal sealed class FailedCondition(string why) : CompiledCondition
{
    public override bool MayFail => true;

    public override Truth Evaluate(EvaluationState state) => Truth.Error;

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons) => reasons.Add(new Reason("", "", null, null, why));

    public override bool CanHold(EvaluationState state, ApplicabilityFields fields, bool negated) => true;

    public override ResourceTypeSet Types(bool negated) => ResourceTypeSet.Any;
}
