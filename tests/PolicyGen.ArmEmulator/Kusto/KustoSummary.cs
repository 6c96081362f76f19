namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>summarize: groups in the order in which their first rows come.</summary>
internal sealed class KustoSummary(KustoRelation input, KustoBinder binder, DateTime now)
{
    public KustoRelation Plan(SummarizeOperator step)
    {
        var names = new ColumnNames();
        var keys = step.Keys.Select(k => binder.Key(k.Value)).ToArray();
        var columns = step.Keys.Select((k, i) => KustoColumn.At(names.For(k, keys[i].Name), keys[i].Type, i)).ToList();

        var aggregates = new List<Aggregate>();
        var outputs = new List<Func<Cells, object?>>();
        foreach (var node in step.Aggregates)
        {
            foreach (var (name, bound) in Bind(node, aggregates, step.Keys))
            {
                // The first column of several has the name that the query gives.
                var given = name is not null ? names.Given(name, node.Value.Position) : names.Made(bound.Name);
                columns.Add(KustoColumn.At(given, bound.Type, columns.Count));
                outputs.Add(bound.Read);
            }
        }

        var reads = keys.Select(k => k.Read).ToArray();
        return new KustoRelation(columns, columns.Count, Rows(reads, [.. aggregates], [.. outputs]));
    }

    private IEnumerable<(string? Name, KustoBound Bound)> Bind(NamedNode node, List<Aggregate> aggregates, IReadOnlyList<NamedNode> keys)
    {
        if (node.Value is not CallNode call || KustoAggregates.Find(call.Name) is not { } aggregation)
            return [(node.Name, new KustoBinder(input.Columns, now, aggregates).Bind(node.Value))];

        var offset = aggregates.Sum(a => a.Outputs.Count);
        var aggregate = aggregation.Bind(call, binder);
        aggregates.Add(aggregate);
        // The star stands for the columns that rows are not grouped by.
        var grouped = call.Arguments.Any(a => a is StarNode) ? keys.Select(k => (k.Value as NameNode)?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal) : [];
        return aggregate.Outputs
            .Select((output, i) => (Output: output, Name: i == 0 ? node.Name : null, Bound: new KustoBound(output.Type, cells => cells.Values[offset + i], output.Name)))
            .Where(o => o.Output.Name is null || !grouped.Contains(o.Output.Name))
            .Select(o => (o.Name, o.Bound));
    }

    private IEnumerable<Cells> Rows(Func<Cells, object?>[] keys, Aggregate[] aggregates, Func<Cells, object?>[] outputs)
    {
        var groups = new Dictionary<object?[], Accumulator[]>(KeyComparer.Instance);
        // Without keys there is one group, even of no rows.
        if (keys.Length == 0)
            groups.Add([], Start());
        foreach (var row in input.Rows)
        {
            var key = Array.ConvertAll(keys, k => k(row));
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = Start());
            foreach (var accumulator in group)
                accumulator.Add(row);
        }

        foreach (var (key, group) in groups)
        {
            var results = new Cells(null, [.. group.SelectMany((a, i) => Enumerable.Range(0, aggregates[i].Outputs.Count).Select(a.Result))]);
            yield return new Cells(null, [.. key, .. outputs.Select(o => o(results))]);
        }

        Accumulator[] Start() => Array.ConvertAll(aggregates, a => a.Start());
    }
}
