namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>join: the right side is held in memory. A key that is null matches nothing; the empty text is a text.</summary>
internal static class KustoJoin
{
    public static KustoRelation Plan(KustoRelation left, KustoRelation right, JoinOperator step, DateTime now)
    {
        var leftKeys = Keys(left, step.Keys.Select(k => (k.Left, k.Position)), now);
        var rightKeys = Keys(right, step.Keys.Select(k => (k.Right, k.Position)), now);
        for (var i = 0; i < leftKeys.Length; i++)
        {
            if (leftKeys[i].Type != rightKeys[i].Type)
                throw new KustoException("The columns of a join have different types.", step.Keys[i].Position);
        }

        var rows = Array.ConvertAll(leftKeys, k => k.Read);
        var others = Array.ConvertAll(rightKeys, k => k.Read);
        if (step.Kind == "leftanti")
            return left with { Rows = Anti(left, right, rows, others) };

        var names = new ColumnNames(left.Columns.Select(c => c.Name));
        KustoColumn[] columns =
        [
            .. left.Columns.Select((c, i) => KustoColumn.At(c.Name, c.Type, i)),
            .. right.Columns.Select((c, i) => KustoColumn.At(names.Made(c.Name), c.Type, left.Columns.Count + i)),
        ];
        return new KustoRelation(columns, columns.Length, Rows(left, right, rows, others, step.Kind));
    }

    private static KustoBound[] Keys(KustoRelation relation, IEnumerable<(string Name, int Position)> names, DateTime now)
    {
        var binder = new KustoBinder(relation.Columns, now);
        return [.. names.Select(n => binder.Key(new NameNode(n.Name, n.Position)))];
    }

    private static object?[]? Key(Func<Cells, object?>[] keys, Cells row)
    {
        var key = Array.ConvertAll(keys, k => k(row));
        return Array.IndexOf(key, null) < 0 ? key : null;
    }

    private static IEnumerable<Cells> Anti(KustoRelation left, KustoRelation right, Func<Cells, object?>[] leftKeys, Func<Cells, object?>[] rightKeys)
    {
        var known = right.Rows.Select(row => Key(rightKeys, row)).OfType<object?[]>().ToHashSet(KeyComparer.Instance);
        foreach (var row in left.Rows)
        {
            if (Key(leftKeys, row) is not { } key || !known.Contains(key))
                yield return row;
        }
    }

    private static IEnumerable<Cells> Rows(KustoRelation left, KustoRelation right, Func<Cells, object?>[] leftKeys, Func<Cells, object?>[] rightKeys, string kind)
    {
        var table = new Dictionary<object?[], List<object?[]>>(KeyComparer.Instance);
        foreach (var row in right.Rows)
        {
            if (Key(rightKeys, row) is not { } key)
                continue;
            if (!table.TryGetValue(key, out var matches))
                table.Add(key, matches = []);
            matches.Add(Values(right, row));
        }

        // The default kind takes one row of the left side for each key.
        var seen = kind == "innerunique" ? new HashSet<object?[]>(KeyComparer.Instance) : null;
        object?[][] none = kind == "leftouter" ? [[.. right.Columns.Select(c => c.Type.Missing())]] : [];
        foreach (var row in left.Rows)
        {
            var key = Key(leftKeys, row);
            if (key is not null && seen?.Add(key) == false)
                continue;
            IEnumerable<object?[]> matches = key is not null && table.TryGetValue(key, out var found) ? found : none;
            foreach (var match in matches)
                yield return new Cells(null, [.. Values(left, row), .. match]);
        }
    }

    private static object?[] Values(KustoRelation relation, Cells row) => [.. relation.Columns.Select(c => c.Read(row))];
}
