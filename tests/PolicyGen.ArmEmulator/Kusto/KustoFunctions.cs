using System.Collections.Frozen;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>A call whose arguments are bound.</summary>
internal sealed record KustoCall(CallNode Node, KustoBound[] Arguments, DateTime Now)
{
    public int Position => Node.Position;

    public KustoBound this[int index] => Arguments[index];

    /// <summary>The text of an argument. Numbers, times and so on are no texts.</summary>
    public KustoBound Text(int index) => this[index].Type.IsText() || this[index].Type.IsNumber() ? this[index].To(KustoType.String) : throw Wrong(index);

    /// <summary>An argument that must have this type; out of dynamic it is converted.</summary>
    public KustoBound Of(int index, KustoType type) =>
        this[index].Type == type ? this[index]
        : this[index].Type == KustoType.Dynamic || (this[index].Type == KustoType.Long && type == KustoType.Real) ? this[index].To(type)
        : throw Wrong(index);

    public KustoException Wrong(int index) =>
        new($"The function '{Node.Name}' takes no value of the type {this[index].Type.Name()} here.", Node.Arguments[index].Position);
}

/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Bind">Makes the expression.</param>
internal sealed record KustoFunction(int Least, int Most, Func<KustoCall, KustoBound> Bind);

/// <summary>The functions that are known, by name (case-sensitive).</summary>
internal static class KustoFunctions
{
    private static readonly FrozenDictionary<string, KustoFunction> All =
        new[] { Basic(), KustoTextFunctions.All(), KustoTimeFunctions.All() }.SelectMany(d => d).ToFrozenDictionary(StringComparer.Ordinal);

    public static KustoFunction? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, KustoFunction> Basic() => new(StringComparer.Ordinal)
    {
        ["tostring"] = Conversion(KustoType.String),
        ["toint"] = Conversion(KustoType.Long, value => value is long and >= int.MinValue and <= int.MaxValue ? value : null),
        ["tolong"] = Conversion(KustoType.Long),
        ["todouble"] = Conversion(KustoType.Real),
        ["toreal"] = Conversion(KustoType.Real),
        ["tobool"] = Conversion(KustoType.Bool),
        ["toboolean"] = Conversion(KustoType.Bool),
        ["todatetime"] = Conversion(KustoType.DateTime),
        ["totimespan"] = Conversion(KustoType.TimeSpan),
        ["parse_json"] = new(1, 1, Json),
        ["todynamic"] = new(1, 1, Json),
        ["not"] = new(1, 1, call => call[0].Type == KustoType.Bool ? call[0].Map(KustoType.Bool, value => KustoValue.Of(!(bool)value)) : throw call.Wrong(0)),
        ["isnull"] = Test(value => value is null),
        ["isnotnull"] = Test(value => value is not null),
        ["isempty"] = Test(value => value is null or ""),
        ["isnotempty"] = Test(value => value is not (null or "")),
        ["iff"] = new(3, 3, KustoChoice.Case),
        ["iif"] = new(3, 3, KustoChoice.Case),
        ["case"] = new(3, 63, KustoChoice.Case),
        ["coalesce"] = new(2, 64, KustoChoice.Coalesce),
        ["array_length"] = new(1, 1, call => Dynamic(call).Map(KustoType.Long, value => (long?)KustoValue.Count(value))),
        ["bag_keys"] = new(1, 1, call => Dynamic(call).Map(KustoType.Dynamic, Keys)),
        ["abs"] = new(1, 1, call => call[0].Type switch
        {
            KustoType.Real => call[0].Map(KustoType.Real, value => Math.Abs((double)value)),
            _ => call.Of(0, KustoType.Long).Map(KustoType.Long, value => (long)value == long.MinValue ? null : Math.Abs((long)value)),
        }),
        ["round"] = new(1, 2, Round),
    };

    private static KustoBound Dynamic(KustoCall call) => call[0].Type == KustoType.Dynamic ? call[0] : throw call.Wrong(0);

    // A conversion's column is called as what it converts.
    private static KustoFunction Conversion(KustoType type, Func<object, object?>? then = null) => new(1, 1, call =>
        (then is null ? call[0].To(type) : call[0].To(type).Map(type, then)) with { Name = call[0].Name });

    private static KustoFunction Test(Func<object?, bool> test) => new(1, 1, call =>
    {
        var read = call[0].Read;
        return new KustoBound(KustoType.Bool, cells => KustoValue.Of(test(read(cells))));
    });

    // What is no JSON stays a text.
    private static KustoBound Json(KustoCall call) => call[0].Type.IsText()
        ? call[0].Map(KustoType.Dynamic, value => value is not string text ? value : KustoLiterals.TryJson(text, out var json) ? KustoValue.Normalize(json) : text) with { Name = call[0].Name }
        : throw call.Wrong(0);

    private static object? Keys(object value) => value switch
    {
        JObject json => json.Properties().Select(p => p.Name).ToArray(),
        IKustoBag bag => bag.ToJson() is JObject json ? Keys(json) : null,
        _ => null,
    };

    private static KustoBound Round(KustoCall call)
    {
        var digits = call.Arguments.Length == 1 ? 0L : call[1].Constant as long? ?? -1;
        return digits is >= 0 and <= 15
            ? call.Of(0, KustoType.Real).Map(KustoType.Real, value => Math.Round((double)value, (int)digits, MidpointRounding.AwayFromZero))
            : throw new KustoException("The number of digits is a constant from 0 to 15.", call.Position);
    }
}
