using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Policies.Expressions;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>
/// Compiles template expressions to delegates. What does not depend on the resource is computed at once.
/// </summary>
/// <param name="context">The rule's context.</param>
/// <param name="scope">The counts around; null outside of counts.</param>
/// <param name="boundFields">
/// False in an existence condition, where counts enumerate the related resource while <c>field()</c> means the other one.
/// </param>
internal sealed class ExpressionCompiler(CompilationContext context, CountScope? scope, bool boundFields)
{
    /// <summary>Compiles a JSON value; texts in it that are expressions are computed, also deep within objects.</summary>
    public CompiledExpression Compile(JToken token)
    {
        switch (token)
        {
            case JValue { Type: JTokenType.String } value:
                var text = (string)value.Value!;
                return TemplateText.IsExpression(text) ? CompileText(text) : CompiledExpression.Of(PolicyValue.Of(new JValue(TemplateText.Unescape(text))));
            case JContainer container when container.Below().Any(t => t is JValue { Type: JTokenType.String } v && ((string)v.Value!).StartsWith('[')):
                return CompileContainer(container);
            default:
                return CompiledExpression.Of(PolicyValue.Of(token));
        }
    }

    /// <summary>Compiles a text that is an expression.</summary>
    public CompiledExpression CompileText(string text)
    {
        var parsed = ExpressionParser.Parse(text);
        if (parsed.Expression is { } expression)
            return Compile(expression);
        context.Problem(string.Create(CultureInfo.InvariantCulture, $"The expression {Shorten(text)} is malformed at character {parsed.Error!.Position + 1}: {parsed.Error.Message}"));
        return Failed("The expression is malformed.");
    }

    private CompiledExpression Compile(Expression expression) => expression switch
    {
        StringLiteral literal => CompiledExpression.Of(PolicyValue.Of(new JValue(literal.Value))),
        IntegerLiteral literal => CompiledExpression.Of(PolicyValue.Of(new JValue(literal.Value))),
        FunctionCall call => Compile(call),
        PropertyAccess access => Access(Compile(access.Target), CompiledExpression.Of(PolicyValue.Of(new JValue(access.Name))), IsTagsOfScope(access.Target)),
        IndexAccess access => Access(Compile(access.Target), Compile(access.Index), IsTagsOfScope(access.Target)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), "An expression of an unknown kind."),
    };

    private ImmutableArray<CompiledExpression> Compile(ImmutableArray<Expression> arguments) => [.. arguments.Select(Compile)];

    private CompiledExpression Compile(FunctionCall call)
    {
        switch (call.Name.ToLowerInvariant())
        {
            case "parameters":
                return Parameter(call);
            case "field":
                return Field(call);
            case "current":
                return Current(call);
            case "requestcontext" when NoArguments(call):
                return CompiledExpression.Of(s => s.Environment.RequestContextOf(s.Resource));
            case "resourcegroup" when NoArguments(call):
                return CompiledExpression.Of(s => s.Environment.ResourceGroupOf(s.Resource));
            case "subscription" when NoArguments(call):
                return CompiledExpression.Of(s => s.Environment.SubscriptionOf(s.Resource));
            case "utcnow":
                return UtcNow(call);
            case "policy" when NoArguments(call):
                context.UsesPolicy = true;
                return context.Policy is { } policy ? CompiledExpression.Of(PolicyValue.Of(policy)) : CompiledExpression.Of(PolicyValue.Unknown("policy()"));
            case "requestcontext" or "resourcegroup" or "subscription" or "policy":
                return Failed($"The function '{call.Name}' takes no arguments.");
            case "if":
                return call.Arguments is [var condition, var yes, var no]
                    ? LazyFunctions.If(Compile(condition), Compile(yes), Compile(no))
                    : Failed("The function 'if' takes three arguments.");
            case "and" or "or" when call.Arguments.Length < 2:
                return Failed($"The function '{call.Name}' takes two or more arguments.");
            case "and":
                return LazyFunctions.Junction(call.Name, Compile(call.Arguments), Truth.False, Truths.And);
            case "or":
                return LazyFunctions.Junction(call.Name, Compile(call.Arguments), Truth.True, Truths.Or);
            case "coalesce":
                return call.Arguments.IsEmpty
                    ? Failed("The function 'coalesce' takes one or more arguments.")
                    : LazyFunctions.Coalesce(Compile(call.Arguments));
        }

        if (TemplateFunctions.Find(call.Name) is not { } function)
        {
            context.Problem(PolicyFunctions.Find(call.Name) == FunctionAvailability.TemplateOnly
                ? $"The function '{call.Name}' is not available in policy rules."
                : $"There is no function '{call.Name}'.");
            return Failed($"The function '{call.Name}' is not available.");
        }

        if (call.Arguments.Length < function.MinArguments || call.Arguments.Length > function.MaxArguments)
        {
            context.Problem($"The function '{call.Name}' is called with {call.Arguments.Length} arguments.");
            return Failed($"The function '{call.Name}' is called with a wrong number of arguments.");
        }

        return Call(function, Compile(call.Arguments));
    }

    private static CompiledExpression Call(TemplateFunction function, ImmutableArray<CompiledExpression> arguments)
    {
        PolicyValue Run(EvaluationState? state)
        {
            var values = new JToken[arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var value = state is null ? arguments[i].Constant : arguments[i].Evaluate(state);
                if (value.IsError || value.MayFail)
                    return value;
                values[i] = value.Token;
            }

            var result = state is not null && state.Environment.Placeholders is { Count: > 0 } ids && MadeUpIds.AreHidden(ids, function.Name, values)
                ? PolicyValue.Unknown("it depends on where the template is deployed (--scope)")
                : TemplateFunctions.Invoke(function, values);
            return result.Computed();
        }

        return arguments.All(a => a.IsConstant) ? CompiledExpression.Of(Run(null)) : CompiledExpression.Of(Run);
    }

    private CompiledExpression Parameter(FunctionCall call)
    {
        if (call.Arguments.Length != 1)
            return Failed("The function 'parameters' takes one argument.");
        if (call.LiteralArgument is { } name)
        {
            if (context.Parameters.TryGetValue(name, out var value))
                return value;
            context.Problem($"The parameter '{name}' is not declared, or has no value.");
            return Failed($"The parameter '{name}' has no value.");
        }

        var computed = Compile(call.Arguments[0]);
        return CompiledExpression.Of(s => computed.Evaluate(s) switch
        {
            { IsError: true } error => error,
            { IsUnknown: true } unknown => unknown.Computed(),
            { Token: JValue { Value: string key } } when context.Parameters.TryGetValue(key, out var value) => value.Evaluate(s),
            _ => PolicyValue.Failed("There is no such parameter."),
        });
    }

    private CompiledExpression Field(FunctionCall call)
    {
        if (call.Arguments.Length != 1)
            return Failed("The function 'field' takes one argument.");
        var name = Compile(call.Arguments[0]);
        if (!name.IsConstant)
        {
            context.ReadsAnyField = true;
            return CompiledExpression.Of(s => name.Evaluate(s) switch
            {
                { IsError: true } error => error,
                { IsUnknown: true } unknown => unknown.Computed(),
                { Token: JValue { Value: string computed } } when context.Fields.Resolve(computed, boundFields ? scope : null) is { } found => Read(found, s),
                _ => PolicyValue.Failed("field() is given no field."),
            });
        }

        if (name.Constant is not { IsError: false, Token: JValue { Value: string text } } || context.Field(text, boundFields ? scope : null) is not { } accessor)
        {
            context.Problem("field() names something that is no field.");
            return Failed("field() names something that is no field.");
        }

        context.UsesLocation |= string.Equals(text, "location", StringComparison.OrdinalIgnoreCase);
        return CompiledExpression.Of(s => Read(accessor, s));
    }

    // A missing property is an empty text, a collection an array of what is selected (author-policies-for-arrays.md).
    private static PolicyValue Read(FieldAccessor accessor, EvaluationState state)
    {
        if (!accessor.IsCollection)
            return PolicyValue.Of(accessor.Read(state.Resource, state) ?? new JValue(""));
        var selected = state.Rent();
        try
        {
            accessor.Collect(state.Resource, state, selected, withPaths: false);
            return Gathered(accessor, selected);
        }
        finally
        {
            state.Return(selected);
        }
    }

    // Elements that lack the property are left out: Microsoft's definition 702dd420-7fcc-42c5-afe8-4026edd20fe0 compares the
    // length with that of the whole array to find them. So where a property is not known, and may be null, nor is the length.
    private static PolicyValue Gathered(FieldAccessor accessor, List<Selected> selected)
    {
        var areElements = accessor.Name.EndsWith("[*]", StringComparison.Ordinal);
        foreach (var value in selected)
        {
            if (value.IsRest || !areElements && Unresolved.Is(value.Value))
                return PolicyValue.Of(value.Value!);
        }

        return PolicyValue.Of(new JArray(areElements ? selected.Select(v => v.Value ?? JValue.CreateNull()) : selected.Select(v => v.Value).OfType<JToken>()));
    }

    private CompiledExpression Current(FunctionCall call)
    {
        if (scope is null || call.Arguments.Length > 1)
        {
            context.Problem("current() stands outside of a count.");
            return Failed("current() stands outside of a count.");
        }

        if (call.Arguments.IsEmpty)
        {
            if (scope.Parent is not null)
            {
                context.Problem("current() without a name stands in a nested count.");
                return Failed("current() without a name stands in a nested count.");
            }

            return Element(scope.Slot);
        }

        if (call.LiteralArgument is not { } name)
        {
            context.Problem("current() takes a literal name.");
            return Failed("current() takes a literal name.");
        }

        for (var around = scope; around is not null; around = around.Parent)
        {
            if (string.Equals(around.Name, name, StringComparison.OrdinalIgnoreCase))
                return Element(around.Slot);
        }

        if (CountScope.SlotOf(scope, name) is >= 0 and var exact)
            return Element(exact);
        return Below(name);
    }

    private static CompiledExpression Element(int slot) => CompiledExpression.Of(s => PolicyValue.Of(s.Elements[slot] ?? JValue.CreateNull()));

    // A property of the element: the alias goes on after the [*] of a count around. Where it has a [*] of its own it selects
    // a collection.
    private CompiledExpression Below(string name)
    {
        var first = name.IndexOf("[*]", StringComparison.Ordinal);
        var isCollection = CountScope.SlotOf(scope, name.AsSpan(0, name.LastIndexOf("[*]", StringComparison.Ordinal) + 3)) < 0;
        if (first > 0 && CountScope.SlotOf(scope, name.AsSpan(0, first + 3)) >= 0 && context.Field(name, scope) is { } accessor)
        {
            return CompiledExpression.Of(s =>
            {
                var selected = s.Rent();
                try
                {
                    accessor.Collect(s.Target, s, selected, withPaths: false);
                    if (isCollection)
                        return Gathered(accessor, selected);
                    return PolicyValue.Of(selected.Count > 0 ? selected[0].Value ?? new JValue("") : new JValue(""));
                }
                finally
                {
                    s.Return(selected);
                }
            });
        }

        context.Problem($"current('{name}') names no count around it.");
        return Failed("current() names no count around it.");
    }

    private CompiledExpression UtcNow(FunctionCall call)
    {
        if (call.Arguments.IsEmpty)
            return CompiledExpression.Of(s => PolicyValue.Of(s.Environment.UtcNow()));
        if (call.Arguments.Length > 1)
            return Failed("The function 'utcNow' takes one argument at most.");
        var format = Compile(call.Arguments[0]);
        return CompiledExpression.Of(s => format.Evaluate(s) switch
        {
            { IsError: true } error => error,
            { IsUnknown: true } unknown => unknown.Computed(),
            { Token: JValue { Value: string text } } => DateFunctions.Format(s.Environment.Now, text),
            _ => PolicyValue.Failed("The format of utcNow() must be a text."),
        });
    }

    // samples/pattern-value-operator.md: resourceGroup().tags['name'] of a tag that is not there is no failure.
    private static bool IsTagsOfScope(Expression target) => target switch
    {
        PropertyAccess { Target: FunctionCall call } access => (call.Is("resourceGroup") || call.Is("subscription")) && access.Name.Equals("tags", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static CompiledExpression Access(CompiledExpression target, CompiledExpression key, bool mayMiss)
    {
        PolicyValue Run(PolicyValue container, PolicyValue key)
        {
            if (container.IsError || container.IsUnknown)
                return container.Computed();
            if (key.IsError || key.IsUnknown)
                return key.Computed();
            var value = MemberAccess.Get(container.Token, key.Token);
            return value.IsError && mayMiss && (container.Token is JObject || container.Token.Type == JTokenType.Null) ? PolicyValue.Null : value;
        }

        return target.IsConstant && key.IsConstant
            ? CompiledExpression.Of(Run(target.Constant, key.Constant))
            : CompiledExpression.Of(s => Run(target.Evaluate(s), key.Evaluate(s)));
    }

    private CompiledExpression CompileContainer(JContainer container)
    {
        ImmutableArray<(JProperty? Property, CompiledExpression Value)> members = container switch
        {
            JObject o => [.. o.Properties().Select(p => ((JProperty?)p, Compile(p.Value)))],
            _ => [.. container.Children().Select(t => ((JProperty?)null, Compile(t)))],
        };
        var isObject = container is JObject;
        PolicyValue Run(EvaluationState? state)
        {
            JContainer result = isObject ? new JObject() : new JArray();
            foreach (var (property, member) in members)
            {
                var value = state is null ? member.Constant : member.Evaluate(state);
                // A part that is not known leaves the rest known, unless it may fail and the whole with it.
                if (value.IsError || value.MayFail)
                    return value;
                // A copy: adding a constant itself would make the result its parent, on several threads at once.
                var token = value.Token.DeepClone();
                result.Add(property is null ? token : new JProperty(property.Name, token));
            }

            return PolicyValue.Of(result);
        }

        return members.All(m => m.Value.IsConstant) ? CompiledExpression.Of(Run(null)) : CompiledExpression.Of(Run);
    }

    private static bool NoArguments(FunctionCall call) => call.Arguments.IsEmpty;

    private static CompiledExpression Failed(string why) => CompiledExpression.Of(PolicyValue.Failed(why));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
