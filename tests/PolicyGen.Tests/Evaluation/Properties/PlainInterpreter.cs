using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>What counts around a condition make of it.</summary>
/// <param name="Only">The one element that is left of an array, by the alias up to its <c>[*]</c>.</param>
/// <param name="Counts">The counts around, the innermost first: name of a value count or alias, and the element.</param>
/// <param name="Iterations">Lengths of the value counts around, multiplied.</param>
internal sealed record PlainScope(ImmutableDictionary<string, int> Only, ImmutableList<(string Name, JToken? Element)> Counts, int Iterations)
{
    public static PlainScope Outermost { get; } = new(ImmutableDictionary.Create<string, int>(StringComparer.OrdinalIgnoreCase), [], 1);
}

/// <summary>
/// Evaluates the tree of a condition as it stands, without any of the engine: nothing is compiled, nothing cut short.
/// </summary>
internal sealed class PlainInterpreter(ArmResource resource)
{
    private readonly PlainFields _fields = new(resource);
    private readonly JObject _parameters = Shape.Parameters();

    public Truth Judge(Condition condition) => Judge(condition, PlainScope.Outermost);

    private Truth Judge(Condition condition, PlainScope scope) => condition switch
    {
        AllOfCondition all => PlainOperators.All(all.Conditions.Select(c => Judge(c, scope))),
        AnyOfCondition any => PlainOperators.Any(any.Conditions.Select(c => Judge(c, scope))),
        NotCondition not => PlainOperators.Not(Judge(not.Inner, scope)),
        FieldCondition field => Judge(field, scope),
        ValueCondition value => Judge(value, scope),
        CountCondition count => Judge(count, scope),
        _ => Truth.Error,
    };

    private Truth Judge(ValueCondition condition, PlainScope scope)
    {
        if (Value(condition.Value, scope) is not { } left || Value(condition.Operand, scope) is not { } right)
            return Truth.Error;
        var value = PlainOperators.Compare(condition.Operator, left, right);
        return left is ComputedUnknown && value != Truth.Error ? Truth.Unknown : value;
    }

    private Truth Judge(FieldCondition condition, PlainScope scope)
    {
        if (Value(condition.Field.Source, scope) is not JValue { Value: string field } || !PlainFields.Exists(field) || Value(condition.Operand, scope) is not { } right)
            return Truth.Error;
        if (!PlainFields.IsCollection(field))
            return PlainOperators.Compare(condition.Operator, _fields.Read(field), right, field.Equals("location", StringComparison.OrdinalIgnoreCase));

        if (right is ComputedUnknown)
            return Truth.Unknown;

        // What is not known of a collection may hold, or not: one more condition that is unknown.
        var (places, areAll) = _fields.Select(field, scope.Only);
        var values = places.Select(p => PlainOperators.Compare(condition.Operator, p.Value, right));
        return PlainOperators.All(areAll ? values : values.Append(Truth.Unknown));
    }

    private Truth Judge(CountCondition condition, PlainScope scope)
    {
        if (Value(condition.Operand, scope) is not { } right)
            return Truth.Error;
        var areAll = true;
        IEnumerable<PlainScope> elements;
        if (condition.Count is FieldCount { Field.Value: var alias })
        {
            (var places, areAll) = _fields.Select(alias, scope.Only);
            elements = places.Select(p => scope with { Only = p.Only, Counts = scope.Counts.Insert(0, (alias, p.Value)) });
        }
        else
        {
            var count = (ValueCount)condition.Count;
            if (Value(count.Value, scope) is not { } value)
                return Truth.Error;
            // It may be no array at all, or too long a one, and then the count fails; as it does when no number can be compared.
            if (Unresolved.Is(value))
                return PlainOperators.Compare(condition.Operator, new JValue(0L), right) == Truth.Error ? Truth.Error : Truth.Unknown;
            var iterations = scope.Iterations * Math.Max(1, (value as JArray)?.Count ?? 0);
            if (value is not JArray array || iterations > 100)
                return Truth.Error;
            elements = array.Select(e => scope with { Counts = scope.Counts.Insert(0, (count.Name?.Value ?? "default", e)), Iterations = iterations });
        }

        var values = elements.Select(e => condition.Count.Where is { } where ? Judge(where, e) : Truth.True).ToList();
        return Judge(condition.Operator, values, areAll, right);
    }

    // The number lies between the elements that count and those that may. One answer for all of the numbers is the answer.
    private static Truth Judge(ConditionOperator kind, List<Truth> values, bool areAll, JToken right)
    {
        long least = values.Count(v => v == Truth.True);
        long most = least + values.Count(v => v is Truth.Unknown or Truth.Error);
        Truth Answer(long number) => PlainOperators.Compare(kind, new JValue(number), right);
        if (areAll && most == least || Answer(least) == Truth.Error)
            return Answer(least);

        var answers = new List<Truth>();
        for (var number = least; number <= (areAll ? most : least + 100); number++)
            answers.Add(Answer(number));
        // No operand of a rule here lies between these and the greatest. A pattern or a list may know it all the same.
        var isNumeric = kind is ConditionOperator.Equals or ConditionOperator.NotEquals or ConditionOperator.Less or ConditionOperator.LessOrEquals
            or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals;
        if (!areAll)
            answers.Add(isNumeric ? Answer(long.MaxValue) : Truth.Unknown);
        return answers.Distinct().Count() == 1 && answers[0] != Truth.Unknown ? answers[0]
            : values.Contains(Truth.Error) ? Truth.Error : Truth.Unknown;
    }

    /// <summary>A JSON value with its expressions computed; null when one fails.</summary>
    private JToken? Value(JToken token, PlainScope scope) => token switch
    {
        JValue { Type: JTokenType.String, Value: string text } when TemplateText.IsExpression(text) =>
            new PlainExpressions(_fields, _parameters, scope).Value(ExpressionParser.Parse(text).Expression!),
        JValue { Type: JTokenType.String, Value: string text } => new JValue(TemplateText.Unescape(text)),
        JObject o => Whole([.. o.Properties().Select(p => Value(p.Value, scope))], values => new JObject(o.Properties().Zip(values, (p, v) => new JProperty(p.Name, v)))),
        JArray a => Whole([.. a.Select(e => Value(e, scope))], values => new JArray(values)),
        _ => token,
    };

    // Where a part fails the whole does, and where it may fail nothing is known of the whole. The first such part decides.
    private static JToken? Whole(JToken?[] values, Func<IEnumerable<JToken>, JToken> make) =>
        values.FirstOrDefault(v => v is null or ComputedUnknown) is ComputedUnknown unknown && Array.IndexOf(values, null) is var failed && (failed < 0 || failed > Array.IndexOf(values, unknown))
            ? unknown : values.Contains(null) ? null : make(values!);
}
