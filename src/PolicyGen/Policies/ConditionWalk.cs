namespace PolicyGen.Policies;

/// <summary>Walks condition trees.</summary>
public static class ConditionWalk
{
    /// <summary>The condition and everything below it, the <c>where</c> of counts included, in the order of the text.</summary>
    public static IEnumerable<Condition> SelfAndDescendants(this Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var open = new Stack<Condition>();
        open.Push(condition);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children().Reverse())
                open.Push(child);
        }
    }

    /// <summary>The conditions directly below.</summary>
    public static IEnumerable<Condition> Children(this Condition condition) => condition switch
    {
        AllOfCondition all => all.Conditions,
        AnyOfCondition any => any.Conditions,
        NotCondition not => [not.Inner],
        CountCondition { Count.Where: { } where } => [where],
        _ => [],
    };
}
