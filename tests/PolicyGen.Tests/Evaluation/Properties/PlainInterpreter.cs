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

/// <summary>What a condition says.</summary>
/// <param name="Value">The value.</param>
/// <param name="MayFail">True for an unknown one that may turn out to fail.</param>
internal readonly record struct Answer(Truth Value, bool MayFail = false)
{
    public static Answer Of(Truth value, bool mayFail) => new(value, mayFail && value == Truth.Unknown);
}

/// <summary>
/// Evaluates the tree of a condition as it stands, without any of the engine: nothing is compiled, nothing cut short.
/// </summary>
internal sealed class PlainInterpreter(ArmResource resource)
{
    private readonly PlainFields _fields = new(resource);
    private readonly JObject _parameters = Shape.Parameters();

    public Truth Judge(Condition condition) => Judge(condition, PlainScope.Outermost).Value;

    private Answer Judge(Condition condition, PlainScope scope) => condition switch
    {
        AllOfCondition all => Junction(all.Conditions, PlainOperators.All, scope),
        AnyOfCondition any => Junction(any.Conditions, PlainOperators.Any, scope),
        NotCondition not => Judge(not.Inner, scope) is var inner ? inner with { Value = PlainOperators.Not(inner.Value) } : default,
        FieldCondition field => Judge(field, scope),
        ValueCondition value => Judge(value, scope),
        CountCondition count => Judge(count, scope),
        _ => new Answer(Truth.Error),
    };

    private Answer Junction(IEnumerable<Condition> conditions, Func<IEnumerable<Truth>, Truth> combine, PlainScope scope)
    {
        var answers = conditions.Select(c => Judge(c, scope)).ToList();
        return Answer.Of(combine(answers.Select(a => a.Value)), answers.Exists(a => a.MayFail));
    }

    private Answer Judge(ValueCondition condition, PlainScope scope)
    {
        if (Value(condition.Value, scope) is not { } left || Value(condition.Operand, scope) is not { } right)
            return new Answer(Truth.Error);
        var value = PlainOperators.Compare(condition.Operator, left, right);
        return left is ComputedUnknown && value != Truth.Error ? new Answer(Truth.Unknown, MayFail: true) : Answer.Of(value, MayFail(condition.Operator, right));
    }

    private Answer Judge(FieldCondition condition, PlainScope scope)
    {
        if (Value(condition.Field.Source, scope) is not JValue { Value: string field } || !PlainFields.Exists(field) || Value(condition.Operand, scope) is not { } right)
            return new Answer(Truth.Error);
        var mayFail = MayFail(condition.Operator, right);
        if (!PlainFields.IsCollection(field))
            return Answer.Of(PlainOperators.Compare(condition.Operator, _fields.Read(field, scope.Only), right, field.Equals("location", StringComparison.OrdinalIgnoreCase)), mayFail);
        if (right is ComputedUnknown)
            return new Answer(Truth.Unknown, MayFail: true);

        // What is not known of a collection may hold, or not: one more condition that is unknown.
        var (places, areAll) = _fields.Select(field, scope.Only);
        var values = places.Select(p => PlainOperators.Compare(condition.Operator, p.Value, right));
        return Answer.Of(PlainOperators.All(areAll ? values : values.Append(Truth.Unknown)), mayFail || PlainOperators.Compare(condition.Operator, null, right) == Truth.Error);
    }

    private Answer Judge(CountCondition condition, PlainScope scope)
    {
        if (Value(condition.Operand, scope) is not { } right)
            return new Answer(Truth.Error);
        // Whether all elements are known, and whether what is not known of them may fail.
        var (areAll, mayFail) = (true, Unresolved.Is(right));
        IEnumerable<PlainScope> elements;
        if (condition.Count is FieldCount { Field.Value: var alias })
        {
            (var places, areAll) = _fields.Select(alias, scope.Only);
            elements = places.Select(p => scope with { Only = p.Only, Counts = scope.Counts.Insert(0, (alias, p.Value)) });
            mayFail |= !areAll && condition.Count.Where is { } test && MayFail(test);
        }
        else
        {
            var count = (ValueCount)condition.Count;
            if (Value(count.Value, scope) is not { } value)
                return new Answer(Truth.Error);
            // It may be no array at all, or too long a one, and then the count fails; as it does when no number can be compared.
            if (Unresolved.Is(value))
                return PlainOperators.Compare(condition.Operator, new JValue(0L), right) == Truth.Error ? new Answer(Truth.Error) : new Answer(Truth.Unknown, MayFail: true);
            var iterations = scope.Iterations * Math.Max(1, (value as JArray)?.Count ?? 0);
            if (value is not JArray array || iterations > 100)
                return new Answer(Truth.Error);
            elements = array.Select(e => scope with { Counts = scope.Counts.Insert(0, (count.Name?.Value ?? "default", e)), Iterations = iterations });
        }

        var answers = elements.Select(e => condition.Count.Where is { } where ? Judge(where, e) : new Answer(Truth.True)).ToList();
        mayFail |= answers.Exists(a => a.MayFail);
        var number = Judge(condition.Operator, [.. answers.Select(a => a.Value)], areAll, right);
        return Answer.Of(mayFail && number is Truth.True or Truth.False && (!areAll || answers.Exists(a => a.Value == Truth.Unknown)) ? Truth.Unknown : number, mayFail);
    }

    // The number lies between the elements that count and those that may. One answer for all of the numbers is the answer.
    private static Truth Judge(ConditionOperator kind, List<Truth> values, bool areAll, JToken right)
    {
        if (values.Contains(Truth.Error))
            return Truth.Error;
        long least = values.Count(v => v == Truth.True);
        long most = least + values.Count(v => v == Truth.Unknown);
        Truth Answer(long number) => PlainOperators.Compare(kind, new JValue(number), right);
        if (areAll && most == least || Answer(least) == Truth.Error)
            return Answer(least);

        var answers = new List<Truth>();
        for (var number = least; number <= (areAll ? most : least + 100); number++)
            answers.Add(Answer(number));
        // No operand of a rule here lies between these and the greatest. A pattern or a list may know it all the same.
        if (!areAll)
            answers.Add(IsOrdering(kind) || kind is ConditionOperator.Equals or ConditionOperator.NotEquals ? Answer(long.MaxValue) : Truth.Unknown);
        return answers.Distinct().Count() == 1 ? answers[0] : Truth.Unknown;
    }

    private static bool IsOrdering(ConditionOperator kind) =>
        kind is ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals;

    private static bool MayFail(ConditionOperator kind, JToken right) => IsOrdering(kind) || Unresolved.Is(right);

    // Whether a condition can fail for any element at all, by what is written.
    private static bool MayFail(Condition condition) => condition.SelfAndDescendants().Any(c => c switch
    {
        AllOfCondition or AnyOfCondition or NotCondition => false,
        FieldCondition field => !(Given(field.Field.Source) is JValue { Value: string name } && PlainFields.Exists(name)) || OperandMayFail(field),
        ValueCondition value => Given(value.Value) is null || OperandMayFail(value),
        CountCondition { Count: FieldCount } count => OperandMayFail(count),
        _ => true,
    });

    private static bool OperandMayFail(Comparison comparison) => IsOrdering(comparison.Operator) || Given(comparison.Operand) is not { } right
        || PlainOperators.Compare(comparison.Operator, null, right) == Truth.Error;

    // A value that does not hang on the resource; null for one that does, or that fails.
    private static JToken? Given(JToken token)
    {
        var interpreter = new PlainInterpreter(Shape.Resource([]));
        var expressions = new PlainExpressions(interpreter._fields, interpreter._parameters, PlainScope.Outermost);
        var isGiven = new JArray(token.DeepClone()).Descendants().OfType<JValue>()
            .All(v => v is not { Value: string text } || !TemplateText.IsExpression(text) || expressions.IsConstant(ExpressionParser.Parse(text).Expression!));
        return isGiven ? interpreter.Value(token, PlainScope.Outermost) : null;
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
