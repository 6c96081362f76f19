namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// A query in the part of the Kusto Query Language that Azure Resource Graph takes and PolicyGen uses. It is executed as it is
/// written; what this interpreter does not know is an error, never ignored.
/// </summary>
public sealed class KustoQuery
{
    /// <summary>Longest query in UTF-16 units.</summary>
    public const int MaxLength = 100_000;

    private readonly KustoPipeline _pipeline;

    private KustoQuery(KustoPipeline pipeline, IReadOnlyList<KustoColumn> columns)
    {
        _pipeline = pipeline;
        Columns = [.. columns.Select(c => c.Name)];
        Types = [.. columns.Select(c => c.Type)];
        HasScalarColumn = columns.Any(c => c.Type != KustoType.Dynamic);
        IsLimited = pipeline.Operators.Any(o => o is TakeOperator or SortOperator { Count: not null });
    }

    /// <summary>Names of the result's columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Types of the result's columns, in the same order.</summary>
    public IReadOnlyList<KustoType> Types { get; }

    /// <summary>False when every column is dynamic: Resource Graph does not page such a result.</summary>
    public bool HasScalarColumn { get; }

    /// <summary>True when the query takes a number of rows by itself: it is not paged then.</summary>
    public bool IsLimited { get; }

    /// <summary>Parses a query and checks its names and types against <see cref="ResourceGraphSchema"/>.</summary>
    /// <exception cref="KustoException">The query is wrong or not supported.</exception>
    public static KustoQuery Parse(string text)
    {
        if (text.Length > MaxLength)
            throw new KustoException("The query is too long.", MaxLength);
        var pipeline = KustoParser.Parse(text);
        // Planned once with tables of no rows, so that an error does not depend on data.
        var relation = new KustoPlanner(_ => [], DateTime.UnixEpoch).Plan(pipeline);
        return new KustoQuery(pipeline, relation.Columns);
    }

    /// <summary>The rows of the result, computed while they are read.</summary>
    /// <param name="tables">The rows of a table of <see cref="ResourceGraphSchema.Tables"/>; null where there is no such table.</param>
    /// <param name="now">What now() is.</param>
    /// <exception cref="KustoException">A table is unknown, or, while rows are read, a regular expression takes too long.</exception>
    public IEnumerable<KustoRow> Execute(Func<string, IEnumerable<IKustoBag>?> tables, DateTimeOffset now)
    {
        var relation = new KustoPlanner(tables, now.UtcDateTime).Plan(_pipeline);
        return relation.Rows.Select(cells => new KustoRow(relation.Columns, cells));
    }
}
