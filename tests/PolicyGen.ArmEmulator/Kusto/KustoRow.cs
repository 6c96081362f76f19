using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>A row of a result. Its values are computed when they are read.</summary>
public sealed class KustoRow
{
    private readonly IReadOnlyList<KustoColumn> _columns;
    private readonly Cells _cells;

    internal KustoRow(IReadOnlyList<KustoColumn> columns, Cells cells) => (_columns, _cells) = (columns, cells);

    /// <summary>Names of the columns, in the order of the query.</summary>
    public IEnumerable<string> Columns => _columns.Select(c => c.Name);

    /// <summary>A column's value: string, long, double, bool, DateTime (UTC), TimeSpan, null, an <see cref="IKustoBag"/>, JSON or a list.</summary>
    public object? this[string name] => _columns.First(c => c.Name == name).Read(_cells);

    /// <summary>The row as Resource Graph writes it in the format objectArray.</summary>
    public JObject ToJson()
    {
        var json = new JObject();
        foreach (var column in _columns)
            json.Add(column.Name, KustoValue.ToJson(column.Read(_cells)));
        return json;
    }
}
