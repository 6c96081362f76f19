using System.Collections.Immutable;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>An expression, or a literal, ready to run.</summary>
internal sealed class CompiledExpression
{
    private readonly Func<EvaluationState, PolicyValue>? _run;
    private readonly PolicyValue _constant;

    private CompiledExpression(Func<EvaluationState, PolicyValue>? run, PolicyValue constant)
    {
        _run = run;
        _constant = constant;
    }

    /// <summary>True when the value is the same for every resource.</summary>
    public bool IsConstant => _run is null;

    /// <summary>The constant value.</summary>
    public PolicyValue Constant => IsConstant ? _constant : throw new InvalidOperationException("The expression depends on the resource.");

    public static CompiledExpression Of(PolicyValue constant) => new(null, constant);

    public static CompiledExpression Of(Func<EvaluationState, PolicyValue> run) => new(run, default);

    /// <summary>An expression of parts; computed at once, and without a state, where none of them depends on the resource.</summary>
    public static CompiledExpression Of(ImmutableArray<CompiledExpression> parts, Func<EvaluationState, PolicyValue> run) =>
        parts.All(p => p.IsConstant) ? Of(run(null!)) : Of(run);

    public PolicyValue Evaluate(EvaluationState state) => _run is null ? _constant : _run(state);
}
