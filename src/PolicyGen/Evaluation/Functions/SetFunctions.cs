using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Union and intersection of arrays and of objects (template-functions-array.md, template-functions-object.md).</summary>
internal static class SetFunctions
{
    private const TokenKinds Collection = TokenKinds.Array | TokenKinds.Object;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        new("intersection", 2, TemplateFunction.Unlimited, true, [Collection], arguments => Combine(arguments, IntersectArrays, IntersectObjects)),
        new("union", 2, TemplateFunction.Unlimited, true, [Collection], arguments => Combine(arguments, UniteArrays, UniteObjects)),
    ];

    private static PolicyValue Combine(ReadOnlySpan<JToken> arguments, FunctionBody ofArrays, FunctionBody ofObjects)
    {
        var kinds = TokenKinds.None;
        JToken? unknown = null;
        foreach (var argument in arguments)
        {
            kinds |= Tokens.Kind(argument);
            unknown ??= argument is JRaw ? argument : null;
        }

        if ((kinds & Collection) == Collection)
            return PolicyValue.Failed("all arguments must be arrays, or all must be objects");
        if (unknown is not null)
            return PolicyValue.Of(unknown);
        return (kinds & TokenKinds.Array) != 0 ? ofArrays(arguments) : ofObjects(arguments);
    }

    private static PolicyValue UniteArrays(ReadOnlySpan<JToken> arguments)
    {
        var seen = new TokenSet();
        var result = new JArray();
        foreach (var argument in arguments)
        {
            foreach (var element in (JArray)argument)
            {
                var known = seen.Contains(element);
                if (known is null)
                    return FirstUnknown(arguments);
                if (known == true)
                    continue;
                seen.Add(element);
                result.Add(element.DeepClone());
            }
        }

        return PolicyValue.Of(result);
    }

    // The elements of the first array that all others have, each once.
    private static PolicyValue IntersectArrays(ReadOnlySpan<JToken> arguments)
    {
        var others = new TokenSet[arguments.Length - 1];
        for (var i = 0; i < others.Length; i++)
            others[i] = TokenSet.Of((JArray)arguments[i + 1]);
        var taken = new TokenSet();
        var result = new JArray();
        foreach (var element in (JArray)arguments[0])
        {
            var common = others.Aggregate((bool?)true, (all, other) => all == false ? false : all & other.Contains(element));
            if (common == false)
                continue;
            var repeated = taken.Contains(element);
            if (repeated == true)
                continue;
            if (common is null || repeated is null)
                return FirstUnknown(arguments);
            taken.Add(element);
            result.Add(element.DeepClone());
        }

        return PolicyValue.Of(result);
    }

    // The properties of the first object that all others have with the same value. Letter case counts in names as well.
    private static PolicyValue IntersectObjects(ReadOnlySpan<JToken> arguments)
    {
        var result = new JObject();
        foreach (var property in ((JObject)arguments[0]).Properties())
        {
            bool? common = true;
            for (var i = 1; i < arguments.Length && common != false; i++)
            {
                common &= ((JObject)arguments[i]).TryGetValue(property.Name, StringComparison.Ordinal, out var other)
                    ? TokenEquality.Equal(property.Value, other)
                    : false;
            }

            if (common is null)
                return FirstUnknown(arguments);
            if (common == true)
                result.Add(property.Name, property.Value.DeepClone());
        }

        return PolicyValue.Of(result);
    }

    private static PolicyValue UniteObjects(ReadOnlySpan<JToken> arguments)
    {
        var result = (JObject)arguments[0];
        foreach (var argument in arguments[1..])
        {
            var merged = ObjectMerge.Merge(result, (JObject)argument);
            if (merged.IsError || merged.IsUnknown)
                return merged;
            result = (JObject)merged.Token;
            // Too large already: the rest need not be copied time and again.
            if (result.Count > TokenScan.MaxNodes)
                break;
        }

        return PolicyValue.Of(result);
    }

    private static PolicyValue FirstUnknown(ReadOnlySpan<JToken> arguments)
    {
        foreach (var argument in arguments)
        {
            if (TokenScan.Of(argument).FirstUnknown is { } unknown)
                return PolicyValue.Of(unknown);
        }

        return PolicyValue.Unknown("too many values to compare");
    }
}
