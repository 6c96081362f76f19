using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Rendering.Bicep;

/// <summary>Writes values as Bicep literals (language reference: azure-docs, bicep/data-types.md).</summary>
internal static partial class BicepText
{
    /// <summary>
    /// A single-quoted string. Quotes, backslashes, <c>${</c> and control characters are escaped, so that no text can end
    /// the literal or start an expression. A leading <c>[</c> needs nothing: the compiler escapes it for ARM.
    /// </summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('\'');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\\':
                    result.Append(@"\\");
                    break;
                case '\'':
                    result.Append(@"\'");
                    break;
                case '\n':
                    result.Append(@"\n");
                    break;
                case '\r':
                    result.Append(@"\r");
                    break;
                case '\t':
                    result.Append(@"\t");
                    break;
                case '$' when i + 1 < text.Length && text[i + 1] == '{':
                    result.Append(@"\$");
                    break;
                default:
                    if (char.IsControl(c) || c is '\u2028' or '\u2029')
                        result.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}");
                    else
                        result.Append(c);
                    break;
            }
        }

        return result.Append('\'').ToString();
    }

    /// <summary>Any JSON value as a Bicep expression, indented for a place at the given depth.</summary>
    public static string Literal(JToken value, int depth = 0)
    {
        var inner = new string(' ', (depth + 1) * 2);
        var outer = new string(' ', depth * 2);
        switch (value)
        {
            case JObject { Count: 0 }:
                return "{}";
            case JObject members:
                return "{\n" + string.Concat(members.Properties().Select(p => $"{inner}{Name(p.Name)}: {Literal(p.Value, depth + 1)}\n")) + outer + "}";
            case JArray { Count: 0 }:
                return "[]";
            case JArray items:
                return "[\n" + string.Concat(items.Select(i => $"{inner}{Literal(i, depth + 1)}\n")) + outer + "]";
        }

        return value.Type switch
        {
            JTokenType.String => Quote((string)value!),
            JTokenType.Boolean => (bool)value ? "true" : "false",
            JTokenType.Integer => ((long)value).ToString(CultureInfo.InvariantCulture),
            // Bicep has no floating-point literal.
            JTokenType.Float => $"json('{((decimal)value).ToString(CultureInfo.InvariantCulture)}')",
            _ => "null",
        };
    }

    /// <summary>The Bicep type of a policy parameter.</summary>
    public static string TypeOf(string policyType, JToken sample) => policyType switch
    {
        "Array" => sample is JArray array && array.All(i => i.Type == JTokenType.String) ? "string[]" : "array",
        "Integer" => "int",
        "Boolean" => "bool",
        "Object" => "object",
        // Bicep knows no fractions; only this type takes the number that json() gives.
        "Float" => "any",
        _ => "string",
    };

    /// <summary>True for a type that says nothing about the value, which the linter has to be told is meant.</summary>
    public static bool IsOpaque(string bicepType) => bicepType is "object" or "array" or "any";

    // The linter wants names bare that need no quotes.
    internal static string Name(string name) => Identifier().IsMatch(name) ? name : Quote(name);

    [GeneratedRegex("^(?!(true|false|null)$)[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();
}
