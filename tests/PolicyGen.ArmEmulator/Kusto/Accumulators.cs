namespace PolicyGen.ArmEmulator.Kusto;

internal sealed class CountAccumulator(Func<Cells, object?>? test) : Accumulator
{
    private long _count;

    public override void Add(Cells row)
    {
        if (test is null || test(row) is true)
            _count++;
    }

    public override object? Result(int output) => _count;
}

/// <summary>Values put together one after the other; null is passed by.</summary>
internal sealed class FoldAccumulator(Func<Cells, object?> read, object? start, Func<object?, object, object?> fold) : Accumulator
{
    private object? _value = start;

    public override void Add(Cells row)
    {
        if (read(row) is { } value)
            _value = fold(_value, value);
    }

    public override object? Result(int output) => _value;
}

internal sealed class AverageAccumulator(Func<Cells, object?> read) : Accumulator
{
    private double _sum;
    private long _count;

    public override void Add(Cells row)
    {
        if (read(row) is not double value)
            return;
        _sum += value;
        _count++;
    }

    public override object? Result(int output) => _count == 0 ? double.NaN : _sum / _count;
}

/// <summary>The values of a group, or how many they are; null is passed by.</summary>
internal sealed class ValuesAccumulator(Func<Cells, object?> read, bool distinct, long most, KustoType type) : Accumulator
{
    private readonly HashSet<object> _seen = new(ValueComparer.Instance);
    private readonly List<object?> _values = [];

    public override void Add(Cells row)
    {
        if (_values.Count < most && read(row) is { } value && (!distinct || _seen.Add(value)))
            _values.Add(value);
    }

    public override object? Result(int output) => type == KustoType.Long ? (long)_values.Count : _values.ToArray();
}

internal sealed class ChosenAccumulator(KustoBound[] columns, Func<Cells, object?>? key, int sign) : Accumulator
{
    private Cells? _row;
    private object? _best;

    public override void Add(Cells row)
    {
        var value = key?.Invoke(row);
        if (_row is not null && (value is null || _best is not null && KustoValue.Compare(value, _best) * sign <= 0))
            return;
        _row = row;
        _best = value;
    }

    public override object? Result(int output) => _row is null ? columns[output].Type.Missing() : columns[output].Read(_row);
}

/// <summary>Compares values, also objects and arrays, by what they hold.</summary>
internal sealed class ValueComparer : IEqualityComparer<object>
{
    public static ValueComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) => x is not null && y is not null && KustoValue.Same(x, y);

    public int GetHashCode(object obj) => obj switch
    {
        string text => StringComparer.Ordinal.GetHashCode(text),
        long number => ((double)number).GetHashCode(),
        ValueType value => value.GetHashCode(),
        _ => StringComparer.Ordinal.GetHashCode(KustoConvert.Text(obj)),
    };
}

/// <summary>Compares the keys of groups and joins. Here null equals null.</summary>
internal sealed class KeyComparer : IEqualityComparer<object?[]>
{
    public static KeyComparer Instance { get; } = new();

    public bool Equals(object?[]? x, object?[]? y)
    {
        for (var i = 0; i < x!.Length; i++)
        {
            if (x[i] is { } a ? y![i] is not { } b || !KustoValue.Same(a, b) : y![i] is not null)
                return false;
        }

        return true;
    }

    public int GetHashCode(object?[] obj)
    {
        var hash = new HashCode();
        foreach (var value in obj)
            hash.Add(value is null ? 0 : ValueComparer.Instance.GetHashCode(value));
        return hash.ToHashCode();
    }
}
