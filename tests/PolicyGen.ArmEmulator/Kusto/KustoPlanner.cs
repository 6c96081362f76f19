namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Makes of a parsed query what reads its rows. Names and types are checked here, before the first row is read.</summary>
internal sealed class KustoPlanner(Func<string, IEnumerable<IKustoBag>?> tables, DateTime now)
{
    public KustoRelation Plan(KustoPipeline pipeline)
    {
        var relation = pipeline.Table is { } table ? Table(table, pipeline.Position) : new KustoRelation([], 0, []);
        for (var i = 0; i < pipeline.Operators.Count; i++)
        {
            // What a query projects last is computed for the rows that are shown, not for all that are sorted.
            relation = pipeline.Operators[i] is ProjectOperator project && pipeline.Operators.Skip(i + 1).All(o => o is SortOperator or TakeOperator or CountOperator)
                ? relation with { Columns = Projected(project.Columns, Binder(relation).Bind) }
                : Apply(relation, pipeline.Operators[i]);
        }

        return relation;
    }

    private KustoRelation Table(string name, int position)
    {
        var known = ResourceGraphSchema.Tables.FirstOrDefault(t => t.Equals(name, StringComparison.OrdinalIgnoreCase));
        var rows = known is null ? null : tables(known);
        if (rows is null)
            throw new KustoException($"The name '{name}' does not refer to any known table.", position);
        var columns = ResourceGraphSchema.Columns.Select(c => new KustoColumn(c.Name, c.Type, cells => KustoValue.Typed(cells.Source!.Get(c.Name), c.Type)));
        return new KustoRelation([.. columns], 0, rows.Select(row => new Cells(row, [])));
    }

    private KustoRelation Apply(KustoRelation input, KustoOperator step) => step switch
    {
        WhereOperator where => Where(input, where),
        ExtendOperator extend => Extend(input, extend),
        ProjectOperator project => Project(input, project.Columns, Binder(input).Bind),
        DistinctOperator distinct => Distinct(input, distinct),
        SelectOperator select => Select(input, select),
        RenameOperator rename => Rename(input, rename),
        SummarizeOperator summarize => new KustoSummary(input, Binder(input), now).Plan(summarize),
        SortOperator sort => Sort(input, sort),
        TakeOperator take => input with { Rows = input.Rows.Take((int)Math.Min(take.Count, int.MaxValue)) },
        CountOperator => new KustoRelation([KustoColumn.At("Count", KustoType.Long, 0)], 1, Count(input.Rows)),
        ExpandOperator expand => KustoExpansion.Plan(input, expand, Binder(input)),
        JoinOperator join => KustoJoin.Plan(input, Plan(join.Right), join, now),
        UnionOperator union => Union(input, union),
        _ => throw new KustoException("The operator is not supported.", step.Position),
    };

    private KustoBinder Binder(KustoRelation input) => new(input.Columns, now);

    private KustoRelation Where(KustoRelation input, WhereOperator step)
    {
        var condition = Binder(input).Condition(step.Condition).Read;
        return input with { Rows = input.Rows.Where(row => condition(row) is true) };
    }

    // What is computed first is not seen by what follows in the same extend.
    private KustoRelation Extend(KustoRelation input, ExtendOperator step)
    {
        var columns = input.Columns.ToList();
        var names = new ColumnNames();
        var made = new ColumnNames(columns.Select(c => c.Name));
        var reads = new List<Func<Cells, object?>>();
        foreach (var column in step.Columns)
        {
            var bound = Binder(input).Bind(column.Value);
            var name = column is { Name: null, Value: not NameNode } ? made.Made(bound.Name) : names.For(column, null);
            var added = KustoColumn.At(name, bound.Type, input.Width + reads.Count);
            reads.Add(bound.Read);
            // A column of this name is replaced where it stands.
            if (columns.FindIndex(c => c.Name == name) is >= 0 and var index)
                columns[index] = added;
            else
                columns.Add(added);
        }

        var rows = input.Rows.Select(row => new Cells(row.Source, [.. row.Values, .. reads.Select(r => r(row))]));
        return new KustoRelation(columns, input.Width + reads.Count, rows);
    }

    private static KustoRelation Project(KustoRelation input, IReadOnlyList<NamedNode> nodes, Func<KustoNode, KustoBound> bind)
    {
        var projected = Projected(nodes, bind);
        var reads = Array.ConvertAll(projected, c => c.Read);
        KustoColumn[] columns = [.. projected.Select((c, i) => KustoColumn.At(c.Name, c.Type, i))];
        return new KustoRelation(columns, columns.Length, input.Rows.Select(row => new Cells(null, Array.ConvertAll(reads, r => r(row)))));
    }

    // Columns that read the rows of the input.
    private static KustoColumn[] Projected(IReadOnlyList<NamedNode> nodes, Func<KustoNode, KustoBound> bind)
    {
        var names = new ColumnNames();
        var bounds = nodes.Select(n => bind(n.Value)).ToArray();
        return [.. nodes.Select((n, i) => new KustoColumn(names.For(n, bounds[i].Name), bounds[i].Type, bounds[i].Read))];
    }

    private KustoRelation Distinct(KustoRelation input, DistinctOperator step)
    {
        var nodes = step.Columns ?? [.. input.Columns.Select(c => new NamedNode(null, new NameNode(c.Name, step.Position)))];
        var projected = Project(input, nodes, Binder(input).Key);
        return projected with { Rows = projected.Rows.DistinctBy(row => row.Values, KeyComparer.Instance) };
    }

    private static KustoRelation Select(KustoRelation input, SelectOperator step)
    {
        foreach (var (pattern, position) in step.Names)
        {
            if (!input.Columns.Any(c => IsMatch(c, pattern)))
                throw new KustoException($"The name '{pattern}' does not refer to any known column.", position);
        }

        return input with { Columns = [.. input.Columns.Where(c => step.Names.Any(n => IsMatch(c, n.Pattern)) == step.Keep)] };

        static bool IsMatch(KustoColumn column, string pattern) => pattern.EndsWith('*')
            ? column.Name.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : column.Name == pattern;
    }

    private static KustoRelation Rename(KustoRelation input, RenameOperator step)
    {
        var columns = input.Columns.ToList();
        foreach (var (name, old, position) in step.Names)
        {
            var index = columns.FindIndex(c => c.Name == old);
            if (index < 0)
                throw new KustoException($"The name '{old}' does not refer to any known column.", position);
            columns[index] = columns[index] with { Name = name };
        }

        var names = new ColumnNames();
        foreach (var column in columns)
            names.Given(column.Name, step.Position);
        return input with { Columns = columns };
    }

    private KustoRelation Sort(KustoRelation input, SortOperator step)
    {
        IOrderedEnumerable<Cells>? sorted = null;
        foreach (var key in step.Keys)
        {
            var read = Binder(input).Key(key.Value).Read;
            var comparer = new SortComparer(key);
            sorted = sorted is null ? input.Rows.OrderBy(read, comparer) : sorted.ThenBy(read, comparer);
        }

        return input with { Rows = step.Count is { } count ? sorted!.Take((int)Math.Min(count, int.MaxValue)) : sorted! };
    }

    private static IEnumerable<Cells> Count(IEnumerable<Cells> rows)
    {
        yield return new Cells(null, [rows.LongCount()]);
    }

    // Columns of the same name and type are one; where the types differ, Kusto's names for them are of no use to us.
    private KustoRelation Union(KustoRelation input, UnionOperator step)
    {
        var legs = step.Legs.Select(Plan).ToList();
        if (input.Columns.Count > 0)
            legs.Insert(0, input);
        var columns = new List<KustoColumn>();
        foreach (var column in legs.SelectMany(l => l.Columns))
        {
            if (columns.Find(c => c.Name == column.Name) is not { } known)
                columns.Add(KustoColumn.At(column.Name, column.Type, columns.Count));
            else if (known.Type != column.Type)
                throw new KustoException($"The column '{column.Name}' has several types in union.", step.Position);
        }

        return new KustoRelation(columns, columns.Count, legs.SelectMany(leg =>
        {
            var reads = columns.Select(c => leg.Columns.FirstOrDefault(l => l.Name == c.Name)?.Read ?? (_ => c.Type.Missing())).ToArray();
            return leg.Rows.Select(row => new Cells(null, Array.ConvertAll(reads, r => r(row))));
        }));
    }

    private sealed class SortComparer(SortKey key) : IComparer<object?>
    {
        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => key.NullsFirst ? -1 : 1,
            (_, null) => key.NullsFirst ? 1 : -1,
            var (a, b) => key.Descending ? KustoValue.Compare(b, a) : KustoValue.Compare(a, b),
        };
    }
}
