using System.Collections.Frozen;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Policies;

namespace PolicyGen.Reports.Pages;

/// <summary>Says in words what a condition of a policy rule asks, as a nested Markdown list.</summary>
/// <param name="language">The language.</param>
/// <param name="types">Resource types whose aliases are written without their prefix.</param>
internal sealed class ConditionWords(Language language, IEnumerable<string> types)
{
    // {0} is what is looked at, {1} what it is compared with.
    private static readonly FrozenDictionary<ConditionOperator, (string English, string Japanese)> Operators = new Dictionary<ConditionOperator, (string, string)>
    {
        [ConditionOperator.Equals] = ("{0} is {1}", "{0}が {1} である"),
        [ConditionOperator.NotEquals] = ("{0} is not {1}", "{0}が {1} でない"),
        [ConditionOperator.Like] = ("{0} matches {1}", "{0}が {1} に一致する"),
        [ConditionOperator.NotLike] = ("{0} does not match {1}", "{0}が {1} に一致しない"),
        [ConditionOperator.Match] = ("{0} matches {1}", "{0}が {1} に一致する"),
        [ConditionOperator.NotMatch] = ("{0} does not match {1}", "{0}が {1} に一致しない"),
        [ConditionOperator.MatchInsensitively] = ("{0} matches {1}", "{0}が {1} に一致する"),
        [ConditionOperator.NotMatchInsensitively] = ("{0} does not match {1}", "{0}が {1} に一致しない"),
        [ConditionOperator.Contains] = ("{0} contains {1}", "{0}に {1} が含まれる"),
        [ConditionOperator.NotContains] = ("{0} does not contain {1}", "{0}に {1} が含まれない"),
        [ConditionOperator.In] = ("{0} is one of {1}", "{0}が {1} のいずれかである"),
        [ConditionOperator.NotIn] = ("{0} is none of {1}", "{0}が {1} のいずれでもない"),
        [ConditionOperator.ContainsKey] = ("{0} has the key {1}", "{0}にキー {1} がある"),
        [ConditionOperator.NotContainsKey] = ("{0} lacks the key {1}", "{0}にキー {1} がない"),
        [ConditionOperator.Less] = ("{0} is less than {1}", "{0}が {1} より小さい"),
        [ConditionOperator.LessOrEquals] = ("{0} is at most {1}", "{0}が {1} 以下である"),
        [ConditionOperator.Greater] = ("{0} is more than {1}", "{0}が {1} より大きい"),
        [ConditionOperator.GreaterOrEquals] = ("{0} is at least {1}", "{0}が {1} 以上である"),
    }.ToFrozenDictionary();

    private static readonly (string English, string Japanese) IsSet = ("{0} is set", "{0}が設定されている");
    private static readonly (string English, string Japanese) IsNotSet = ("{0} is not set", "{0}が設定されていない");

    private readonly string[] _prefixes = [.. types.OrderByDescending(t => t.Length).Select(t => t + "/")];

    /// <summary>The condition as list items, each line with its indentation.</summary>
    public string Of(Condition? condition)
    {
        var text = new StringBuilder();
        if (condition is not null)
            Write(text, condition, 0);
        return text.ToString();
    }

    /// <summary>An alias or field as the page names it.</summary>
    public string Name(string field)
    {
        foreach (var prefix in _prefixes)
        {
            if (field.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return Code(field[prefix.Length..]);
        }

        return Code(field);
    }

    /// <summary>A value or expression as the page shows it.</summary>
    public static string Value(JToken value) => value switch
    {
        JArray { Count: 0 } => Code("[]"),
        JArray list => string.Join(", ", list.Select(Value)),
        JValue { Type: JTokenType.String } text when ((string)text!).Length == 0 => Code("''"),
        JValue { Type: JTokenType.String } text => Code((string)text!),
        _ => Code(value.ToString(Formatting.None)),
    };

    private void Write(StringBuilder text, Condition condition, int depth)
    {
        switch (condition)
        {
            case AllOfCondition { Conditions: [var only] }:
                Write(text, only, depth);
                break;
            case AnyOfCondition { Conditions: [var only] }:
                Write(text, only, depth);
                break;
            case AllOfCondition all:
                Nest(text, depth, Say(("all of:", "次をすべて満たす:")), all.Conditions);
                break;
            case AnyOfCondition any:
                Nest(text, depth, Say(("any of:", "次のいずれかを満たす:")), any.Conditions);
                break;
            case NotCondition not:
                Nest(text, depth, Say(("not:", "次を満たさない:")), [not.Inner]);
                break;
            case FieldCondition field:
                Item(text, depth, Compare(Name(field.Field.Value), field));
                break;
            case ValueCondition value:
                Item(text, depth, Compare(Value(value.Value), value));
                break;
            case CountCondition count:
                var counted = count.Count is FieldCount fieldCount ? Name(fieldCount.Field.Value) : Value(((ValueCount)count.Count).Value);
                var number = string.Format(null, Say(("the number of {0}", "{0} の数")), counted);
                if (count.Count.Where is { } where)
                    Nest(text, depth, Compare(number, count) + Say((", counting those where:", "。数えるのは次を満たすもの:")), [where]);
                else
                    Item(text, depth, Compare(number, count));
                break;
            default:
                Item(text, depth, Code(condition.Source.ToString(Formatting.None)));
                break;
        }
    }

    private void Nest(StringBuilder text, int depth, string head, IEnumerable<Condition> conditions)
    {
        Item(text, depth, head);
        foreach (var condition in conditions)
            Write(text, condition, depth + 1);
    }

    private static void Item(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append("- ").Append(line).Append('\n');

    private string Compare(string left, Comparison comparison)
    {
        // A space stands between Latin and Japanese only.
        if (language == Language.Japanese && left[^1] == '`')
            left += " ";
        if (comparison.Operator == ConditionOperator.Exists)
            return string.Format(null, Say(IsTrue(comparison.Operand) ? IsSet : IsNotSet), left);
        return string.Format(null, Say(Operators[comparison.Operator]), left, Value(comparison.Operand));
    }

    private static bool IsTrue(JToken operand) => operand.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    private string Say((string English, string Japanese) words) => language == Language.English ? words.English : words.Japanese;

    // Backquotes in the text need a longer fence of backquotes (CommonMark, "Code spans").
    private static string Code(string text)
    {
        var flat = text.ReplaceLineEndings(" ");
        return flat.Contains('`', StringComparison.Ordinal) ? $"`` {flat} ``" : $"`{flat}`";
    }
}
