using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Numbers (template-functions-numeric.md). Integers have 64 bits; to pass them is a failure.</summary>
internal static class NumberFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        Operation("add", (a, b) => checked(a + b)),
        Operation("div", (a, b) => a / b),
        TemplateFunction.Of("float", Float, TokenKinds.String | TokenKinds.Number),
        TemplateFunction.Of("int", Int, TokenKinds.String | TokenKinds.Integer),
        new("max", 1, TemplateFunction.Unlimited, false, [TokenKinds.Number | TokenKinds.Array, TokenKinds.Number], arguments => Extreme(arguments, greatest: true)),
        new("min", 1, TemplateFunction.Unlimited, false, [TokenKinds.Number | TokenKinds.Array, TokenKinds.Number], arguments => Extreme(arguments, greatest: false)),
        Operation("mod", (a, b) => a % b),
        Operation("mul", (a, b) => checked(a * b)),
        Operation("sub", (a, b) => checked(a - b)),
    ];

    private static TemplateFunction Operation(string name, Func<long, long, long> operation) => TemplateFunction.Of(name, arguments =>
    {
        if (!Tokens.TryInt64(arguments[0], out var left) || !Tokens.TryInt64(arguments[1], out var right))
            return PolicyValue.Failed("a number does not fit into 64 bits");
        try
        {
            return PolicyValue.Of(new JValue(operation(left, right)));
        }
        catch (DivideByZeroException)
        {
            return PolicyValue.Failed("there is no division by zero");
        }
        catch (OverflowException)
        {
            return PolicyValue.Failed("the result does not fit into 64 bits");
        }
    }, TokenKinds.Integer, TokenKinds.Integer);

    private static PolicyValue Int(ReadOnlySpan<JToken> arguments)
    {
        if (Tokens.Is(arguments[0], TokenKinds.Integer))
            return PolicyValue.Of(arguments[0]);
        return long.TryParse(Tokens.Text(arguments[0]), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? PolicyValue.Of(new JValue(value))
            : PolicyValue.Failed("the text is not a 64-bit integer");
    }

    private static PolicyValue Float(ReadOnlySpan<JToken> arguments)
    {
        double value;
        if (Tokens.Is(arguments[0], TokenKinds.Number))
            value = Tokens.Float(arguments[0]);
        else if (!double.TryParse(Tokens.Text(arguments[0]), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value))
            return PolicyValue.Failed("the text is not a number");
        return double.IsFinite(value) ? PolicyValue.Of(new JValue(value)) : PolicyValue.Unknown("a number that is not finite, which JSON does not have");
    }

    // Either one array or the numbers themselves. A fraction comes before an equal integer.
    private static PolicyValue Extreme(ReadOnlySpan<JToken> arguments, bool greatest)
    {
        ReadOnlySpan<JToken> numbers = arguments is [JArray array] ? [.. array] : arguments;
        if (numbers.IsEmpty)
            return PolicyValue.Failed("the array is empty");
        foreach (var number in numbers)
        {
            if (!Tokens.Is(number, TokenKinds.Number))
                return PolicyValue.Failed($"it takes one array of numbers or numbers only, not {Tokens.Describe(Tokens.Kind(number))}");
            if (Tokens.Is(number, TokenKinds.Integer) && !Tokens.TryInt64(number, out _))
                return PolicyValue.Failed("a number does not fit into 64 bits");
        }

        var result = numbers[0];
        foreach (var number in numbers[1..])
        {
            var order = Tokens.CompareNumbers(number, result) * (greatest ? 1 : -1);
            if (order > 0 || order == 0 && Tokens.Is(number, TokenKinds.Float))
                result = number;
        }

        return PolicyValue.Of(result);
    }
}
