using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// mv-expand: a row for each element of an array. Null, and a value that is no array, stays one row; an empty array leaves
/// none. Several columns are expanded side by side.
/// </summary>
internal static class KustoExpansion
{
    public static KustoRelation Plan(KustoRelation input, ExpandOperator step, KustoBinder binder)
    {
        var columns = input.Columns.ToList();
        var names = new ColumnNames(columns.Select(c => c.Name));
        var parts = new List<(Func<Cells, object?> Read, KustoType Type)>();
        foreach (var (column, type) in step.Columns)
        {
            var bound = binder.Bind(column.Value);
            if (bound.Type != KustoType.Dynamic)
                throw new KustoException("mv-expand takes values of the type dynamic.", column.Value.Position);
            var name = column.Name ?? (column.Value as NameNode)?.Name ?? names.Made(bound.Name);
            var added = KustoColumn.At(name, type ?? KustoType.Dynamic, input.Width + parts.Count);
            parts.Add((bound.Read, type ?? KustoType.Dynamic));
            if (columns.FindIndex(c => c.Name == name) is >= 0 and var index)
                columns[index] = added;
            else
                columns.Add(added);
        }

        return new KustoRelation(columns, input.Width + parts.Count, input.Rows.SelectMany(row => Expand(row, parts, step.Limit)));
    }

    private static IEnumerable<Cells> Expand(Cells row, List<(Func<Cells, object?> Read, KustoType Type)> parts, int limit)
    {
        var lists = parts.ConvertAll(p => Elements(p.Read(row)));
        var count = Math.Min(lists.Max(l => l.Count), limit);
        for (var i = 0; i < count; i++)
            yield return new Cells(row.Source, [.. row.Values, .. lists.Select((l, p) => KustoConvert.To(parts[p].Type, i < l.Count ? l[i] : null))]);
    }

    private static IReadOnlyList<object?> Elements(object? value) => value switch
    {
        _ when KustoValue.Count(value) is not null => [.. KustoValue.Elements(value)],
        // An object becomes objects of one member each.
        IKustoBag bag => Elements(bag.ToJson()),
        JObject json => [.. json.Properties().Select(p => new JObject(new JProperty(p.Name, p.Value)))],
        _ => [value],
    };
}
