using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>Compiles condition trees.</summary>
/// <param name="context">The rule's context.</param>
/// <param name="isExistence">True for an existence condition: fields are those of the related resource.</param>
internal sealed class ConditionCompiler(CompilationContext context, bool isExistence)
{
    private readonly List<LeafCondition> _leaves = [];

    /// <summary>What the leaves outside of counts test.</summary>
    public ApplicabilityFields Tests => _leaves.Aggregate(ApplicabilityFields.None, (all, leaf) => all | leaf.Tests);

    public CompiledCondition Compile(Condition condition) => Compile(condition, null);

    private CompiledCondition Compile(Condition condition, CountScope? scope) => condition switch
    {
        AllOfCondition all => new JunctionCondition([.. all.Conditions.Select(c => Compile(c, scope))], isAll: true),
        AnyOfCondition any => new JunctionCondition([.. any.Conditions.Select(c => Compile(c, scope))], isAll: false),
        NotCondition not => new NegatedCondition(Compile(not.Inner, scope)),
        FieldCondition field => Leaf(Field(field, scope), scope),
        ValueCondition value => Leaf(Value(value, scope), scope),
        CountCondition { Count: FieldCount count } comparison => Leaf(Count(comparison, count, scope), scope),
        CountCondition { Count: ValueCount count } comparison => Leaf(Count(comparison, count, scope), scope),
        _ => new FailedCondition("The condition is malformed."),
    };

    private CompiledCondition Leaf(CompiledCondition leaf, CountScope? scope)
    {
        if (scope is null && leaf is LeafCondition condition)
            _leaves.Add(condition);
        return leaf;
    }

    private ExpressionCompiler Expressions(CountScope? scope) => new(context, scope, boundFields: !isExistence);

    private CompiledExpression Operand(Comparison comparison, CountScope? scope)
    {
        var operand = Expressions(scope).Compile(comparison.Operand);
        if (operand.IsConstant && IsGiven(comparison.Operand) && Refused(comparison.Operator, operand.Constant) is { } why)
            context.Problem(why);
        return operand;
    }

    // A literal or a parameter, which Azure sees when the policy is assigned; what functions give it meets only later.
    private static bool IsGiven(JToken operand) => operand is not JValue { Value: string text } || !TemplateText.IsExpression(text)
        || ExpressionParser.Parse(text).Expression is FunctionCall call && call.Is("parameters");

    // What Azure refuses when the policy is created or assigned (definition-structure-policy-rule.md, "Conditions";
    // author-policies-for-arrays.md, "Array conditions").
    private static string? Refused(ConditionOperator kind, PolicyValue operand)
    {
        if (operand.IsError || operand.IsUnknown)
            return null;
        var token = operand.Token;
        if (token.Type == JTokenType.Null)
            return $"The operand of '{kind.Name()}' is null.";
        switch (kind)
        {
            case ConditionOperator.In or ConditionOperator.NotIn:
                return token is JArray ? null : $"'{kind.Name()}' takes an array, not {token.KindName()}.";
            case ConditionOperator.Exists:
                return Operators.Flag(token) is null ? "'exists' takes true or false." : null;
            case ConditionOperator.Like or ConditionOperator.NotLike when token is JValue { Value: string pattern } && pattern.Count(c => c == '*') > 1:
                return $"'{kind.Name()}' takes one '*', and '{pattern}' has several.";
            case ConditionOperator.Contains or ConditionOperator.NotContains when token is JValue { Value: string text } && text.Contains('*', StringComparison.Ordinal):
                return $"'{kind.Name()}' takes no '*'.";
            case ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals when token is not JValue { Value: string or long or int or decimal or double }:
                return $"'{kind.Name()}' takes a number, a text or a date, not {token.KindName()}.";
            default:
                return token is JArray or JObject ? $"'{kind.Name()}' takes a text, not {token.KindName()}." : null;
        }
    }

    private CompiledCondition Field(FieldCondition condition, CountScope? scope)
    {
        if (Accessor(condition.Field, scope) is not { } field)
            return new FailedCondition($"There is no field '{condition.Field.Value}'.");
        var operand = Operand(condition, scope);
        return field.IsCollection ? new CollectionLeaf(field, condition.Operator, operand) : new FieldLeaf(field, condition.Operator, operand);
    }

    private FieldAccessor? Accessor(SourcedText name, CountScope? scope)
    {
        var text = TemplateText.Unescape(name.Value);
        if (TemplateText.IsExpression(name.Value))
        {
            var computed = Expressions(scope).CompileText(name.Value);
            if (!computed.IsConstant)
                context.Problem($"The field '{name.Value}' is computed from the resource.");
            if (!computed.IsConstant || computed.Constant is not { IsError: false, Token: JValue { Value: string constant } })
                return null;

            text = constant;
        }

        context.UsesLocation |= string.Equals(text, "location", StringComparison.OrdinalIgnoreCase);
        var field = context.Field(text, scope);
        if (field is null)
            context.Problem($"There is no field '{text}'.");
        return field;
    }

    private ValueLeaf Value(ValueCondition condition, CountScope? scope)
    {
        var text = condition.Value is JValue { Value: string expression } ? expression : condition.Value.ToString(Newtonsoft.Json.Formatting.None);
        return new ValueLeaf(Expressions(scope).Compile(condition.Value), text, condition.Operator, Operand(condition, scope));
    }

    private CompiledCondition Count(CountCondition condition, FieldCount count, CountScope? scope)
    {
        if (Accessor(count.Field, scope) is not AliasField field || !field.Name.EndsWith("[*]", StringComparison.Ordinal))
        {
            context.Problem($"A count goes over '{count.Field.Value}', which is no array alias: it does not end in [*].");
            return new FailedCondition("A count goes over something that is no array alias.");
        }

        // author-policies-for-arrays.md, "Nested count expressions": a field count in a field count is of a nested array.
        for (var around = scope; around is not null; around = around.Parent)
        {
            if (around.Arrays.Count > 0 && !field.Name.StartsWith(around.Arrays[^1].Alias, StringComparison.OrdinalIgnoreCase))
                context.Problem($"The count of '{field.Name}' stands in a count of '{around.Arrays[^1].Alias}', to which it does not belong.");
        }

        // One slot for each [*] of the alias: those of arrays that a count around enumerates are taken from there.
        var arrays = new List<(string Alias, int Slot)>();
        var slots = new List<int>();
        for (var at = field.Name.IndexOf("[*]", StringComparison.Ordinal); at >= 0; at = field.Name.IndexOf("[*]", at + 1, StringComparison.Ordinal))
        {
            var alias = field.Name[..(at + 3)];
            var outer = CountScope.SlotOf(scope, alias);
            // Counting an array again inside its own count looks at the one element that is left of it.
            var isOwn = outer < 0 || alias.Length == field.Name.Length;
            var slot = isOwn ? context.NewSlot() : outer;
            slots.Add(slot);
            if (isOwn)
                arrays.Add((alias, slot));
        }

        var inner = new CountScope(scope, null, arrays, slots[^1]);
        var where = count.Where is { } w ? Compile(w, inner) : null;
        var again = CountScope.SlotOf(scope, field.Name);
        return again >= 0
            ? new BoundCountLeaf(field.Name, again, slots[^1], where, condition.Operator, Operand(condition, scope))
            : new FieldCountLeaf(field, slots, arrays.Count, where, condition.Operator, Operand(condition, scope));
    }

    private ValueCountLeaf Count(CountCondition condition, ValueCount count, CountScope? scope)
    {
        if (count.Name is null && scope is not null)
            context.Problem("A value count inside another count needs a name.");
        var slot = context.NewSlot();
        var inner = new CountScope(scope, count.Name?.Value ?? "default", [], slot);
        var array = Expressions(scope).Compile(count.Value);
        if (array is { IsConstant: true, Constant.Token: JArray items } && items.Count > PolicyLimits.Azure.ValueCountIterations)
            context.Problem(RuleLimits.Message("iterations of a value count", items.Count, PolicyLimits.Azure.ValueCountIterations));
        var text = count.Value is JValue { Value: string expression } ? expression : count.Value.ToString(Newtonsoft.Json.Formatting.None);
        return new ValueCountLeaf(array, text, slot, count.Where is { } where ? Compile(where, inner) : null, condition.Operator, Operand(condition, scope));
    }
}

/// <summary>Counts an array inside a count of the same array: it has the one element that is enumerated there.</summary>
internal sealed class BoundCountLeaf(string text, int outer, int slot, CompiledCondition? where, ConditionOperator kind, CompiledExpression operand)
    : CountLeaf(where, text, kind, operand)
{
    protected override Tally Count(EvaluationState state, List<Reason>? elements)
    {
        state.Elements[slot] = state.Elements[outer];
        state.Indexes[slot] = state.Indexes[outer];
        return Add(default, state, elements);
    }
}
