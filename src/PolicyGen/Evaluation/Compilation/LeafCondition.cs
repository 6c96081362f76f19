using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>A comparison with an operand.</summary>
internal abstract class LeafCondition(ConditionOperator kind, CompiledExpression operand) : CompiledCondition
{
    protected ConditionOperator Kind { get; } = kind;

    protected CompiledExpression Operand { get; } = operand;

    /// <summary>Which of the fields that decide applicability it tests.</summary>
    public virtual ApplicabilityFields Tests => ApplicabilityFields.Other;

    protected bool IsOrdering => Kind is ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals;

    // An operand that no left side can be compared with fails a missing one too.
    public override bool MayFail => IsOrdering || !Operand.IsConstant || Operand.Constant.IsError || Operators.Compare(Kind, null, Operand.Constant.Token) == Truth.Error;

    public override bool CanHold(EvaluationState state, ApplicabilityFields fields, bool negated)
    {
        if (Tests == ApplicabilityFields.Other || (Tests & fields) == 0)
            return true;
        return (negated ? Truths.Not(Evaluate(state)) : Evaluate(state)) != Truth.False;
    }

    public override ResourceTypeSet Types(bool negated)
    {
        // A value that is not known is a text, too, to the patterns below, and says nothing about types.
        if (Tests != ApplicabilityFields.Type || !Operand.IsConstant || Operand.Constant.IsError || Unresolved.IsWithin(Operand.Constant.Token))
            return ResourceTypeSet.Any;
        var (single, list) = negated ? (ConditionOperator.NotEquals, ConditionOperator.NotIn) : (ConditionOperator.Equals, ConditionOperator.In);
        return Operand.Constant.Token switch
        {
            JValue { Value: string text } when Kind == single => ResourceTypeSet.Of([text]),
            JArray array when Kind == list && array.All(t => t is JValue { Value: string }) => ResourceTypeSet.Of(array.Select(t => (string)t!)),
            _ => ResourceTypeSet.Any,
        };
    }

    /// <summary>Notes in the state that an unknown condition may turn out to fail.</summary>
    protected static Truth Noted(EvaluationState state, Truth value, bool mayFail)
    {
        state.MayFail |= mayFail && value == Truth.Unknown;
        return value;
    }

    /// <summary>Compares; a result that hangs on a made-up id is unknown.</summary>
    protected Truth Compare(EvaluationState state, JToken? left, JToken right, bool isLocation = false)
    {
        var value = Operators.Compare(Kind, left, right, isLocation);
        var ids = state.Environment.Placeholders;
        return ids.Count == 0 ? value : MadeUpIds.Settle(ids, Kind, left, right, value);
    }

    /// <summary>A reason for one compared value.</summary>
    protected Reason ReasonFor(string path, JToken? left, PolicyValue right, Truth value)
    {
        var actual = left is { Type: JTokenType.Null } ? null : left;
        if (right.IsError)
            return new Reason(path, Kind.Name(), null, actual, right.Error);
        var note = value switch
        {
            Truth.Unknown when Unresolved.Is(actual) => $"{path} is only known after deployment: {Unresolved.Why(actual!)}",
            Truth.Unknown when Unresolved.Is(right.Token) => $"The value to compare with is only known after deployment: {Unresolved.Why(right.Token)}",
            Truth.Unknown when Unresolved.IsWithin(actual) || Unresolved.IsWithin(right.Token) => $"A part of {path} is only known after deployment.",
            Truth.Unknown => "The order of these texts differs between the systems that Azure may use.",
            Truth.Error => Operators.WhyError(Kind, left, right.Token),
            _ => null,
        };
        return new Reason(path, Kind.Name(), right.Token, actual, note);
    }
}

/// <summary>A condition on a field that selects one value.</summary>
internal sealed class FieldLeaf(FieldAccessor accessor, ConditionOperator kind, CompiledExpression operand) : LeafCondition(kind, operand)
{
    private readonly bool _isLocation = string.Equals(accessor.Name, "location", StringComparison.OrdinalIgnoreCase);

    // The test that every rule begins with, without a token for the type.
    private readonly string? _literal = operand is { IsConstant: true, Constant: { IsError: false, IsUnknown: false, Token: JValue { Value: string text } } } && kind == ConditionOperator.Equals ? text : null;

    public override ApplicabilityFields Tests => !accessor.DecidesApplicability ? ApplicabilityFields.Other
        : accessor is TypeField ? ApplicabilityFields.Type
        : accessor is NameField ? ApplicabilityFields.Name
        : ApplicabilityFields.Kind;

    public override Truth Evaluate(EvaluationState state)
    {
        if (_literal is not null && accessor.Text(state.Target) is { } text)
            return Truths.Of(string.Equals(text, _literal, StringComparison.OrdinalIgnoreCase));
        var right = Operand.Evaluate(state);
        return right.IsError ? Truth.Error : Noted(state, Compare(state, Read(state), right.Token, _isLocation), IsOrdering || right.IsUnknown);
    }

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons)
    {
        if (reasons.Count < MaxReasons)
            reasons.Add(ReasonFor(accessor.PathIn(state.Target, state), Read(state), Operand.Evaluate(state), value));
    }

    private JToken? Read(EvaluationState state) =>
        accessor.Read(state.Target, state);
}

/// <summary>A condition on a field with [*]: every selected value must meet it.</summary>
internal sealed class CollectionLeaf(FieldAccessor field, ConditionOperator kind, CompiledExpression operand) : LeafCondition(kind, operand)
{
    public override Truth Evaluate(EvaluationState state)
    {
        var right = Operand.Evaluate(state);
        if (right.IsError)
            return Truth.Error;
        // Where it fails the condition does, also of an empty collection.
        if (right.MayFail)
            return Noted(state, Truth.Unknown, mayFail: true);
        var selected = state.Rent();
        try
        {
            field.Collect(state.Target, state, selected, withPaths: false);
            var result = Truth.True;
            foreach (var element in selected)
                result = Truths.And(result, Compare(state, element, right.Token));
            // An operand that fails every element fails those that nobody knows, if there are any.
            return Noted(state, result, IsOrdering || right.IsUnknown || result == Truth.Unknown && Operators.Compare(Kind, null, right.Token) == Truth.Error);
        }
        finally
        {
            state.Return(selected);
        }
    }

    public override void Explain(EvaluationState state, Truth value, List<Reason> reasons)
    {
        var right = Operand.Evaluate(state);
        var selected = state.Rent();
        try
        {
            field.Collect(state.Target, state, selected, withPaths: true);
            foreach (var element in selected)
            {
                if (reasons.Count < MaxReasons && (right.IsError || Compare(state, element, right.Token) == value))
                    reasons.Add(ReasonFor(element.Path, element.Value, right, value));
            }

            // Met by no element: true of an empty collection.
            if (selected.Count == 0 && reasons.Count < MaxReasons)
                reasons.Add(ReasonFor(field.PathIn(state.Target, state), new JArray(), right, value));
        }
        finally
        {
            state.Return(selected);
        }
    }

    // Elements that nobody knows may be none, of which every condition is true, even one that no value meets.
    private Truth Compare(EvaluationState state, Selected element, JToken right) =>
        element.IsRest ? Truth.Unknown : Compare(state, element.Value, right);
}

/// <summary>A condition on a value. It never decides applicability, whatever it reads.</summary>
internal sealed class ValueLeaf(CompiledExpression value, string text, ConditionOperator kind, CompiledExpression operand) : LeafCondition(kind, operand)
{
    public override bool MayFail => base.MayFail || !value.IsConstant || value.Constant.IsError;

    public override Truth Evaluate(EvaluationState state)
    {
        var left = value.Evaluate(state);
        if (left.IsError)
            return Truth.Error;
        var right = Operand.Evaluate(state);
        if (right.IsError)
            return Truth.Error;
        var result = Compare(state, left.Token, right.Token);
        // Some operators are true of every value, and false of none, but nothing is of a computation that fails.
        return Noted(state, left.MayFail && result != Truth.Error ? Truth.Unknown : result, IsOrdering || left.MayFail || right.IsUnknown);
    }

    public override void Explain(EvaluationState state, Truth truth, List<Reason> reasons)
    {
        if (reasons.Count >= MaxReasons)
            return;
        var left = value.Evaluate(state);
        reasons.Add(left.IsError ? new Reason(text, Kind.Name(), null, null, left.Error) : ReasonFor(text, left.Token, Operand.Evaluate(state), truth));
    }
}
