using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies;

/// <summary>A limit that a rule exceeds.</summary>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Source">Where.</param>
public sealed record ExceededLimit(string Message, JToken Source);

/// <summary>Azure's limits on rules at authoring (definition-structure-policy-rule.md, "Policy rule limits").</summary>
public static class RuleLimits
{
    /// <summary>Every limit that the definition's rule exceeds.</summary>
    public static IEnumerable<ExceededLimit> Exceeded(PolicyDefinition definition, PolicyLimits limits)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(limits);
        if (definition.Rule is not { } rule)
            yield break;
        var existence = rule.Then?.Details?.ExistenceCondition;
        if (Leaves(rule.If) is var conditions && conditions > limits.IfConditions)
            yield return new ExceededLimit(Message("conditions in 'if'", conditions, limits.IfConditions), rule.If!.Source);
        if (existence is not null && Leaves(existence) is var related && related > limits.ThenConditions)
            yield return new ExceededLimit(Message("conditions in 'then'", related, limits.ThenConditions), existence.Source);

        var calls = definition.Expressions
            .Where(e => e.Place == PolicyExpressionPlace.Rule && e.Result.Expression is not null)
            .SelectMany(e => e.Result.Expression!.Calls().Select(c => (Call: c, e.Source)))
            .ToList();
        if (calls.Count > limits.Functions)
            yield return new ExceededLimit(Message("function calls", calls.Count, limits.Functions), rule.Source);
        foreach (var (call, source) in calls.Where(c => c.Call.Arguments.Length > limits.FunctionArguments))
            yield return new ExceededLimit(Message($"arguments of '{call.Name}'", call.Arguments.Length, limits.FunctionArguments), source);

        Condition[] roots = [.. new[] { rule.If, existence }.OfType<Condition>()];
        var counts = roots.SelectMany(c => c.SelfAndDescendants()).OfType<CountCondition>().ToList();
        foreach (var group in counts.Select(c => c.Count).OfType<FieldCount>().GroupBy(c => c.Field.Value, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() > limits.FieldCountsPerArray)
                yield return new ExceededLimit(Message($"counts of '{group.Key}'", group.Count(), limits.FieldCountsPerArray), group.First().Field.Source);
        }

        var values = counts.Where(c => c.Count is ValueCount).ToList();
        if (values.Count > limits.ValueCounts)
            yield return new ExceededLimit(Message("value counts", values.Count, limits.ValueCounts), values[0].Source);
        foreach (var exceeded in roots.SelectMany(root => Iterations(root, 1, limits.ValueCountIterations)))
            yield return exceeded;
    }

    // Only literal arrays have a known length; a parameter's counts as one element.
    private static IEnumerable<ExceededLimit> Iterations(Condition condition, long around, int limit)
    {
        if (condition is CountCondition { Count: ValueCount { Value: JArray array } count })
        {
            around *= Math.Max(1, array.Count);
            if (around > limit)
            {
                yield return new ExceededLimit(Message("iterations of a value count", around, limit), count.Value);
                yield break;
            }
        }

        foreach (var exceeded in condition.Children().SelectMany(child => Iterations(child, around, limit)))
            yield return exceeded;
    }

    private static int Leaves(Condition? condition) => condition?.SelfAndDescendants().Count(c => c is Comparison) ?? 0;

    /// <summary>The sentence for an exceeded limit.</summary>
    public static string Message(string what, long number, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"There are {number} {what}; Azure takes {limit}.");
}
