using Newtonsoft.Json.Linq;
using PolicyGen.Resources;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of arrays, most of them of texts and objects too (template-functions-array.md).</summary>
internal static class ArrayFunctions
{
    private const int MaxRange = 10_000;

    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("array", 1, 1, a => PolicyValue.Of(a[0] is JArray ? a[0] : new JArray(a[0])), SeesUnknown: true),
        new("createArray", 0, int.MaxValue, a => PolicyValue.Of(new JArray(a.ToArray())), SeesUnknown: true),
        new("concat", 1, int.MaxValue, Concat, SeesUnknown: true),
        new("contains", 2, 2, Contains, SeesUnknown: true),
        new("empty", 1, 1, Empty, SeesUnknown: true),
        new("length", 1, 1, Length, SeesUnknown: true),
        new("first", 1, 1, a => Edge("first", a[0], last: false), SeesUnknown: true),
        new("last", 1, 1, a => Edge("last", a[0], last: true), SeesUnknown: true),
        new("indexFromEnd", 2, 2, a => FromEnd("indexFromEnd", a), SeesUnknown: true),
        new("tryIndexFromEnd", 2, 2, a => FromEnd("tryIndexFromEnd", a) is { IsError: true } && a[0] is JArray ? PolicyValue.Null : FromEnd("tryIndexFromEnd", a), SeesUnknown: true),
        new("indexOf", 2, 2, a => Find("indexOf", a, last: false)),
        new("lastIndexOf", 2, 2, a => Find("lastIndexOf", a, last: true)),
        new("skip", 2, 2, a => Cut("skip", a, skip: true), SeesUnknown: true),
        new("take", 2, 2, a => Cut("take", a, skip: false), SeesUnknown: true),
        new("range", 2, 2, Range),
        new("min", 1, int.MaxValue, a => Extreme("min", a, Math.Min)),
        new("max", 1, int.MaxValue, a => Extreme("max", a, Math.Max)),
    ];

    private static PolicyValue Concat(ReadOnlySpan<JToken> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is JRaw)
                return PolicyValue.Of(argument);
        }

        if (arguments[0] is JArray)
        {
            var all = new JArray();
            foreach (var argument in arguments)
            {
                if (argument is not JArray array)
                    return Wrong("concat", "only arrays beside an array", argument);
                foreach (var element in array)
                    all.Add(element);
            }

            return PolicyValue.Of(all);
        }

        var text = new System.Text.StringBuilder();
        foreach (var argument in arguments)
        {
            if (argument is JContainer || IsNull(argument))
                return Wrong("concat", "texts or arrays", argument);
            text.Append(ToText(argument));
        }

        return Of(text.ToString());
    }

    private static PolicyValue Contains(ReadOnlySpan<JToken> arguments)
    {
        var (container, item) = (arguments[0], arguments[1]);
        if (container is JRaw)
            return PolicyValue.Of(container);
        switch (container)
        {
            case JArray array:
                if (Unresolved.IsWithin(item))
                    return array.Count == 0 ? Of(false) : Unknown(item);
                JToken? open = null;
                foreach (var element in array)
                {
                    if (JToken.DeepEquals(element, item))
                        return Of(true);
                    open ??= Unresolved.IsWithin(element) ? element : null;
                }

                return open is null ? Of(false) : Unknown(open);
            case JObject o:
                if (item is JRaw)
                    return PolicyValue.Of(item);
                return Text(item) is { } name ? Of(o.GetValue(name, StringComparison.OrdinalIgnoreCase) is not null) : Wrong("contains", "the name of a property", item);
            default:
                if (item is JRaw)
                    return PolicyValue.Of(item);
                return Text(container) is { } text
                    ? item is JContainer || IsNull(item) ? Wrong("contains", "a text to look for", item) : Of(text.Contains(ToText(item), StringComparison.Ordinal))
                    : Wrong("contains", "an array, an object or a text", container);
        }
    }

    private static PolicyValue Unknown(JToken token) => PolicyValue.Of(token as JRaw ?? ((JContainer)token).Descendants().First(t => t is JRaw));

    private static PolicyValue Empty(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JContainer container => Of(container.Count == 0),
        JValue { Type: JTokenType.Null } => Of(true),
        var other => Text(other) is { } text ? Of(text.Length == 0) : Wrong("empty", "an array, an object or a text", other),
    };

    private static PolicyValue Length(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JContainer container => Of(container.Count),
        var other => Text(other) is { } text ? Of(text.Length) : Wrong("length", "an array, an object or a text", other),
    };

    // Of an empty array null, of an empty text an empty text.
    private static PolicyValue Edge(string name, JToken value, bool last) => value switch
    {
        JRaw => PolicyValue.Of(value),
        JArray { Count: 0 } => PolicyValue.Null,
        JArray array => PolicyValue.Of(array[last ? array.Count - 1 : 0]),
        _ when Text(value) is { } text => Of(text.Length == 0 ? "" : text[last ? ^1 : 0].ToString()),
        _ => Wrong(name, "an array or a text", value),
    };

    private static PolicyValue FromEnd(string name, ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is JRaw || arguments[1] is JRaw)
            return PolicyValue.Of(arguments[0] is JRaw ? arguments[0] : arguments[1]);
        if (arguments[0] is not JArray array)
            return Wrong(name, "an array", arguments[0]);
        return Integer(arguments[1]) is { } index
            ? index >= 1 && index <= array.Count ? PolicyValue.Of(array[array.Count - (int)index]) : PolicyValue.Failed($"The array has no element {index} from its end.")
            : Wrong(name, "a whole number", arguments[1]);
    }

    private static PolicyValue Find(string name, ReadOnlySpan<JToken> arguments, bool last)
    {
        var (container, item) = (arguments[0], arguments[1]);
        if (container is JArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                var at = last ? array.Count - 1 - i : i;
                if (JToken.DeepEquals(array[at], item))
                    return Of(at);
            }

            return Of(-1);
        }

        if (Text(container) is not { } text)
            return Wrong(name, "a text or an array", container);
        if (Text(item) is not { } part)
            return Wrong(name, "a text to look for", item);
        return Of(last ? text.LastIndexOf(part, StringComparison.OrdinalIgnoreCase) : text.IndexOf(part, StringComparison.OrdinalIgnoreCase));
    }

    private static PolicyValue Cut(string name, ReadOnlySpan<JToken> arguments, bool skip)
    {
        if (arguments[0] is JRaw || arguments[1] is JRaw)
            return PolicyValue.Of(arguments[0] is JRaw ? arguments[0] : arguments[1]);
        if (Integer(arguments[1]) is not { } number)
            return Wrong(name, "a whole number", arguments[1]);
        if (arguments[0] is JArray array)
        {
            var count = (int)Math.Clamp(number, 0, array.Count);
            return PolicyValue.Of(new JArray(skip ? array.Skip(count) : array.Take(count)));
        }

        if (Text(arguments[0]) is not { } text)
            return Wrong(name, "an array or a text", arguments[0]);
        var length = (int)Math.Clamp(number, 0, text.Length);
        return Of(skip ? text[length..] : text[..length]);
    }

    private static PolicyValue Range(ReadOnlySpan<JToken> arguments)
    {
        if (Integer(arguments[0]) is not { } start)
            return Wrong("range", "a whole number", arguments[0]);
        if (Integer(arguments[1]) is not { } count)
            return Wrong("range", "a whole number", arguments[1]);
        if (count is < 0 or > MaxRange || start > int.MaxValue - count || start < int.MinValue)
            return PolicyValue.Failed($"range() takes a count up to {MaxRange} and numbers of 32 bits.");
        return PolicyValue.Of(new JArray(Enumerable.Range(0, (int)count).Select(i => new JValue(start + i))));
    }

    private static PolicyValue Extreme(string name, ReadOnlySpan<JToken> arguments, Func<long, long, long> choose)
    {
        var numbers = arguments is [JArray array] ? array.ToArray() : arguments.ToArray();
        if (numbers.Length == 0)
            return PolicyValue.Failed($"{name}() is called without numbers.");
        long? best = null;
        foreach (var token in numbers)
        {
            if (Integer(token) is not { } number)
                return Wrong(name, "whole numbers", token);
            best = best is { } so ? choose(so, number) : number;
        }

        return Of(best!.Value);
    }
}
