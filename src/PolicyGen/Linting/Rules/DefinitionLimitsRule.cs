using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>A definition keeps to Azure's limits. Page: docs/rules/definition-limits.md.</summary>
public sealed class DefinitionLimitsRule() : LintRule<PolicyDefinition>(
    "definition-limits", "A definition keeps to Azure's limits", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        var limits = context.Limits;
        if (subject.Parameters.Length > limits.DefinitionParameters)
            yield return subject.At(subject.Properties.Find("parameters")!, Exceeds("parameters", subject.Parameters.Length, limits.DefinitionParameters));
        if (RequestBody.Bytes(subject) is var bytes && bytes > limits.BodyBytes)
            yield return subject.At(subject.Source, Exceeds("bytes", bytes, limits.BodyBytes));
        if (subject.Rule is not { } rule)
            yield break;

        if (Leaves(rule.If) is var conditions && conditions > limits.IfConditions)
            yield return subject.At(rule.If!.Source, Exceeds("conditions in 'if'", conditions, limits.IfConditions));
        if (rule.Then?.Details?.ExistenceCondition is { } existence && Leaves(existence) is var related && related > limits.ThenConditions)
            yield return subject.At(existence.Source, Exceeds("conditions in 'then'", related, limits.ThenConditions));

        var calls = subject.Expressions
            .Where(e => e.Place == PolicyExpressionPlace.Rule && e.Result.Expression is not null)
            .SelectMany(e => e.Result.Expression!.Calls().Select(c => (Call: c, e.Source)))
            .ToList();
        if (calls.Count > limits.Functions)
            yield return subject.At(rule.Source, Exceeds("function calls", calls.Count, limits.Functions));
        foreach (var (call, source) in calls.Where(c => c.Call.Arguments.Length > limits.FunctionArguments))
            yield return subject.At(source, Exceeds($"arguments of '{call.Name}'", call.Arguments.Length, limits.FunctionArguments));

        foreach (var finding in Counts(subject, limits))
            yield return finding;
    }

    private static IEnumerable<LintFinding> Counts(PolicyDefinition subject, PolicyLimits limits)
    {
        var counts = subject.Comparisons().OfType<CountCondition>().ToList();
        foreach (var group in counts.Select(c => c.Count).OfType<FieldCount>().GroupBy(c => c.Field.Value, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() > limits.FieldCountsPerArray)
                yield return subject.At(group.First().Field, Exceeds($"counts of '{group.Key}'", group.Count(), limits.FieldCountsPerArray));
        }

        var values = counts.Where(c => c.Count is ValueCount).ToList();
        if (values.Count > limits.ValueCounts)
            yield return subject.At(values[0].Source, Exceeds("value counts", values.Count, limits.ValueCounts));
        foreach (var root in new[] { subject.Rule!.If, subject.Rule.Then?.Details?.ExistenceCondition }.OfType<Condition>())
        {
            foreach (var finding in Iterations(subject, root, 1, limits.ValueCountIterations))
                yield return finding;
        }
    }

    // Only literal arrays have a known length; a parameter's counts as one element.
    private static IEnumerable<LintFinding> Iterations(PolicyDefinition subject, Condition condition, long around, int limit)
    {
        if (condition is CountCondition { Count: ValueCount { Value: JArray array } count })
        {
            around *= Math.Max(1, array.Count);
            if (around > limit)
            {
                yield return subject.At(count.Value, Exceeds("iterations of a value count", around, limit));
                yield break;
            }
        }

        foreach (var finding in condition.Children().SelectMany(child => Iterations(subject, child, around, limit)))
            yield return finding;
    }

    private static int Leaves(Condition? condition) => condition?.SelfAndDescendants().Count(c => c is Comparison) ?? 0;

    private static string Exceeds(string what, long number, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"There are {number} {what}; Azure takes {limit}.");
}
