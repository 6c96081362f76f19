using System.Runtime.CompilerServices;

namespace PolicyGen.ArmEmulator.Kusto;

internal static class KustoTextFunctions
{
    // A power of two.
    private const int KnownTexts = 4096;

    public static Dictionary<string, KustoFunction> All() => new(StringComparer.Ordinal)
    {
        ["tolower"] = Texts(text => text.ToLowerInvariant()),
        ["toupper"] = Texts(text => text.ToUpperInvariant()),
        ["strlen"] = new(1, 1, call => call.Text(0).Map(KustoType.Long, text => (long)((string)text).Length) with { Name = call[0].Name is { } name ? $"strlen_{name}" : null }),
        ["strcat"] = new(1, 64, Concatenate),
        ["substring"] = new(2, 3, Substring),
        ["split"] = new(2, 3, Split),
        ["indexof"] = new(2, 3, IndexOf),
        ["replace_string"] = new(3, 3, Replace),
        ["replace_regex"] = new(3, 3, KustoRegex.Replace),
        ["extract"] = new(3, 3, KustoRegex.Extract),
        ["trim"] = new(2, 2, KustoRegex.Trim),
    };

    private static KustoFunction Texts(Func<string, string> map) => new(1, 1, call =>
    {
        // Rows share texts such as the id of their assignment: a result is kept for the text object that it came of. The pair
        // is an object, so that several threads read and write it as one.
        var pairs = new Tuple<string, string>?[KnownTexts];
        return call.Text(0).Map(KustoType.String, text =>
        {
            var source = (string)text;
            ref var slot = ref pairs[RuntimeHelpers.GetHashCode(source) & (KnownTexts - 1)];
            if (slot is { } pair && ReferenceEquals(pair.Item1, source))
                return pair.Item2;
            var result = map(source);
            if (!ReferenceEquals(source, result))
                slot = Tuple.Create(source, result);
            return result;
        });
    });

    private static KustoBound Concatenate(KustoCall call)
    {
        var parts = call.Arguments.Select(a => a.To(KustoType.String).Read).ToArray();
        return new KustoBound(KustoType.String, cells => string.Concat(parts.Select(p => (string?)p(cells))));
    }

    // A negative start counts from the end.
    private static KustoBound Substring(KustoCall call)
    {
        var (text, start) = (call.Text(0).Read, call.Of(1, KustoType.Long).Read);
        var length = call.Arguments.Length == 3 ? call.Of(2, KustoType.Long).Read : _ => long.MaxValue;
        return new KustoBound(KustoType.String, cells =>
        {
            var source = (string)text(cells)!;
            if (start(cells) is not long from || length(cells) is not long count || count <= 0)
                return "";
            from = from < 0 ? Math.Max(0, source.Length + from) : Math.Min(from, source.Length);
            return source.Substring((int)from, (int)Math.Min(count, source.Length - from));
        });
    }

    private static KustoBound Split(KustoCall call)
    {
        var parts = KustoBound.Map(call.Text(0), call.Text(1), KustoType.Dynamic, (text, separator) =>
            (string)separator == "" ? new object?[] { text } : ((string)text).Split((string)separator));
        if (call.Arguments.Length == 3)
        {
            parts = KustoBound.Map(parts, call.Of(2, KustoType.Long), KustoType.Dynamic, (list, index) =>
                (long)index >= 0 && KustoValue.Element(list, (long)index) is { } part ? new[] { part } : Array.Empty<object?>());
        }

        return parts with { Name = call[0].Name };
    }

    private static KustoBound IndexOf(KustoCall call)
    {
        var (text, part) = (call.Text(0).Read, call.Text(1).Read);
        var start = call.Arguments.Length == 3 ? call.Of(2, KustoType.Long).Read : _ => 0L;
        return new KustoBound(KustoType.Long, cells =>
        {
            var source = (string)text(cells)!;
            return start(cells) is long from && from >= 0 && from <= source.Length
                ? (long)source.IndexOf((string)part(cells)!, (int)from, StringComparison.Ordinal)
                : -1L;
        });
    }

    private static KustoBound Replace(KustoCall call)
    {
        var (text, old, replacement) = (call.Text(0).Read, call.Text(1).Read, call.Text(2).Read);
        return new KustoBound(KustoType.String, cells => (string)old(cells)! is { Length: > 0 } part
            ? ((string)text(cells)!).Replace(part, (string?)replacement(cells), StringComparison.Ordinal)
            : text(cells));
    }
}
