using System.Collections;
using System.Globalization;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// Values at run time: string, long, double, bool, DateTime (UTC), TimeSpan, null; and, where the type is dynamic, also
/// <see cref="JObject"/>, <see cref="IKustoBag"/>, <see cref="JArray"/> and lists.
/// </summary>
internal static class KustoValue
{
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>A bool that is no new object: conditions yield millions of them.</summary>
    public static object Of(bool value) => value ? True : False;

    /// <summary>A value of a table as one of the types above.</summary>
    public static object? Normalize(object? value) => value switch
    {
        null or string or long or double or bool => value,
        IKustoBag or JObject or JArray => value,
        JValue { Type: JTokenType.Null or JTokenType.Undefined } => null,
        JValue json => Normalize(json.Value),
        int number => (long)number,
        float number => (double)number,
        decimal number => (double)number,
        BigInteger number => (double)number,
        DateTime time => KustoLiterals.Text(time.ToUniversalTime()),
        DateTimeOffset time => KustoLiterals.Text(time.UtcDateTime),
        Guid id => id.ToString("D", CultureInfo.InvariantCulture),
        IReadOnlyList<object?> => value,
        IEnumerable items => items.Cast<object?>().ToArray(),
        _ => throw new InvalidOperationException($"A table holds a {value.GetType()}, which is no value of Kusto."),
    };

    /// <summary>A value of a table as its column's type says.</summary>
    public static object? Typed(object? value, KustoType type) =>
        value is string && type is KustoType.String or KustoType.Dynamic ? Normalize(value) : KustoConvert.To(type, Normalize(value));

    /// <summary><c>value.name</c>: null where the value is no object or has no such member.</summary>
    public static object? Member(object? value, string name) => value switch
    {
        IKustoBag bag => Normalize(bag.Get(name)),
        JObject json => json.TryGetValue(name, StringComparison.Ordinal, out var member) ? Normalize(member) : null,
        _ => null,
    };

    /// <summary><c>value[index]</c>: counted from the end where negative; null outside of the array.</summary>
    public static object? Element(object? value, long index)
    {
        var count = Count(value) ?? 0;
        if (index < 0)
            index += count;
        return index < 0 || index >= count ? null : value switch
        {
            JArray json => Normalize(json[(int)index]),
            IReadOnlyList<object?> list => Normalize(list[(int)index]),
            _ => null,
        };
    }

    /// <summary>How many elements an array has; null for anything else.</summary>
    public static int? Count(object? value) => value switch
    {
        JArray json => json.Count,
        IReadOnlyList<object?> list => list.Count,
        _ => null,
    };

    public static IEnumerable<object?> Elements(object? value) =>
        Enumerable.Range(0, Count(value) ?? 0).Select(i => Element(value, i));

    public static JToken ToJson(object? value) => value switch
    {
        null => JValue.CreateNull(),
        JToken json => json.DeepClone(),
        IKustoBag bag => bag.ToJson(),
        string text => new JValue(text),
        long number => new JValue(number),
        double number => double.IsFinite(number) ? new JValue(number) : new JValue(number.ToString(CultureInfo.InvariantCulture)),
        bool flag => new JValue(flag),
        DateTime or TimeSpan => new JValue(KustoConvert.Text(value)),
        _ => new JArray(Elements(value).Select(ToJson)),
    };

    /// <summary>Whether two values that are not null are the same, whatever their types.</summary>
    public static bool Same(object left, object right) => (left, right) switch
    {
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (ValueType, _) or (_, ValueType) or (string, _) or (_, string) => left.Equals(right),
        _ => JToken.DeepEquals(ToJson(left), ToJson(right)),
    };

    /// <summary>The order of two values of one type that are not null. Texts are compared by their UTF-16 units.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (long a, long b) => a.CompareTo(b),
        (long a, double b) => ((double)a).CompareTo(b),
        (double a, long b) => a.CompareTo(b),
        (IComparable a, _) when left.GetType() == right.GetType() => a.CompareTo(right),
        _ => throw new InvalidOperationException($"{left.GetType()} and {right.GetType()} have no order."),
    };
}
