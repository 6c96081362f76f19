using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Tests.Evaluation;

/// <summary>
/// Evaluates expressions of literals, pure functions and member access; <c>unknown()</c> stands for a value that is not
/// known.
/// </summary>
internal static class FunctionEvaluator
{
    /// <summary>What an unknown value looks like in an expected result.</summary>
    public const string Unknown = "[unknown()]";

    public static PolicyValue Evaluate(string expression)
    {
        var result = ExpressionParser.Parse($"[{expression}]");
        return result.Expression is { } parsed ? Evaluate(parsed) : throw new FormatException($"{expression}: {result.Error!.Message}");
    }

    private static PolicyValue Evaluate(Expression expression)
    {
        switch (expression)
        {
            case StringLiteral literal:
                return PolicyValue.Of(new JValue(literal.Value));
            case IntegerLiteral literal:
                return PolicyValue.Of(new JValue(literal.Value));
            case PropertyAccess access:
                return Access(access.Target, new StringLiteral(access.Name, 0));
            case IndexAccess access:
                return Access(access.Target, access.Index);
            case FunctionCall call when call.Is("unknown"):
                return PolicyValue.Unknown(Unknown);
            case FunctionCall call:
                var function = TemplateFunctions.Find(call.Name) ?? throw new FormatException($"There is no function {call.Name}.");
                var arguments = new JToken[call.Arguments.Length];
                for (var i = 0; i < arguments.Length; i++)
                {
                    var value = Evaluate(call.Arguments[i]);
                    if (value.IsError)
                        return value;
                    arguments[i] = value.Token;
                }

                return TemplateFunctions.Invoke(function, arguments);
            default:
                throw new FormatException("An expression of an unknown kind.");
        }
    }

    private static PolicyValue Access(Expression target, Expression key)
    {
        var container = Evaluate(target);
        if (container.IsError)
            return container;
        var index = Evaluate(key);
        return index.IsError ? index : MemberAccess.Get(container.Token, index.Token);
    }
}
