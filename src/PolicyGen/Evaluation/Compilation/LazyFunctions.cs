using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>Functions that need not evaluate all of their arguments.</summary>
internal static class LazyFunctions
{
    /// <summary><c>if()</c>: one of two, by a boolean.</summary>
    public static CompiledExpression If(CompiledExpression condition, CompiledExpression yes, CompiledExpression no)
    {
        if (condition.IsConstant)
            return condition.Constant is { IsError: false, Token: JValue { Value: bool known } } ? known ? yes : no : CompiledExpression.Of(Undecided(condition.Constant));
        return CompiledExpression.Of(s => condition.Evaluate(s) is var value && value is { IsError: false, Token: JValue { Value: bool flag } }
            ? (flag ? yes : no).Evaluate(s) : Undecided(value));

        // Not known even where both ways lead to one value: what is no boolean fails.
        static PolicyValue Undecided(PolicyValue value) =>
            value.IsError ? value : value.IsUnknown ? value.Computed() : PolicyValue.Failed("The condition of if() is not a boolean.");
    }

    /// <summary><c>and()</c> and <c>or()</c>: arguments up to the first that is decisive.</summary>
    public static CompiledExpression Junction(string name, ImmutableArray<CompiledExpression> arguments, Truth decisive, Func<Truth, Truth, Truth> combine) =>
        CompiledExpression.Of(arguments, s =>
        {
            var result = decisive == Truth.False ? Truth.True : Truth.False;
            PolicyValue worst = default;
            foreach (var argument in arguments)
            {
                var value = argument.Evaluate(s);
                var truth = value switch
                {
                    { IsError: true } => Truth.Error,
                    { IsUnknown: true } => Truth.Unknown,
                    { Token: JValue { Value: bool flag } } => Truths.Of(flag),
                    _ => Truth.Error,
                };
                if (truth == Truth.Error && !value.IsError)
                    value = PolicyValue.Failed($"An argument of {name}() is not a boolean.");
                if (truth >= Truth.Unknown && truth > result)
                    worst = value;
                result = combine(result, truth);
                if (result == decisive)
                    break;
            }

            return result is Truth.True or Truth.False ? PolicyValue.Of(new JValue(result == Truth.True)) : worst.Computed();
        });

    /// <summary><c>coalesce()</c>: the first that is not null.</summary>
    public static CompiledExpression Coalesce(ImmutableArray<CompiledExpression> arguments) =>
        CompiledExpression.Of(arguments, s =>
        {
            foreach (var argument in arguments)
            {
                var value = argument.Evaluate(s);
                if (value.IsError || value.Token.Type != JTokenType.Null)
                    return value.Computed();
            }

            return PolicyValue.Null;
        });
}
