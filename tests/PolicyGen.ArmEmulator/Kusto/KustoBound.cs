namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>A row on its way through a query: the row of the table that it began as, and what the query computed.</summary>
internal sealed class Cells(IKustoBag? source, object?[] values)
{
    public IKustoBag? Source => source;

    public object?[] Values => values;

    public Cells With(object? value) => new(source, [.. values, value]);
}

/// <summary>A column: how to read its value of a row.</summary>
internal sealed record KustoColumn(string Name, KustoType Type, Func<Cells, object?> Read)
{
    /// <summary>A column whose value the query computed.</summary>
    public static KustoColumn At(string name, KustoType type, int index) => new(name, type, cells => cells.Values[index]);
}

/// <summary>An expression whose names are resolved.</summary>
/// <param name="Type">The type of what it yields; null is possible in every type but string.</param>
/// <param name="Read">Its value for a row.</param>
/// <param name="Name">The name that a column of it gets where the query gives none; null for Column1 and so on.</param>
internal sealed record KustoBound(KustoType Type, Func<Cells, object?> Read, string? Name = null)
{
    /// <summary>Whether it is the same for every row.</summary>
    public bool IsConstant { get; init; }

    public object? Constant => IsConstant ? Read(Empty) : null;

    /// <summary>A row for what looks at no row.</summary>
    public static Cells Empty { get; } = new(null, []);

    public static KustoBound Of(object? value, KustoType type) => new(type, _ => value) { IsConstant = true };

    /// <summary>A value made of this one. Null stays null.</summary>
    public KustoBound Map(KustoType type, Func<object, object?> map)
    {
        var read = Read;
        return new(type, cells => read(cells) is { } value ? map(value) : type.Missing()) { IsConstant = IsConstant };
    }

    /// <summary>A value made of two. It is null where one is.</summary>
    public static KustoBound Map(KustoBound left, KustoBound right, KustoType type, Func<object, object, object?> map)
    {
        var (first, second) = (left.Read, right.Read);
        return new(type, cells => first(cells) is { } a && second(cells) is { } b ? map(a, b) : type.Missing()) { IsConstant = left.IsConstant && right.IsConstant };
    }

    /// <summary>The same value as another type, as the conversion functions do it.</summary>
    public KustoBound To(KustoType type)
    {
        if (type == Type)
            return this;
        var read = Read;
        // A bool's text is True; only that of JSON is true.
        Func<Cells, object?> converted = type == KustoType.String && Type == KustoType.Bool
            ? cells => read(cells) switch { true => "True", false => "False", _ => "" }
            : cells => KustoConvert.To(type, read(cells));
        return new(type, converted, Name) { IsConstant = IsConstant };
    }
}
