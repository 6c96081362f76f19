namespace PolicyGen.Policies.Expressions;

/// <summary>Walks the nodes of an expression.</summary>
public static class ExpressionWalk
{
    /// <summary>The node and everything below it, in the order of the text as far as calls go: a call before its arguments.</summary>
    public static IEnumerable<Expression> SelfAndDescendants(this Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var open = new Stack<Expression>();
        open.Push(expression);
        while (open.TryPop(out var node))
        {
            yield return node;
            switch (node)
            {
                case FunctionCall call:
                    for (var i = call.Arguments.Length - 1; i >= 0; i--)
                        open.Push(call.Arguments[i]);
                    break;
                case PropertyAccess access:
                    open.Push(access.Target);
                    break;
                case IndexAccess access:
                    open.Push(access.Index);
                    open.Push(access.Target);
                    break;
            }
        }
    }

    /// <summary>Every function call in the expression.</summary>
    public static IEnumerable<FunctionCall> Calls(this Expression expression) => expression.SelfAndDescendants().OfType<FunctionCall>();
}
