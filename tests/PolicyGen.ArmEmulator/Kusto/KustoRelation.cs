namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Columns and rows between two operators. Rows are computed when they are read.</summary>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Width">How many computed values each row has.</param>
/// <param name="Rows">The rows; each reading begins anew.</param>
internal sealed record KustoRelation(IReadOnlyList<KustoColumn> Columns, int Width, IEnumerable<Cells> Rows);

/// <summary>Names for columns: those that the query gives, or those that Kusto makes (x, x1, Column1 …).</summary>
internal sealed class ColumnNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);
    private int _unnamed;

    public ColumnNames() : this([])
    {
    }

    /// <summary>A name that the query gives may stand once.</summary>
    public string Given(string name, int position) => _taken.Add(name) ? name : throw new KustoException($"A column with the name '{name}' is already declared.", position);

    public string Made(string? name)
    {
        var made = name ?? FormattableString.Invariant($"Column{++_unnamed}");
        for (var i = 1; !_taken.Add(made); i++)
            made = FormattableString.Invariant($"{name ?? "Column"}{(name is null ? ++_unnamed : i)}");
        return made;
    }

    public string For(NamedNode node, string? made) => node switch
    {
        { Name: { } given } => Given(given, node.Value.Position),
        // A column as it is has its name from the query.
        { Value: NameNode name } => Given(name.Name, name.Position),
        _ => Made(made),
    };
}
