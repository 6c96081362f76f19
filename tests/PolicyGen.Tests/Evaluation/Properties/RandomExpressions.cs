using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Random expressions of literals, parameters, fields, elements of counts, if, and, or, coalesce.</summary>
/// <param name="isOrderFree">True leaves out what gives a whole array.</param>
/// <param name="withFunctions">True adds calls of other functions.</param>
internal sealed class RandomExpressions(bool isOrderFree, bool withFunctions = false)
{
    /// <summary>JSON values with expressions in them: the text of one, or an array or object with some.</summary>
    public Gen<JToken> Values(ImmutableArray<CountAround> around)
    {
        var text = Gen.Sized(size => Expression(Math.Min(3, size / 20), around)).Select(e => (JToken)new JValue($"[{e}]"));
        return Gen.Frequency(
            (10, text),
            (1, RandomValues.Array(text)),
            (1, text.Select(t => (JToken)new JObject { ["env"] = t, ["other"] = new JArray("x", 1) })));
    }

    private Gen<string> Expression(int depth, ImmutableArray<CountAround> around)
    {
        var leaf = Gen.Frequency(
            (2, Gen.Elements("'a'", "'1'", "''", "2", "-1", "'it''s'")),
            (2, Gen.Elements("text", "number", "yes", "list", "numbers", "TEXT", "object").Select(p => $"parameters('{p}')")),
            (4, Fields()),
            (around.IsEmpty ? 1 : 6, Currents(around)));
        if (depth <= 0)
            return leaf;
        var smaller = Expression(depth - 1, around);
        var flag = Flag(depth - 1, around);
        return Gen.Frequency(
            (3, leaf),
            (withFunctions ? 8 : 0, Call(depth - 1, around)),
            (2, flag),
            (2, from condition in flag from yes in smaller from no in smaller select $"if({condition}, {yes}, {no})"),
            (2, Gen.Choose(1, 3).SelectMany(n => Gen.ListOf(smaller, n)).Select(a => $"coalesce({string.Join(", ", a)})")),
            (1, flag.Select(c => $"field(if({c}, 'name', '{Shape.Type}/text'))")),
            (1, smaller.Select(e => $"field({e})")));
    }

    // N a number, T a text, A an array, O an object, E anything.
    private Gen<string> Call(int depth, ImmutableArray<CountAround> around) => Gen.Elements(
            "length(A)", "length(O)", "length(T)", "first(A)", "last(A)", "first(T)", "contains(A, E)", "contains(O, T)", "contains(T, 'a')", "empty(A)", "empty(T)",
            "concat(T, T)", "concat(A, A)", "toLower(T)", "toUpper(T)", "replace(T, 'a', 'b')", "startsWith(T, 'a')", "split(T, 'a')", "join(A, ',')", "format('{0}-{1}', T, E)",
            "equals(E, E)", "equals(T, 'a')", "less(N, N)", "greaterOrEquals(T, T)", "not(equals(T, 'a'))", "bool(T)", "int(T)", "string(E)", "add(N, 1)", "max(A)", "min(N, N)",
            "createArray(E, E)", "createObject('env', E)", "union(A, A)", "union(O, O)", "intersection(A, A)", "take(A, 1)", "skip(A, 1)", "indexOf(A, E)", "indexOf(T, 'b')",
            "tryGet(O, 'env')", "tryGet(A, 0)", "O.env", "A[0]", "items(O)", "objectKeys(O)", "array(E)", "json('[1]')", "null()", "resourceGroup().location", "resourceGroup().tags['env']",
            "requestContext().apiVersion", "subscription().displayName", "guid(T)", "base64(T)", "range(0, N)", "substring(T, 0, 1)", "ipRangeContains('10.0.0.0/8', T)")
        .SelectMany(call => Filled(call, depth, around));

    private Gen<string> Filled(string call, int depth, ImmutableArray<CountAround> around)
    {
        Gen<string> Argument(char kind)
        {
            var usual = kind switch
            {
                'N' => Gen.Elements("1", "parameters('number')", $"field('{Shape.Type}/number')", $"length(field('{Shape.Type}/texts'))"),
                'T' => Gen.Elements("'a'", "parameters('text')", $"field('{Shape.Type}/text')", "field('kind')", "field('tags.env')", "field('name')"),
                'A' => Gen.Elements("parameters('list')", $"field('{Shape.Type}/texts')", $"field('{Shape.Type}/texts[*]')", $"field('{Shape.Type}/objects[*].size')", $"field('{Shape.Type}/objects[*]')", "createArray('a', 1)"),
                'O' => Gen.Elements("parameters('object')", $"field('{Shape.Type}/outer')", "field('tags')", "createObject('env', 'a')"),
                _ => Gen.Elements("'a'", "1"),
            };
            return Gen.Frequency((kind == 'E' ? 1 : 4, usual), (1, Expression(depth, around)));
        }

        var kinds = Regex.Matches(call, "\\b[NTAOE]\\b").Select(m => m.Value[0]).ToList();
        return Gen.CollectToArray(kinds.Select(Argument)).Select(arguments =>
        {
            var at = 0;
            return Regex.Replace(call, "\\b[NTAOE]\\b", _ => arguments[at++]);
        });
    }

    // Mostly booleans.
    private Gen<string> Flag(int depth, ImmutableArray<CountAround> around)
    {
        var leaf = Gen.Elements("parameters('yes')", "parameters('no')", $"field('{Shape.Type}/flag')", $"field('{Shape.Type}/flag')");
        if (depth <= 0)
            return leaf;
        var several = Gen.Choose(2, 3).SelectMany(n => Gen.ListOf(Flag(depth - 1, around), n));
        return Gen.Frequency(
            (3, leaf),
            (withFunctions ? 4 : 1, Expression(depth - 1, around)),
            (2, several.Select(a => $"and({string.Join(", ", a)})")),
            (2, several.Select(a => $"or({string.Join(", ", a)})")));
    }

    private Gen<string> Fields() => Gen.Elements(Shape.CommonFields.Concat(Shape.AliasNames)
        .Where(f => !isOrderFree || !f.Contains("[*]", StringComparison.Ordinal) && !f.EndsWith("/texts", StringComparison.Ordinal) && !f.EndsWith("/objects", StringComparison.Ordinal))
        .Select(f => $"field('{f.Replace("'", "''", StringComparison.Ordinal)}')"));

    private Gen<string> Currents(ImmutableArray<CountAround> around)
    {
        var found = new List<string>();
        if (around.Length == 1)
            found.Add("current()");
        foreach (var count in around)
        {
            if (count.Alias is null)
                found.Add($"current('{count.Name ?? "default"}')");
            else
                found.AddRange(Elements(count.Alias).Where(e => !isOrderFree || !e.EndsWith("objects[*]", StringComparison.Ordinal) && !IsCollection(e, around)).Select(e => $"current('{e}')"));
        }

        if (isOrderFree && around.Any(c => c.Alias is { } a && a.EndsWith("objects[*]", StringComparison.Ordinal)))
            found.Remove("current()");
        // Outside of counts: refused.
        return found.Count == 0 ? Gen.Constant("current()") : Gen.Elements(found.AsEnumerable());
    }

    // An array within the element, of which no count takes one.
    private static bool IsCollection(string alias, ImmutableArray<CountAround> around) =>
        !around.Any(c => c.Alias is { } counted && counted.StartsWith(alias[..(alias.LastIndexOf("[*]", StringComparison.Ordinal) + 3)], StringComparison.Ordinal));

    // The element, those around it, and their properties.
    private static IEnumerable<string> Elements(string alias)
    {
        yield return alias;
        if (alias.Contains("objects[*]", StringComparison.Ordinal))
        {
            yield return $"{Shape.Type}/objects[*]";
            yield return $"{Shape.Type}/objects[*].size";
            yield return $"{Shape.Type}/objects[*].name";
            yield return $"{Shape.Type}/objects[*].items[*]";
            yield return $"{Shape.Type}/objects[*].parts[*].key";
        }

        if (alias.EndsWith("parts[*]", StringComparison.Ordinal))
            yield return alias + ".key";
    }
}
