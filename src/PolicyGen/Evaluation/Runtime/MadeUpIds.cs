using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation;

/// <summary>
/// Comparisons of texts that hold a made-up id, since nobody said where a template is deployed: <c>id contains
/// '/resourceGroups/rg-prod/'</c> must not be false only because the group is called <c>placeholder-rg</c> here. A result counts
/// where no other id could change it.
/// </summary>
internal static class MadeUpIds
{
    private const int MaxCandidates = 64;

    // What these make of a text no longer shows that an id is in it.
    private static readonly FrozenSet<string> Hiding = new[]
    {
        "base64", "contains", "endsWith", "equals", "first", "greater", "greaterOrEquals", "guid", "indexOf", "last", "lastIndexOf", "length", "less", "lessOrEquals",
        "replace", "skip", "startsWith", "substring", "take", "uniqueString", "uriComponent",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The result, or unknown where another id would give another one.</summary>
    /// <param name="ids">The made-up ids.</param>
    /// <param name="kind">The comparison.</param>
    /// <param name="left">The value.</param>
    /// <param name="right">The operand.</param>
    /// <param name="value">The result with the ids as they are.</param>
    public static Truth Settle(FrozenSet<string> ids, ConditionOperator kind, JToken? left, JToken right, Truth value)
    {
        if (value is Truth.Unknown or Truth.Error || kind is ConditionOperator.Exists || right is JArray { Count: > MaxCandidates })
            return value;
        foreach (var id in ids)
        {
            var (isLeft, isRight) = (Holds(left, id), Holds(right, id));
            if (!isLeft && !isRight)
                continue;
            // Every pattern and every order may turn out either way.
            if (kind is not (ConditionOperator.Equals or ConditionOperator.NotEquals or ConditionOperator.In or ConditionOperator.NotIn
                or ConditionOperator.Like or ConditionOperator.NotLike or ConditionOperator.Contains or ConditionOperator.NotContains))
                return Truth.Unknown;
            foreach (var other in Candidates(id, left, right).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxCandidates))
            {
                if (Operators.Compare(kind, Replace(left, id, other), Replace(right, id, other)!) != value)
                    return Truth.Unknown;
            }
        }

        return value;
    }

    /// <summary>True where a function makes of texts with a made-up id something that depends on it and does not show it.</summary>
    public static bool AreHidden(FrozenSet<string> ids, string function, ReadOnlySpan<JToken> arguments)
    {
        if (!Hiding.Contains(function))
            return false;
        foreach (var argument in arguments)
        {
            if (argument is JValue { Value: string text } && ids.Any(id => text.Contains(id, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    private static bool Holds(JToken? token, string id) => Texts(token).Any(t => t.Contains(id, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Texts(JToken? token) => token switch
    {
        JRaw => [],
        JValue { Value: string text } => [text],
        JArray array => array.OfType<JValue>().Where(v => v is not JRaw).Select(v => v.Value).OfType<string>(),
        _ => [],
    };

    // Ids that might decide otherwise: what stands at the place of the made-up one on the other side, and each part of that.
    private static IEnumerable<string> Candidates(string id, JToken? left, JToken right)
    {
        yield return "\u0001";
        foreach (var (mine, theirs) in Pairs(left, right).Concat(Pairs(right, left)))
        {
            var at = mine.IndexOf(id, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                continue;
            var plain = theirs.Replace("*", "", StringComparison.Ordinal);
            var end = mine.Length - at - id.Length;
            if (plain.Length > at + end && plain.StartsWith(mine[..at], StringComparison.OrdinalIgnoreCase) && plain.EndsWith(mine[(mine.Length - end)..], StringComparison.OrdinalIgnoreCase))
                yield return plain[at..^end];
            foreach (var part in plain.Split('/').Append(plain).Where(p => MayBe(id, p)))
                yield return part;
        }
    }

    private static IEnumerable<(string, string)> Pairs(JToken? one, JToken? other) => Texts(one).SelectMany(_ => Texts(other), (a, b) => (a, b));

    // A subscription has a GUID: only its digits can be a part of one.
    private static bool MayBe(string id, string text) =>
        text.Length > 0 && !text.Contains('/', StringComparison.Ordinal) && (!Guid.TryParse(id, out _) || text.All(c => char.IsAsciiHexDigit(c) || c == '-'));

    private static JToken? Replace(JToken? token, string id, string other) => token switch
    {
        JRaw => token,
        JValue { Value: string text } => new JValue(text.Replace(id, other, StringComparison.OrdinalIgnoreCase)),
        JArray array => new JArray(array.Select(t => Replace(t, id, other))),
        _ => token,
    };
}
