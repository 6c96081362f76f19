using System.Globalization;
using System.Numerics;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>
/// The operators of conditions (definition-structure-policy-rule.md, "Conditions"; docs/policy-engine.md for what is left
/// open there). A missing value is null, which all but <c>exists</c> and the ordering operators take as an empty text;
/// numbers and booleans are compared as texts; an operand that is null makes the evaluation fail.
/// </summary>
internal static class Operators
{
    /// <summary>Compares.</summary>
    /// <param name="kind">How.</param>
    /// <param name="left">The value; null where it is missing.</param>
    /// <param name="right">The operand.</param>
    /// <param name="isLocation">True for the field location, whose spellings are one: <c>East US 2</c> is <c>eastus2</c>.</param>
    public static Truth Compare(ConditionOperator kind, JToken? left, JToken right, bool isLocation = false)
    {
        if (left is { Type: JTokenType.Null })
            left = null;
        if (right.Type == JTokenType.Null)
            return Truth.Error;
        // It may be null, and then the evaluation fails whatever the left side is.
        if (Unresolved.Is(right))
            return Truth.Unknown;
        return kind switch
        {
            ConditionOperator.Exists => Exists(left, right),
            ConditionOperator.Equals => Equal(left, right, isLocation),
            ConditionOperator.NotEquals => Truths.Not(Equal(left, right, isLocation)),
            ConditionOperator.In => In(left, right, isLocation),
            ConditionOperator.NotIn => Truths.Not(In(left, right, isLocation)),
            ConditionOperator.Like => Like(left, right, isLocation),
            ConditionOperator.NotLike => Truths.Not(Like(left, right, isLocation)),
            ConditionOperator.Contains => Contains(left, right, isLocation),
            ConditionOperator.NotContains => Truths.Not(Contains(left, right, isLocation)),
            ConditionOperator.ContainsKey => ContainsKey(left, right),
            ConditionOperator.NotContainsKey => Truths.Not(ContainsKey(left, right)),
            ConditionOperator.Match => Match(left, right, ignoreCase: false),
            ConditionOperator.NotMatch => Truths.Not(Match(left, right, ignoreCase: false)),
            ConditionOperator.MatchInsensitively => Match(left, right, ignoreCase: true),
            ConditionOperator.NotMatchInsensitively => Truths.Not(Match(left, right, ignoreCase: true)),
            _ => Order(kind, left, right),
        };
    }

    /// <summary>Why <see cref="Compare"/> gives <see cref="Truth.Error"/>, in one sentence.</summary>
    public static string WhyError(ConditionOperator kind, JToken? left, JToken right) => kind switch
    {
        _ when right.Type == JTokenType.Null => "The value to compare with is null.",
        ConditionOperator.Exists => "'exists' takes true or false.",
        ConditionOperator.In or ConditionOperator.NotIn => $"'{kind.Name()}' takes an array.",
        ConditionOperator.Like or ConditionOperator.NotLike => $"'{kind.Name()}' takes a text with one '*'.",
        ConditionOperator.Match or ConditionOperator.NotMatch or ConditionOperator.MatchInsensitively or ConditionOperator.NotMatchInsensitively =>
            $"'{kind.Name()}' takes a text as pattern.",
        ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals =>
            $"'{kind.Name()}' cannot compare {(left ?? JValue.CreateNull()).KindName()} with {right.KindName()}.",
        _ => $"'{kind.Name()}' cannot compare these values.",
    };

    /// <summary>The text that a value is compared as.</summary>
    public static string Text(JToken? token) => token switch
    {
        null => "",
        JValue { Type: JTokenType.Null } => "",
        JValue { Value: string text } => text,
        JValue { Value: bool flag } => flag ? "True" : "False",
        JValue { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        _ => token.ToString(Newtonsoft.Json.Formatting.None),
    };

    /// <summary>The text of <c>exists</c>' operand as a flag; null when it is none.</summary>
    public static bool? Flag(JToken token) => token switch
    {
        JValue { Value: bool flag } => flag,
        JValue { Value: string text } when bool.TryParse(text, out var flag) => flag,
        _ => null,
    };

    private static Truth Exists(JToken? left, JToken right)
    {
        if (Flag(right) is not { } wanted)
            return Truth.Error;
        return Unresolved.Is(left) ? Truth.Unknown : Truths.Of(left is not null == wanted);
    }

    private static Truth Equal(JToken? left, JToken right, bool isLocation)
    {
        if (left is JValue { Value: string a } && right is JValue { Value: string b } && left is not JRaw && right is not JRaw)
            return Truths.Of(SameText(a, b, isLocation));
        if (IsOpen(left) || IsOpen(right))
            return Truth.Unknown;
        return Truths.Of(SameText(Text(left), Text(right), isLocation));
    }

    private static Truth In(JToken? left, JToken right, bool isLocation)
    {
        if (right is not JArray array)
            return Truth.Error;
        var result = Truth.False;
        for (var i = 0; i < array.Count && result != Truth.True; i++)
            result = Truths.Or(result, Equal(left, array[i], isLocation));
        return result;
    }

    private static Truth Like(JToken? left, JToken right, bool isLocation)
    {
        if (Unresolved.Is(right))
            return Truth.Unknown;
        if (right is not JValue { Value: string pattern })
            return Truth.Error;
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star != pattern.LastIndexOf('*'))
            return Truth.Error;
        if (star == 0 && pattern.Length == 1)
            return Truth.True;
        if (IsOpen(left))
            return Truth.Unknown;
        var text = Text(left);
        if (star < 0)
            return Truths.Of(SameText(text, pattern, isLocation));
        var (head, tail) = (pattern[..star], pattern[(star + 1)..]);
        if (isLocation)
            (text, head, tail) = (Normal(text), Normal(head), Normal(tail));
        return Truths.Of(text.Length >= head.Length + tail.Length
            && text.StartsWith(head, StringComparison.OrdinalIgnoreCase) && text.EndsWith(tail, StringComparison.OrdinalIgnoreCase));
    }

    private static Truth Contains(JToken? left, JToken right, bool isLocation)
    {
        // A whole array is compared as one value, and contains no text (Azure/azure-policy-linter, array-compared-as-scalar).
        if (left is JContainer)
            return Truth.False;
        if (IsOpen(left) || IsOpen(right))
            return Truth.Unknown;
        return Truths.Of(Text(left).Contains(Text(right), StringComparison.OrdinalIgnoreCase));
    }

    private static Truth ContainsKey(JToken? left, JToken right)
    {
        if (Unresolved.Is(left) || IsOpen(right))
            return Truth.Unknown;
        return Truths.Of(left is JObject o && o.GetValue(Text(right), StringComparison.OrdinalIgnoreCase) is not null);
    }

    // One pass over both texts: no pattern can make it slow.
    private static Truth Match(JToken? left, JToken right, bool ignoreCase)
    {
        if (right is not JRaw and not JValue { Value: string })
            return Truth.Error;
        if (IsOpen(left) || IsOpen(right))
            return Truth.Unknown;
        var (text, pattern) = (Text(left), Text(right));
        if (text.Length != pattern.Length)
            return Truth.False;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var fits = pattern[i] switch
            {
                '#' => char.IsAsciiDigit(c),
                '?' => char.IsLetter(c),
                '.' => true,
                var p => p == c || ignoreCase && char.ToUpperInvariant(p) == char.ToUpperInvariant(c),
            };
            if (!fits)
                return Truth.False;
        }

        return Truth.True;
    }

    private static Truth Order(ConditionOperator kind, JToken? left, JToken right)
    {
        if (Unresolved.Is(left))
            return Truth.Unknown;
        if (left is null)
            return Truth.False;
        int order;
        if (Number(left) is { } a && Number(right) is { } b)
            order = a.CompareTo(b);
        else if (left is JValue { Value: string first } && right is JValue { Value: string second })
        {
            if (Instant(first) is { } x && Instant(second) is { } y)
                order = x.CompareTo(y);
            else if (InvariantOrder.Compare(first, second, ignoreCase: true) is { } texts)
                order = texts;
            else
                return Truth.Unknown;
        }
        else
            return Truth.Error;
        return Truths.Of(kind switch
        {
            ConditionOperator.Less => order < 0,
            ConditionOperator.LessOrEquals => order <= 0,
            ConditionOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private static decimal? Number(JToken token) => token switch
    {
        JValue { Value: long number } => number,
        JValue { Value: int number } => number,
        JValue { Value: decimal number } => number,
        // Beyond decimal a number cannot be ordered exactly; ARM has none of that size.
        JValue { Value: double number } when Math.Abs(number) < 1e28 => (decimal)number,
        JValue { Value: BigInteger number } when BigInteger.Abs(number) < new BigInteger(1e28) => (decimal)number,
        _ => null,
    };

    // ISO 8601 with a time: a bare date, a version or an API version is compared as text.
    private static DateTimeOffset? Instant(string text) =>
        text.Length >= 16 && char.IsAsciiDigit(text[0]) && text[4] == '-' && text[10] is 'T' or 't'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;

    private static bool SameText(string left, string right, bool isLocation) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase)
        || isLocation && string.Equals(Normal(left), Normal(right), StringComparison.OrdinalIgnoreCase);

    private static string Normal(string location) => location.Contains(' ', StringComparison.Ordinal) ? location.Replace(" ", "", StringComparison.Ordinal) : location;

    // Not known, in whole or in part: its text is not known.
    private static bool IsOpen(JToken? token) => token is JRaw || token is JContainer && Unresolved.IsWithin(token);
}
