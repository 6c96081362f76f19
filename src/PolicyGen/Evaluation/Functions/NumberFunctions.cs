using System.Globalization;
using Newtonsoft.Json.Linq;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of numbers (template-functions-numeric.md). Integers have 64 bits; an overflow is a failure.</summary>
internal static class NumberFunctions
{
    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("add", 2, 2, a => Whole("add", a, (x, y) => checked(x + y))),
        new("sub", 2, 2, a => Whole("sub", a, (x, y) => checked(x - y))),
        new("mul", 2, 2, a => Whole("mul", a, (x, y) => checked(x * y))),
        new("div", 2, 2, a => Whole("div", a, (x, y) => checked(x / y))),
        new("mod", 2, 2, a => Whole("mod", a, (x, y) => y == -1 ? 0 : x % y)),
        new("int", 1, 1, Int),
        new("float", 1, 1, Float),
    ];

    /// <summary>The value of a number of any kind; null for anything else.</summary>
    public static decimal? Value(JToken token) => token switch
    {
        JValue { Value: long number } => number,
        JValue { Value: int number } => number,
        JValue { Value: decimal number } => number,
        JValue { Value: double number } when Math.Abs(number) < 1e28 => (decimal)number,
        _ => null,
    };

    private static PolicyValue Whole(string name, ReadOnlySpan<JToken> arguments, Func<long, long, long> operation)
    {
        if (Integer(arguments[0]) is not { } x)
            return Wrong(name, "whole numbers", arguments[0]);
        if (Integer(arguments[1]) is not { } y)
            return Wrong(name, "whole numbers", arguments[1]);
        try
        {
            return Of(operation(x, y));
        }
        catch (OverflowException)
        {
            return PolicyValue.Failed($"{name}() leaves the range of 64 bits.");
        }
        catch (DivideByZeroException)
        {
            return PolicyValue.Failed($"{name}() divides by zero.");
        }
    }

    private static PolicyValue Int(ReadOnlySpan<JToken> arguments)
    {
        if (Integer(arguments[0]) is { } number)
            return Of(number);
        if (Value(arguments[0]) is { } fraction and >= long.MinValue and <= long.MaxValue)
            return Of((long)Math.Truncate(fraction));
        return Text(arguments[0]) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var parsed)
            ? Of(parsed)
            : PolicyValue.Failed("int() is given something that is no whole number.");
    }

    private static PolicyValue Float(ReadOnlySpan<JToken> arguments)
    {
        if (Value(arguments[0]) is { } number)
            return PolicyValue.Of(new JValue(number));
        return Text(arguments[0]) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? PolicyValue.Of(new JValue(parsed))
            : PolicyValue.Failed("float() is given something that is no number.");
    }
}
