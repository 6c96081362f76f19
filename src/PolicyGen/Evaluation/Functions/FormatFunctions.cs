using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// format() (template-functions-string.md): .NET's composite formatting with the invariant culture. Widths and precisions
/// stop at the length that a result may have, before anything of that size is made.
/// </summary>
internal static class FormatFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        new("format", 1, TemplateFunction.Unlimited, false, [TokenKinds.String, TokenKinds.Any], Format),
    ];

    private static PolicyValue Format(ReadOnlySpan<JToken> arguments)
    {
        var values = new object?[arguments.Length - 1];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(arguments[i + 1]);
        var text = new StringBuilder(0, TemplateFunctions.MaxTextLength);
        try
        {
            return PolicyValue.Of(new JValue(text.AppendFormat(Formatter.Instance, Tokens.Text(arguments[0]), values).ToString()));
        }
        catch (FormatException)
        {
            return PolicyValue.Failed("the format is not valid, or names an argument that is not given");
        }
        catch (ArgumentOutOfRangeException)
        {
            // The builder has reached its capacity.
            return PolicyValue.Failed(TemplateFunctions.TooLong);
        }
    }

    private static object? Value(JToken token) => Tokens.Kind(token) switch
    {
        TokenKinds.Null => null,
        TokenKinds.Integer => Tokens.Integer(token),
        TokenKinds.Float => Tokens.Float(token),
        TokenKinds.Boolean => Tokens.Boolean(token),
        TokenKinds.String => Tokens.Text(token),
        _ => token,
    };

    private sealed class Formatter : IFormatProvider, ICustomFormatter
    {
        public static Formatter Instance { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            switch (arg)
            {
                case JToken token:
                    // Not documented; the Bicep compiler puts single quotes into JSON.
                    return TokenText.Json(token)?.Replace('"', '\'') ?? throw new ArgumentOutOfRangeException(nameof(arg));
                case IFormattable number when Precision(format) > TemplateFunctions.MaxTextLength:
                    throw new ArgumentOutOfRangeException(nameof(format), number, null);
                case System.Numerics.BigInteger whole when whole >= long.MinValue && whole <= long.MaxValue:
                    return ((long)whole).ToString(format, CultureInfo.InvariantCulture);
                case IFormattable number:
                    return number.ToString(format, CultureInfo.InvariantCulture);
                default:
                    return arg?.ToString() ?? "";
            }
        }

        // The digits after the letter of a standard format: D5. .NET refuses more than nine digits.
        private static int Precision(string? format) =>
            format is { Length: > 1 and < 11 } && char.IsAsciiLetter(format[0])
            && int.TryParse(format.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var precision)
                ? precision
                : 0;
    }
}
