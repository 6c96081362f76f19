namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>+ - * / % on numbers, times and durations. What has no result (1 / 0, a time too far) is null.</summary>
internal static class KustoArithmetic
{
    public static KustoBound Negate(KustoBound operand, int position) => operand.Type switch
    {
        KustoType.Long => operand.Map(KustoType.Long, value => unchecked(-(long)value)),
        KustoType.Real => operand.Map(KustoType.Real, value => -(double)value),
        KustoType.TimeSpan => operand.Map(KustoType.TimeSpan, value => Span(-(decimal)((TimeSpan)value).Ticks)),
        _ => throw new KustoException($"The operator '-' is not defined for the type {operand.Type.Name()}.", position),
    };

    public static KustoBound Bind(char symbol, KustoBound left, KustoBound right, int position)
    {
        // A number out of JSON becomes one of the other side's type.
        if (left.Type == KustoType.Dynamic && right.Type.IsNumber())
            left = left.To(right.Type);
        else if (right.Type == KustoType.Dynamic && left.Type.IsNumber())
            right = right.To(left.Type);

        var (first, second) = (left.Type, right.Type);
        if (first == KustoType.Long && second == KustoType.Long)
            return KustoBound.Map(left, right, KustoType.Long, (a, b) => Whole(symbol, (long)a, (long)b));
        if (first.IsNumber() && second.IsNumber())
            return KustoBound.Map(left.To(KustoType.Real), right.To(KustoType.Real), KustoType.Real, (a, b) => Real(symbol, (double)a, (double)b));
        return (symbol, first, second) switch
        {
            ('+' or '-', KustoType.DateTime, KustoType.TimeSpan) => KustoBound.Map(left, right, KustoType.DateTime, (a, b) =>
                Time(((DateTime)a).Ticks + Sign(symbol) * (decimal)((TimeSpan)b).Ticks)),
            ('-', KustoType.DateTime, KustoType.DateTime) => KustoBound.Map(left, right, KustoType.TimeSpan, (a, b) => (DateTime)a - (DateTime)b),
            ('+' or '-', KustoType.TimeSpan, KustoType.TimeSpan) => KustoBound.Map(left, right, KustoType.TimeSpan, (a, b) =>
                Span(((TimeSpan)a).Ticks + Sign(symbol) * (decimal)((TimeSpan)b).Ticks)),
            ('/', KustoType.TimeSpan, KustoType.TimeSpan) => KustoBound.Map(left, right, KustoType.Real, (a, b) =>
                Real('/', ((TimeSpan)a).Ticks, ((TimeSpan)b).Ticks)),
            ('*' or '/', KustoType.TimeSpan, KustoType.Long or KustoType.Real) => Scaled(left, right),
            ('*', KustoType.Long or KustoType.Real, KustoType.TimeSpan) => Scaled(right, left),
            _ => throw KustoComparison.Undefined(symbol.ToString(), left, right, position),
        };

        KustoBound Scaled(KustoBound span, KustoBound factor) => KustoBound.Map(span, factor.To(KustoType.Real), KustoType.TimeSpan, (a, b) =>
            KustoLiterals.Span((double)Real(symbol, ((TimeSpan)a).Ticks, (double)b), "tick"));
    }

    private static int Sign(char symbol) => symbol == '-' ? -1 : 1;

    private static object? Whole(char symbol, long a, long b) => symbol switch
    {
        '+' => unchecked(a + b),
        '-' => unchecked(a - b),
        '*' => unchecked(a * b),
        // The smallest number has no counterpart, for which .NET throws.
        _ when b == 0 || (a == long.MinValue && b == -1) => null,
        '/' => a / b,
        _ => a % b,
    };

    private static object Real(char symbol, double a, double b) => symbol switch
    {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        '/' => a / b,
        _ => a % b,
    };

    private static object? Time(decimal ticks) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;

    private static object? Span(decimal ticks) =>
        ticks >= long.MinValue && ticks <= long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
}
