using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>
/// Compares how many elements meet a condition. Elements for which the condition is unknown leave a range of numbers; where
/// all of it gives one answer, that is the answer. Every element is looked at, so one for which it fails fails the count.
/// </summary>
internal abstract class CountLeaf(CompiledCondition? where, string text, ConditionOperator kind, CompiledExpression operand) : LeafCondition(kind, operand)
{
    /// <param name="True">Elements that meet the condition.</param>
    /// <param name="Open">Elements that may meet it; <see cref="long.MaxValue"/> where nobody knows how many there are.</param>
    /// <param name="HasError">True when the condition fails for one of them.</param>
    /// <param name="Error">Why nothing can be counted; null when it can.</param>
    /// <param name="MayFail">True when it may turn out to fail.</param>
    /// <param name="IsStopped">True when there were too many elements to look at.</param>
    protected readonly record struct Tally(long True, long Open, bool HasError, string? Error, bool MayFail = false, bool IsStopped = false);

    protected CompiledCondition? Where { get; } = where;

    public override bool MayFail => base.MayFail || Where is { MayFail: true };

    public override Truth Evaluate(EvaluationState state)
    {
        var right = Operand.Evaluate(state);
        if (right.IsError)
            return Truth.Error;
        var tally = Count(state, null);
        // The elements of an array that is not known may be such that the condition fails.
        if (tally.Open == long.MaxValue && Where is { MayFail: true })
            tally = tally with { MayFail = true };
        return Noted(state, Judge(tally, right.Token), tally.MayFail || right.IsUnknown);
    }

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons)
    {
        if (reasons.Count >= MaxReasons)
            return;
        var right = Operand.Evaluate(state);
        var elements = new List<Reason>();
        var tally = Count(state, elements);
        if (tally.Error is not null || right.IsError)
        {
            reasons.Add(new Reason(text, Kind.Name(), right.IsError ? null : right.Token, null, tally.Error ?? right.Error));
            return;
        }

        var note = value switch
        {
            Truth.Unknown when tally.IsStopped => $"Not evaluated: {EvaluationState.TooManySteps}.",
            Truth.Unknown when tally.Open == long.MaxValue => $"The elements of {text} are only known after deployment.",
            Truth.Unknown => string.Create(CultureInfo.InvariantCulture, $"For {tally.Open} elements the condition hangs on what is only known after deployment."),
            Truth.Error when tally.HasError => "The condition fails for an element.",
            Truth.Error => Operators.WhyError(Kind, new JValue(tally.True), right.Token),
            _ => null,
        };
        reasons.Add(new Reason(text, Kind.Name(), right.Token, new JValue(tally.True), note));
        reasons.AddRange(elements.Take(MaxReasons - reasons.Count));
    }

    /// <summary>Counts; with <paramref name="elements"/> it also says why elements count, or why it is not known.</summary>
    protected abstract Tally Count(EvaluationState state, List<Reason>? elements);

    /// <summary>Judges the element that was just put into its slot.</summary>
    protected Tally Add(Tally tally, EvaluationState state, List<Reason>? elements)
    {
        if (!state.Step())
            return tally with { Open = long.MaxValue, MayFail = true, IsStopped = true };
        var around = state.MayFail;
        state.MayFail = false;
        var value = Where?.Evaluate(state) ?? Truth.True;
        var mayFail = state.MayFail;
        state.MayFail = around;
        if (elements is not null && value != Truth.False && Where is not null && elements.Count < MaxReasons)
            Where.Explain(state, value, elements);
        return value switch
        {
            Truth.True => tally with { True = tally.True + 1 },
            Truth.Unknown => tally with { Open = tally.Open == long.MaxValue ? long.MaxValue : tally.Open + 1, MayFail = tally.MayFail || mayFail },
            Truth.Error => tally with { HasError = true },
            _ => tally,
        };
    }

    private Truth Judge(Tally tally, JToken right)
    {
        if (tally.Error is not null || tally.HasError)
            return Truth.Error;
        var least = Compare(tally.True, right);
        if (tally.Open == 0 || least is Truth.Error)
            return least;
        return !tally.MayFail && least != Truth.Unknown && IsSame(tally, least, right) ? least : Truth.Unknown;
    }

    // Whether every number of the range gives the answer that the least one gives.
    private bool IsSame(Tally tally, Truth least, JToken right)
    {
        // Between the ends an ordering cannot change its mind.
        if (IsOrdering)
            return Compare(tally.Open == long.MaxValue ? long.MaxValue : tally.True + tally.Open, right) == least;
        if (tally.Open == long.MaxValue)
        {
            // No number from there on is one below it, nor a text that is no number.
            return Kind is ConditionOperator.Equals or ConditionOperator.NotEquals
                && !(long.TryParse(Operators.Text(right), CultureInfo.InvariantCulture, out var wanted) && wanted >= tally.True);
        }

        for (var more = 1; more <= tally.Open; more++)
        {
            if (Compare(tally.True + more, right) != least)
                return false;
        }

        return true;
    }

    private Truth Compare(long number, JToken right) => Operators.Compare(Kind, new JValue(number), right);
}

/// <summary>Counts the elements of an array of the resource.</summary>
/// <param name="field">The array alias, which selects the elements.</param>
/// <param name="slots">The slot for each [*] of the alias; an enclosing count fills the first ones.</param>
/// <param name="own">How many of them this count fills, the last ones.</param>
/// <param name="where">Which elements count; null counts all.</param>
/// <param name="kind">How the number is compared.</param>
/// <param name="operand">With what.</param>
internal sealed class FieldCountLeaf(AliasField field, IReadOnlyList<int> slots, int own, CompiledCondition? where, ConditionOperator kind, CompiledExpression operand)
    : CountLeaf(where, field.Name, kind, operand)
{
    protected override Tally Count(EvaluationState state, List<Reason>? elements)
    {
        if (!field.TryArray(state.Target, out var path))
            return field.IsOpenFor(state.Target) ? new Tally(0, long.MaxValue, false, null) : default;
        var bound = slots.Count - own;
        var from = bound == 0 ? state.Target.Content : state.Elements[slots[bound - 1]];
        return Enumerate(path, from, path.StepAfterStar(bound), bound, default, state, elements);
    }

    private Tally Enumerate(AliasPath path, JToken? token, int step, int star, Tally tally, EvaluationState state, List<Reason>? elements)
    {
        token = path.Follow(token, ref step);
        if (token is null && star == 0)
            token = field.Default(state.Target, state);
        if (token is JRaw)
            return tally with { Open = long.MaxValue };
        if (token is not JArray array)
            return tally;
        var last = star == slots.Count - 1;
        for (var i = 0; i < array.Count && !tally.IsStopped; i++)
        {
            state.Elements[slots[star]] = array[i];
            state.Indexes[slots[star]] = i;
            tally = last ? Add(tally, state, elements) : Enumerate(path, array[i], step + 1, star + 1, tally, state, elements);
        }

        return tally;
    }
}

/// <summary>Counts the elements of a literal array, of an array parameter or of what an expression gives.</summary>
internal sealed class ValueCountLeaf(CompiledExpression array, string text, int slot, CompiledCondition? where, ConditionOperator kind, CompiledExpression operand)
    : CountLeaf(where, text, kind, operand)
{
    // The array may be none, or too long.
    public override bool MayFail => true;

    protected override Tally Count(EvaluationState state, List<Reason>? elements)
    {
        var value = array.Evaluate(state);
        if (value.IsError)
            return new Tally(0, 0, true, value.Error);
        // It may turn out to be no array, or too long a one: then the count fails, whatever the number.
        if (value.IsUnknown)
            return new Tally(0, long.MaxValue, false, null, MayFail: true);
        if (value.Token is not JArray items)
            return new Tally(0, 0, true, "A count goes over something that is no array.");
        var around = state.ValueIterations;
        if ((long)around * Math.Max(1, items.Count) > PolicyLimits.Azure.ValueCountIterations)
            return new Tally(0, 0, true, $"Value counts go over more than {PolicyLimits.Azure.ValueCountIterations} elements.");
        state.ValueIterations = around * Math.Max(1, items.Count);
        var tally = default(Tally);
        for (var i = 0; i < items.Count; i++)
        {
            state.Elements[slot] = items[i];
            state.Indexes[slot] = i;
            tally = Add(tally, state, elements);
        }

        state.ValueIterations = around;
        return tally;
    }
}
