using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Writes values as text, as Azure does.</summary>
internal static class TokenText
{
    /// <summary>Text of a string, an integer or a boolean (<c>True</c>).</summary>
    public static string Scalar(JToken token) => Tokens.Kind(token) switch
    {
        TokenKinds.Boolean => Tokens.Boolean(token) ? "True" : "False",
        TokenKinds.Integer => Tokens.Integer(token).ToString(CultureInfo.InvariantCulture),
        _ => Tokens.Text(token),
    };

    /// <summary>
    /// JSON without white space; null when it is longer than <see cref="TemplateFunctions.MaxTextLength"/>. The same large
    /// text may stand in a value many times over, so that the writer stops at the limit instead of measuring afterwards.
    /// </summary>
    public static string? Json(JToken token)
    {
        var text = new StringBuilder(0, TemplateFunctions.MaxTextLength);
        try
        {
            using var writer = new DoubleWriter(new StringWriter(text, CultureInfo.InvariantCulture));
            token.WriteTo(writer);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }

        return text.ToString();
    }

    // Azure holds fractions in double precision; files are read more exactly, and 1.50 would keep its zero.
    private sealed class DoubleWriter(TextWriter writer) : JsonTextWriter(writer)
    {
        public override void WriteValue(decimal value) => WriteValue((double)value);
    }
}
