using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Resources;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of objects (template-functions-object.md), and those of sets of arrays or objects.</summary>
internal static class ObjectFunctions
{
    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("null", 0, 0, _ => PolicyValue.Null),
        new("createObject", 0, int.MaxValue, Create, SeesUnknown: true),
        new("items", 1, 1, Items, SeesUnknown: true),
        new("objectKeys", 1, 1, Keys, SeesUnknown: true),
        new("json", 1, 1, Json),
        new("tryGet", 2, int.MaxValue, TryGet, SeesUnknown: true),
        new("union", 1, int.MaxValue, Union, SeesUnknown: true),
        new("shallowMerge", 1, 1, ShallowMerge, SeesUnknown: true),
        new("intersection", 2, int.MaxValue, Intersection),
    ];

    private static PolicyValue Create(ReadOnlySpan<JToken> arguments)
    {
        if (arguments.Length % 2 != 0)
            return PolicyValue.Failed("createObject() takes pairs of a name and a value.");
        var result = new JObject();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (arguments[i] is JRaw)
                return PolicyValue.Of(arguments[i]);
            if (Text(arguments[i]) is not { } name)
                return Wrong("createObject", "a text as a name", arguments[i]);
            result[name] = arguments[i + 1];
        }

        return PolicyValue.Of(result);
    }

    private static PolicyValue Items(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JObject o => PolicyValue.Of(new JArray(Sorted(o).Select(p => new JObject { ["key"] = p.Name, ["value"] = p.Value }))),
        var other => Wrong("items", "an object", other),
    };

    private static PolicyValue Keys(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JObject o => PolicyValue.Of(new JArray(Sorted(o).Select(p => p.Name))),
        var other => Wrong("objectKeys", "an object", other),
    };

    private static IOrderedEnumerable<JProperty> Sorted(JObject source) => source.Properties().OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase);

    private static PolicyValue Json(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("json", "a text", arguments[0]);
        try
        {
            using var reader = JsonText.NewReader(text);
            var token = JToken.ReadFrom(reader);
            return reader.Read() ? PolicyValue.Failed("The text of json() goes on after its value.") : PolicyValue.Of(token);
        }
        catch (JsonException)
        {
            return PolicyValue.Failed("The text of json() is no JSON.");
        }
    }

    private static PolicyValue TryGet(ReadOnlySpan<JToken> arguments)
    {
        var value = arguments[0];
        for (var i = 1; i < arguments.Length; i++)
        {
            var key = arguments[i];
            if (value is JRaw || key is JRaw)
                return PolicyValue.Of(value is JRaw ? value : key);
            JToken? next;
            switch (value)
            {
                case JObject o when Text(key) is { } name:
                    next = o.GetValue(name, StringComparison.OrdinalIgnoreCase);
                    break;
                case JArray array when Integer(key) is { } index:
                    next = index >= 0 && index < array.Count ? array[(int)index] : null;
                    break;
                case JObject:
                    return Wrong("tryGet", "the name of a property", key);
                case JArray:
                    return Wrong("tryGet", "the index of an element", key);
                default:
                    return i > 1 || IsNull(value) ? PolicyValue.Null : Wrong("tryGet", "an object or an array", value);
            }

            if (next is null)
                return PolicyValue.Null;
            value = next;
        }

        return PolicyValue.Of(value);
    }

    private static PolicyValue Union(ReadOnlySpan<JToken> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is JRaw)
                return PolicyValue.Of(argument);
        }

        if (arguments[0] is JArray)
        {
            // Elements that are not known may be equal to others: how many there will be is open.
            foreach (var argument in arguments)
            {
                if (argument is not JArray)
                    return Wrong("union", "only arrays beside an array", argument);
                if (Unresolved.IsWithin(argument))
                    return PolicyValue.Of(((JContainer)argument).Descendants().First(t => t is JRaw));
            }

            var all = new JArray();
            var seen = new HashSet<JToken>(JToken.EqualityComparer);
            foreach (var argument in arguments)
            {
                foreach (var element in (JArray)argument)
                {
                    if (seen.Add(element))
                        all.Add(element);
                }
            }

            return PolicyValue.Of(all);
        }

        var result = new JObject();
        foreach (var argument in arguments)
        {
            if (argument is not JObject o)
                return Wrong("union", "arrays, or objects", argument);
            Merge(result, o);
        }

        return PolicyValue.Of(result);
    }

    // Objects in objects are merged too; arrays and other values are replaced.
    private static void Merge(JObject target, JObject source)
    {
        foreach (var property in source.Properties())
        {
            if (target.Property(property.Name, StringComparison.OrdinalIgnoreCase) is { } existing)
            {
                if (existing.Value is JObject inner && property.Value is JObject other)
                    Merge(inner, other);
                else
                    existing.Value = property.Value.DeepClone();
            }
            else
            {
                target.Add(property.Name, property.Value.DeepClone());
            }
        }
    }

    private static PolicyValue ShallowMerge(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is JRaw)
            return PolicyValue.Of(arguments[0]);
        if (arguments[0] is not JArray array)
            return Wrong("shallowMerge", "an array of objects", arguments[0]);
        var result = new JObject();
        foreach (var element in array)
        {
            if (element is JRaw)
                return PolicyValue.Of(element);
            if (element is not JObject o)
                return Wrong("shallowMerge", "an array of objects", element);
            foreach (var property in o.Properties())
            {
                if (result.Property(property.Name, StringComparison.OrdinalIgnoreCase) is { } existing)
                    existing.Value = property.Value.DeepClone();
                else
                    result.Add(property.Name, property.Value.DeepClone());
            }
        }

        return PolicyValue.Of(result);
    }

    private static PolicyValue Intersection(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is JArray first)
        {
            var all = first.Distinct(JToken.EqualityComparer).ToList();
            foreach (var argument in arguments[1..])
            {
                if (argument is not JArray array)
                    return Wrong("intersection", "only arrays beside an array", argument);
                var others = array.ToHashSet(JToken.EqualityComparer);
                all.RemoveAll(e => !others.Contains(e));
            }

            return PolicyValue.Of(new JArray(all));
        }

        if (arguments[0] is not JObject head)
            return Wrong("intersection", "arrays, or objects", arguments[0]);
        var result = (JObject)head.DeepClone();
        foreach (var argument in arguments[1..])
        {
            if (argument is not JObject other)
                return Wrong("intersection", "only objects beside an object", argument);
            foreach (var property in result.Properties().ToList())
            {
                if (!JToken.DeepEquals(other.GetValue(property.Name, StringComparison.OrdinalIgnoreCase), property.Value))
                    property.Remove();
            }
        }

        return PolicyValue.Of(result);
    }
}
