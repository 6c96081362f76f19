namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// == and !=: two nulls give null, a null and a value are unequal. Other comparisons with null give null, and where takes
/// null for false (Kusto's page "null values").
/// </summary>
internal static class KustoComparison
{
    public static KustoBound Equal(KustoBound left, KustoBound right, bool negated, int position)
    {
        (left, right) = Common(left, right, "==", position);
        var (first, second) = (left.Read, right.Read);
        if (left.Type == KustoType.String && right.Type == KustoType.String)
            return new KustoBound(KustoType.Bool, cells => KustoValue.Of(string.Equals((string?)first(cells), (string?)second(cells), StringComparison.Ordinal) != negated));
        return new KustoBound(KustoType.Bool, cells => (first(cells), second(cells)) switch
        {
            (null, null) => null,
            (null, _) or (_, null) => KustoValue.Of(negated),
            var (a, b) => KustoValue.Of(KustoValue.Same(a, b) != negated),
        });
    }

    public static KustoBound Order(string symbol, KustoBound left, KustoBound right, int position)
    {
        (left, right) = Common(left, right, symbol, position);
        if (left.Type is KustoType.Bool or KustoType.Dynamic || right.Type is KustoType.Bool or KustoType.Dynamic)
            throw Undefined(symbol, left, right, position);
        return KustoBound.Map(left, right, KustoType.Bool, symbol switch
        {
            "<" => (a, b) => KustoValue.Compare(a, b) < 0,
            "<=" => (a, b) => KustoValue.Compare(a, b) <= 0,
            ">" => (a, b) => KustoValue.Compare(a, b) > 0,
            _ => (a, b) => KustoValue.Compare(a, b) >= 0,
        });
    }

    public static KustoException Undefined(string symbol, KustoBound left, KustoBound right, int position) =>
        new($"The operator '{symbol}' is not defined for the types {left.Type.Name()} and {right.Type.Name()}.", position);

    // A dynamic value is compared as the other side's type. A time is not read out of JSON without todatetime().
    private static (KustoBound Left, KustoBound Right) Common(KustoBound left, KustoBound right, string symbol, int position)
    {
        if (left.Type == right.Type || left.Type.IsNumber() && right.Type.IsNumber())
            return (left, right);
        if (left.Type == KustoType.Dynamic)
            return (As(left, right.Type) ?? throw Undefined(symbol, left, right, position), right);
        if (right.Type == KustoType.Dynamic)
            return (left, As(right, left.Type) ?? throw Undefined(symbol, left, right, position));
        throw Undefined(symbol, left, right, position);
    }

    private static KustoBound? As(KustoBound bound, KustoType type) => type switch
    {
        // It stays dynamic: a member that is missing is null, which equals no text, not even the empty one.
        KustoType.String => bound.Map(KustoType.Dynamic, value => value as string ?? KustoConvert.Text(value)),
        KustoType.Long or KustoType.Real => bound.Map(KustoType.Real, value => value is long or double ? value : null),
        KustoType.Bool => bound.Map(KustoType.Bool, value => value as bool?),
        _ => null,
    };
}
