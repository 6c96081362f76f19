using System.Collections.Frozen;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>What an aggregation has found in one group so far.</summary>
internal abstract class Accumulator
{
    public abstract void Add(Cells row);

    public abstract object? Result(int output);
}

/// <param name="Outputs">The columns that it yields, with the names that Kusto gives them.</param>
/// <param name="Start">Begins a group.</param>
internal sealed record Aggregate(IReadOnlyList<(string? Name, KustoType Type)> Outputs, Func<Accumulator> Start);

/// <param name="Bind">Binds a call; the binder sees the rows that are summarized.</param>
internal sealed record Aggregation(Func<CallNode, KustoBinder, Aggregate> Bind);

/// <summary>The aggregations that are known, by name.</summary>
internal static class KustoAggregates
{
    private const int DefaultSetSize = 1_048_576;

    private static readonly FrozenDictionary<string, Aggregation> All = new Dictionary<string, Aggregation>(StringComparer.Ordinal)
    {
        ["count"] = Of(0, 0, (_, _) => Single("count_", KustoType.Long, () => new CountAccumulator(null))),
        ["countif"] = Of(1, 1, CountIf),
        ["sum"] = Of(1, 1, Sum),
        ["avg"] = Of(1, 1, Average),
        ["min"] = Of(1, 1, (call, binder) => Extreme(call, binder, sign: -1)),
        ["max"] = Of(1, 1, (call, binder) => Extreme(call, binder, sign: 1)),
        ["dcount"] = Of(1, 2, (call, binder) => Values(call, binder, "dcount", KustoType.Long, distinct: true)),
        ["make_set"] = Of(1, 2, (call, binder) => Values(call, binder, "set", KustoType.Dynamic, distinct: true)),
        ["make_list"] = Of(1, 2, (call, binder) => Values(call, binder, "list", KustoType.Dynamic, distinct: false)),
        ["take_any"] = Of(1, 64, (call, binder) => Chosen(call, binder, call.Arguments, null, 0, "")),
        ["any"] = Of(1, 64, (call, binder) => Chosen(call, binder, call.Arguments, null, 0, "any_")),
        ["arg_max"] = Of(1, 64, (call, binder) => Chosen(call, binder, call.Arguments, binder.Key(call.Arguments[0]), 1, "")),
        ["arg_min"] = Of(1, 64, (call, binder) => Chosen(call, binder, call.Arguments, binder.Key(call.Arguments[0]), -1, "")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Aggregation? Find(string name) => All.GetValueOrDefault(name);

    private static Aggregation Of(int least, int most, Func<CallNode, KustoBinder, Aggregate> bind) => new((call, binder) =>
        call.Arguments.Count >= least && call.Arguments.Count <= most ? bind(call, binder) : throw Wrong(call));

    private static KustoException Wrong(CallNode call) => new($"The aggregation '{call.Name}' takes other arguments.", call.Position);

    private static Aggregate Single(string? name, KustoType type, Func<Accumulator> start) => new([(name, type)], start);

    private static Aggregate CountIf(CallNode call, KustoBinder binder)
    {
        var test = binder.Condition(call.Arguments[0]).Read;
        return Single("countif_", KustoType.Long, () => new CountAccumulator(test));
    }

    private static Aggregate Sum(CallNode call, KustoBinder binder)
    {
        var value = Summable(call, binder);
        var add = KustoArithmetic.Bind('+', Cell(value.Type, 0), Cell(value.Type, 1), call.Position).Read;
        object zero = value.Type switch { KustoType.Long => 0L, KustoType.Real => 0d, _ => TimeSpan.Zero };
        return Single($"sum_{value.Name}", value.Type, () => new FoldAccumulator(value.Read, zero, (a, b) => add(new Cells(null, [a, b]))));
    }

    private static KustoBound Cell(KustoType type, int index) => new(type, cells => cells.Values[index]);

    private static Aggregate Average(CallNode call, KustoBinder binder)
    {
        var value = binder.Bind(call.Arguments[0]);
        return value.Type.IsNumber() ? Single($"avg_{value.Name}", KustoType.Real, () => new AverageAccumulator(value.To(KustoType.Real).Read)) : throw Wrong(call);
    }

    private static KustoBound Summable(CallNode call, KustoBinder binder) =>
        binder.Bind(call.Arguments[0]) is { Type: KustoType.Long or KustoType.Real or KustoType.TimeSpan } value ? value : throw Wrong(call);

    private static Aggregate Extreme(CallNode call, KustoBinder binder, int sign)
    {
        var value = binder.Key(call.Arguments[0]);
        return Single($"{call.Name}_{value.Name}", value.Type, () => new FoldAccumulator(value.Read, null, (best, next) =>
            best is null || KustoValue.Compare(next, best) * sign > 0 ? next : best));
    }

    private static Aggregate Values(CallNode call, KustoBinder binder, string name, KustoType type, bool distinct)
    {
        var value = binder.Bind(call.Arguments[0]);
        var most = call.Arguments.Count == 2 && type == KustoType.Dynamic
            ? binder.Bind(call.Arguments[1]).Constant as long? ?? throw Wrong(call)
            : DefaultSetSize;
        // dcount counts all values; the others stop at the size that the query sets.
        return Single($"{name}_{value.Name}", type, () => new ValuesAccumulator(value.Read, distinct, type == KustoType.Long ? long.MaxValue : Math.Min(most, DefaultSetSize), type));
    }

    // One row of the group, and columns of it: any row, or the one with the greatest or smallest key.
    private static Aggregate Chosen(CallNode call, KustoBinder binder, IReadOnlyList<KustoNode> arguments, KustoBound? key, int sign, string prefix)
    {
        var columns = new List<KustoBound>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i == 0 && key is not null)
                columns.Add(key);
            else if (arguments[i] is StarNode)
                columns.AddRange(binder.Columns.Select(c => new KustoBound(c.Type, c.Read, c.Name)).Where(c => c.Name != key?.Name));
            else
                columns.Add(binder.Bind(arguments[i]));
        }

        var outputs = columns.Select(c => (c.Name is null ? null : prefix + c.Name, c.Type)).ToArray();
        return new Aggregate(outputs, () => new ChosenAccumulator([.. columns], key?.Read, sign));
    }
}
