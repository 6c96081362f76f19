using System.Globalization;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Reads tokens as template functions see them.</summary>
internal static class Tokens
{
    /// <summary>The type of a token: exactly one bit, or none.</summary>
    public static TokenKinds Kind(JToken token) => token.Type switch
    {
        JTokenType.Null => TokenKinds.Null,
        JTokenType.Boolean => TokenKinds.Boolean,
        JTokenType.Integer => TokenKinds.Integer,
        JTokenType.Float => TokenKinds.Float,
        JTokenType.String => TokenKinds.String,
        JTokenType.Array => TokenKinds.Array,
        JTokenType.Object => TokenKinds.Object,
        JTokenType.Raw => TokenKinds.Unknown,
        _ => TokenKinds.None,
    };

    /// <summary>True when the token is of one of the types.</summary>
    public static bool Is(JToken token, TokenKinds kinds) => (Kind(token) & kinds) != 0;

    /// <summary>Text of a string token.</summary>
    public static string Text(JToken token) => (string)((JValue)token).Value!;

    /// <summary>Value of a boolean token.</summary>
    public static bool Boolean(JToken token) => (bool)((JValue)token).Value!;

    /// <summary>Value of an integer token. JSON has no largest integer.</summary>
    public static BigInteger Integer(JToken token) => ((JValue)token).Value switch
    {
        long value => value,
        int value => value,
        BigInteger value => value,
        ulong value => value,
        IConvertible value => new BigInteger(value.ToDecimal(null)),
        _ => BigInteger.Zero,
    };

    /// <summary>Value of an integer token that fits into 64 bits.</summary>
    public static bool TryInt64(JToken token, out long value)
    {
        var number = Integer(token);
        var fits = number >= long.MinValue && number <= long.MaxValue;
        value = fits ? (long)number : 0;
        return fits;
    }

    /// <summary>Value of an integer token that fits into 32 bits.</summary>
    public static bool TryInt32(JToken token, out int value)
    {
        var fits = TryInt64(token, out var number) && number is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)number : 0;
        return fits;
    }

    /// <summary>Value of a number token as Azure holds fractions: double precision.</summary>
    public static double Float(JToken token) => Is(token, TokenKinds.Integer)
        ? (double)Integer(token)
        : ((IConvertible)((JValue)token).Value!).ToDouble(CultureInfo.InvariantCulture);

    /// <summary>Compares two numbers: exactly where both are whole, in double precision otherwise.</summary>
    public static int CompareNumbers(JToken left, JToken right) => Is(left, TokenKinds.Integer) && Is(right, TokenKinds.Integer)
        ? Integer(left).CompareTo(Integer(right))
        : Float(left).CompareTo(Float(right));

    /// <summary>The types in words: "a string or an array".</summary>
    public static string Describe(TokenKinds kinds)
    {
        var names = new List<string>();
        Add(TokenKinds.String, "a string");
        Add(TokenKinds.Integer, "an integer");
        Add(TokenKinds.Float, "a fraction");
        Add(TokenKinds.Boolean, "a boolean");
        Add(TokenKinds.Array, "an array");
        Add(TokenKinds.Object, "an object");
        Add(TokenKinds.Null, "null");
        return names.Count switch
        {
            0 => "no JSON value",
            1 => names[0],
            _ => string.Join(", ", names[..^1]) + " or " + names[^1],
        };

        void Add(TokenKinds kind, string name)
        {
            if ((kinds & kind) != 0)
                names.Add(name);
        }
    }
}
