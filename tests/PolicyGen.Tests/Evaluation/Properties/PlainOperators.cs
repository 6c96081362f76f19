using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>The operators once more, with other means than the engine's: what one says the other must say.</summary>
internal static class PlainOperators
{
    public static Truth All(IEnumerable<Truth> values)
    {
        var found = values.ToHashSet();
        return found.Contains(Truth.False) ? Truth.False : found.Contains(Truth.Error) ? Truth.Error : found.Contains(Truth.Unknown) ? Truth.Unknown : Truth.True;
    }

    public static Truth Any(IEnumerable<Truth> values) => Not(All(values.Select(Not)));

    public static Truth Not(Truth value) => value == Truth.True ? Truth.False : value == Truth.False ? Truth.True : value;

    /// <summary>Compares; a null on the left is a missing value.</summary>
    public static Truth Compare(ConditionOperator kind, JToken? left, JToken right, bool isLocation = false)
    {
        if (left is { Type: JTokenType.Null })
            left = null;
        if (right.Type == JTokenType.Null)
            return Truth.Error;
        if (Unresolved.Is(right))
            return Truth.Unknown;
        switch (kind)
        {
            case ConditionOperator.Exists:
                return bool.TryParse(right is JValue ? Text(right) : "", out var wanted) && right is JValue { Value: bool or string }
                    ? Unresolved.Is(left) ? Truth.Unknown : Of(wanted == left is not null)
                    : Truth.Error;
            case ConditionOperator.Equals:
                return Same(left, right, isLocation);
            case ConditionOperator.In:
                return right is JArray candidates ? Any(candidates.Select(c => Same(left, c, isLocation))) : Truth.Error;
            case ConditionOperator.Contains:
                return left is JContainer ? Truth.False
                    : IsOpen(left) || IsOpen(right) ? Truth.Unknown
                    : Of(Text(left).Contains(Text(right), StringComparison.OrdinalIgnoreCase));
            case ConditionOperator.ContainsKey:
                return Unresolved.Is(left) || IsOpen(right) ? Truth.Unknown
                    : Of(left is JObject o && o.Properties().Any(p => string.Equals(p.Name, Text(right), StringComparison.OrdinalIgnoreCase)));
            case ConditionOperator.Like:
                return Like(left, right, isLocation);
            case ConditionOperator.Match or ConditionOperator.MatchInsensitively:
                return right.Type != JTokenType.String ? Truth.Error
                    : IsOpen(left) ? Truth.Unknown
                    : Of(Matches(Text(left), Text(right), kind == ConditionOperator.Match ? RegexOptions.None : RegexOptions.IgnoreCase));
            case ConditionOperator.Less or ConditionOperator.LessOrEquals or ConditionOperator.Greater or ConditionOperator.GreaterOrEquals:
                return Order(kind, left, right);
            default:
                return Not(Compare(Enum.Parse<ConditionOperator>(kind.ToString()["Not".Length..]), left, right, isLocation));
        }
    }

    private static Truth Of(bool value) => value ? Truth.True : Truth.False;

    private static bool IsOpen(JToken? token) => token is JRaw || token is not null && new JArray(token.DeepClone()).Descendants().Any(Unresolved.Is);

    private static string Text(JToken? token) => token is JContainer
        ? token.ToString(Newtonsoft.Json.Formatting.None)
        : Convert.ToString(((JValue?)token)?.Value, CultureInfo.InvariantCulture) ?? "";

    private static Truth Same(JToken? left, JToken right, bool isLocation)
    {
        if (IsOpen(left) || IsOpen(right))
            return Truth.Unknown;
        var (a, b) = (Text(left), Text(right));
        return Of(string.Equals(isLocation ? a.Replace(" ", "") : a, isLocation ? b.Replace(" ", "") : b, StringComparison.OrdinalIgnoreCase));
    }

    private static Truth Like(JToken? left, JToken right, bool isLocation)
    {
        var pattern = Text(right);
        if (right.Type != JTokenType.String || pattern.Split('*').Length > 2)
            return Truth.Error;
        if (pattern == "*")
            return Truth.True;
        if (IsOpen(left))
            return Truth.Unknown;
        var text = Text(left);
        if (isLocation)
            (text, pattern) = (text.Replace(" ", ""), pattern.Replace(" ", ""));
        var expression = string.Join(".*", pattern.Split('*').Select(Regex.Escape));
        return Of(Regex.IsMatch(text, $@"\A{expression}\z", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
    }

    private static bool Matches(string text, string pattern, RegexOptions options)
    {
        var expression = string.Concat(pattern.Select(c => c switch { '#' => "[0-9]", '?' => @"\p{L}", '.' => ".", _ => Regex.Escape(c.ToString()) }));
        return Regex.IsMatch(text, $@"\A{expression}\z", options | RegexOptions.Singleline | RegexOptions.CultureInvariant);
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
        else if (left.Type == JTokenType.String && right.Type == JTokenType.String && Instant(Text(left)) is { } x && Instant(Text(right)) is { } y)
            order = x.CompareTo(y);
        else if (left.Type == JTokenType.String && right.Type == JTokenType.String && AreOrdered(Text(left), Text(right)))
            order = string.Compare(Text(left), Text(right), StringComparison.InvariantCultureIgnoreCase);
        else if (left.Type == JTokenType.String && right.Type == JTokenType.String)
            return Truth.Unknown;
        else
            return Truth.Error;
        return Of(kind switch
        {
            ConditionOperator.Less => order < 0,
            ConditionOperator.LessOrEquals => order <= 0,
            ConditionOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    // Among the texts here only those beyond ASCII may have another place on another system.
    private static bool AreOrdered(string left, string right) =>
        left == right || left.Length == 0 || right.Length == 0 || !Regex.IsMatch(left + right, "[^ -~]");

    private static decimal? Number(JToken token) => ((token as JValue)?.Value) switch
    {
        long number => number,
        decimal number => number,
        double number => (decimal)number,
        BigInteger number => (decimal)number,
        _ => null,
    };

    private static DateTimeOffset? Instant(string text) =>
        Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\dT\d\d:\d\d") ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
