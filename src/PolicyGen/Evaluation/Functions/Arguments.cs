using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Reads the arguments of functions by type.</summary>
internal static class Arguments
{
    public static string? Text(JToken token) => token is JValue { Type: JTokenType.String, Value: string text } ? text : null;

    public static long? Integer(JToken token) => token is JValue { Type: JTokenType.Integer } value ? value.Value switch
    {
        long number => number,
        int number => number,
        _ => null,
    }
    : null;

    public static bool? Flag(JToken token) => token is JValue { Value: bool flag } ? flag : null;

    public static bool IsNull(JToken token) => token.Type == JTokenType.Null;

    public static PolicyValue Of(string text) => PolicyValue.Of(new JValue(text));

    public static PolicyValue Of(long number) => PolicyValue.Of(new JValue(number));

    public static PolicyValue Of(bool flag) => PolicyValue.Of(new JValue(flag));

    /// <summary>The failure that an argument has the wrong type.</summary>
    public static PolicyValue Wrong(string function, string wanted, JToken given) =>
        PolicyValue.Failed($"The function '{function}' takes {wanted}, not {given.KindName()}.");

    /// <summary>The text that <c>string()</c>, <c>format()</c> and <c>join()</c> make of a value.</summary>
    public static string ToText(JToken token) => token switch
    {
        JValue { Value: string text } => text,
        JValue { Value: bool flag } => flag ? "True" : "False",
        JValue { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        JValue { Type: JTokenType.Null } => "",
        _ => token.ToString(Newtonsoft.Json.Formatting.None),
    };
}
