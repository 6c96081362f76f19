using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>A value that is not known because it is computed from such: it may turn out to be a failure.</summary>
internal sealed class ComputedUnknown(JRaw from) : JRaw(from);

/// <summary>Evaluates the tree of an expression as it stands. Null stands for a failure.</summary>
internal sealed class PlainExpressions(PlainFields fields, JObject parameters, PlainScope scope)
{
    public JToken? Value(Expression expression) => expression switch
    {
        StringLiteral literal => new JValue(literal.Value),
        IntegerLiteral literal => new JValue(literal.Value),
        FunctionCall call => Call(call.Name, [.. call.Arguments.Select(Value)]),
        _ => throw new InvalidOperationException("No random expression has this."),
    };

    /// <summary>True when nothing that is computed hangs on the resource.</summary>
    public bool IsConstant(Expression expression) => expression switch
    {
        FunctionCall { Name: "field" or "current" } => false,
        FunctionCall { Name: "if" } choice => IsConstant(choice.Arguments[0]) && (Flag(Value(choice.Arguments[0])) is not { } yes || IsConstant(choice.Arguments[yes ? 1 : 2])),
        FunctionCall call => call.Arguments.All(IsConstant),
        _ => true,
    };

    // Every argument is computed, also those that a function does not ask for.
    private JToken? Call(string name, JToken?[] arguments) => name switch
    {
        "parameters" => arguments is [JValue { Value: string key } literal] && !Unresolved.Is(literal) ? parameters.GetValue(key, StringComparison.OrdinalIgnoreCase) : null,
        "field" => arguments is [{ } field] ? Field(field) : null,
        "current" => Current(arguments),
        "if" => arguments[0] is JRaw unknown ? new ComputedUnknown(unknown) : Flag(arguments[0]) is { } yes ? arguments[yes ? 1 : 2] : null,
        "and" => Junction(arguments, decisive: false),
        "or" => Junction(arguments, decisive: true),
        "coalesce" => Coalesce(arguments),
        _ => throw new InvalidOperationException("No random expression calls this."),
    };

    private JToken? Field(JToken field)
    {
        if (field is JRaw unknown)
            return new ComputedUnknown(unknown);
        if (field is not JValue { Value: string name } || !PlainFields.Exists(name))
            return null;
        if (!PlainFields.IsCollection(name))
            return fields.Read(name, scope.Only) ?? new JValue("");
        return Collection(name);
    }

    // Elements that lack the property are left out, so that one that is not known leaves the length open.
    private JToken Collection(string name)
    {
        var (places, areAll) = fields.Select(name, scope.Only);
        if (!areAll)
            return Unresolved.Create("a collection");
        if (name.EndsWith("[*]", StringComparison.Ordinal))
            return new JArray(places.Select(p => p.Value ?? JValue.CreateNull()));
        return places.Select(p => p.Value).OfType<JRaw>().FirstOrDefault() is { } unknown ? unknown : new JArray(places.Select(p => p.Value).OfType<JToken>());
    }

    private JToken? Current(JToken?[] arguments)
    {
        if (arguments.Length == 0)
            return scope.Counts is [var (_, only)] ? only ?? JValue.CreateNull() : null;
        if (arguments is not [JValue { Value: string name }])
            return null;
        foreach (var (around, element) in scope.Counts)
        {
            if (string.Equals(around, name, StringComparison.OrdinalIgnoreCase) && !name.Contains("[*]", StringComparison.Ordinal))
                return element ?? JValue.CreateNull();
        }

        // Elements and their properties: what the alias selects now that the array has one element; or arrays in it.
        bool IsCounted(int star) => star > 0 && scope.Only.ContainsKey(name[..(star + 3)]);
        if (!IsCounted(name.IndexOf("[*]", StringComparison.Ordinal)))
            return null;
        if (!IsCounted(name.LastIndexOf("[*]", StringComparison.Ordinal)))
            return Collection(name);
        var isElement = name.EndsWith("[*]", StringComparison.Ordinal);
        return fields.Select(name, scope.Only).Places.Single().Value ?? (isElement ? JValue.CreateNull() : new JValue(""));
    }

    private static bool? Flag(JToken? token) => token is JValue { Value: bool flag } ? flag : null;

    // The decisive value wins over failures, those over what is not known.
    private static JToken? Junction(JToken?[] arguments, bool decisive) =>
        arguments.Any(a => Flag(a) == decisive) ? new JValue(decisive)
            : arguments.Any(a => a is not JRaw && Flag(a) is null) ? null
            : arguments.OfType<JRaw>().FirstOrDefault() is { } unknown ? new ComputedUnknown(unknown) : new JValue(!decisive);

    private static JToken? Coalesce(JToken?[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is not { Type: JTokenType.Null })
                return argument is JRaw unknown ? new ComputedUnknown(unknown) : argument;
        }

        return JValue.CreateNull();
    }
}
