using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Random expressions of literals, parameters, fields, elements of counts, if, and, or, coalesce.</summary>
/// <param name="isOrderFree">True leaves out what gives a whole array.</param>
internal sealed class RandomExpressions(bool isOrderFree)
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
            (2, flag),
            (2, from condition in flag from yes in smaller from no in smaller select $"if({condition}, {yes}, {no})"),
            (2, Gen.Choose(1, 3).SelectMany(n => Gen.ListOf(smaller, n)).Select(a => $"coalesce({string.Join(", ", a)})")),
            (1, flag.Select(c => $"field(if({c}, 'name', '{Shape.Type}/text'))")),
            (1, smaller.Select(e => $"field({e})")));
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
            (1, Expression(depth - 1, around)),
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
