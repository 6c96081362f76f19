namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Resolves the names of an expression, checks its types, and makes a delegate of it.</summary>
/// <param name="columns">The columns that the expression sees.</param>
/// <param name="now">What now() is: one time for the whole query.</param>
/// <param name="aggregates">Set in summarize: where the aggregations that the expression uses are collected.</param>
internal sealed class KustoBinder(IReadOnlyList<KustoColumn> columns, DateTime now, List<Aggregate>? aggregates = null)
{
    public DateTime Now => now;

    public IReadOnlyList<KustoColumn> Columns => columns;

    public KustoBound Bind(KustoNode node) => node switch
    {
        LiteralNode literal => KustoBound.Of(literal.Value, literal.Type),
        NameNode name => Column(name.Name, name.Position),
        MemberNode member => Member(member),
        ElementNode element => Element(element),
        CallNode call => Call(call),
        NegativeNode negative => KustoArithmetic.Negate(Bind(negative.Operand), node.Position),
        LogicNode logic => Logic(logic),
        BinaryNode binary => Binary(binary),
        ListNode list => KustoLists.Bind(list, Bind(list.Left), [.. list.Items.Select(Bind)]),
        BetweenNode between => Between(between),
        _ => throw new KustoException("A star cannot stand here.", node.Position),
    };

    /// <summary>A condition: only a bool is one. dynamic needs tobool(), as in Kusto.</summary>
    public KustoBound Condition(KustoNode node) => Bind(node) is { Type: KustoType.Bool } bound
        ? bound
        : throw new KustoException("The expression must have the type bool.", node.Position);

    /// <summary>A value that rows are grouped, sorted or joined by. dynamic needs a conversion, as in Kusto.</summary>
    public KustoBound Key(KustoNode node) => Bind(node) is { Type: not KustoType.Dynamic } bound
        ? bound
        : throw new KustoException("A value of the type dynamic is not allowed here. Use a conversion such as tostring().", node.Position);

    public KustoBound Column(string name, int position)
    {
        if (aggregates is not null)
            throw new KustoException($"The column '{name}' stands outside of an aggregation.", position);
        var column = columns.FirstOrDefault(c => c.Name == name)
            ?? throw new KustoException($"The name '{name}' does not refer to any known column.", position);
        return new KustoBound(column.Type, column.Read, name);
    }

    private KustoBound Member(MemberNode node)
    {
        var target = Dynamic(node.Target, node.Position);
        var (read, name) = (target.Read, node.Name);
        return new KustoBound(KustoType.Dynamic, cells => KustoValue.Member(read(cells), name), target.Name is null ? null : $"{target.Name}_{name}");
    }

    private KustoBound Element(ElementNode node)
    {
        var target = Dynamic(node.Target, node.Position);
        var index = Bind(node.Index);
        var (read, at) = (target.Read, index.Read);
        var name = target.Name is not null && index.Constant is long constant ? FormattableString.Invariant($"{target.Name}_{constant}") : null;
        return index.Type switch
        {
            KustoType.Long => new KustoBound(KustoType.Dynamic, cells => at(cells) is long i ? KustoValue.Element(read(cells), i) : null, name),
            KustoType.String => new KustoBound(KustoType.Dynamic, cells => KustoValue.Member(read(cells), (string)at(cells)!)),
            _ => throw new KustoException("An index is a number or a text.", node.Index.Position),
        };
    }

    private KustoBound Dynamic(KustoNode node, int position) => Bind(node) is { Type: KustoType.Dynamic } bound
        ? bound
        : throw new KustoException("Only a value of the type dynamic has members.", position);

    private KustoBound Call(CallNode node)
    {
        if (KustoAggregates.Find(node.Name) is { } aggregation)
        {
            if (aggregates is null)
                throw new KustoException($"The aggregation '{node.Name}' stands outside of summarize.", node.Position);
            var aggregate = aggregation.Bind(node, new KustoBinder(columns, now));
            if (aggregate.Outputs.Count != 1)
                throw new KustoException($"'{node.Name}' yields several columns and cannot be part of an expression.", node.Position);
            // The value stands where the group's aggregates before it end.
            var index = aggregates.Sum(a => a.Outputs.Count);
            aggregates.Add(aggregate);
            return new KustoBound(aggregate.Outputs[0].Type, cells => cells.Values[index], aggregate.Outputs[0].Name);
        }

        var function = KustoFunctions.Find(node.Name) ?? throw new KustoException($"The function '{node.Name}' is not supported.", node.Position);
        if (node.Arguments.Count < function.Least || node.Arguments.Count > function.Most)
            throw new KustoException($"The function '{node.Name}' takes another number of arguments.", node.Position);
        return function.Bind(new KustoCall(node, [.. node.Arguments.Select(Bind)], now));
    }

    private KustoBound Logic(LogicNode node)
    {
        var operands = node.Operands.Select(o => Truth(Bind(o), o.Position).Read).ToArray();
        // The value that decides alone: false in and, true in or.
        var decisive = !node.IsAnd;
        return new KustoBound(KustoType.Bool, cells =>
        {
            object? result = KustoValue.Of(!decisive);
            foreach (var operand in operands)
            {
                var value = operand(cells);
                if (value is bool known && known == decisive)
                    return value;
                if (value is null)
                    result = null;
            }

            return result;
        });
    }

    private static KustoBound Truth(KustoBound bound, int position) => bound.Type switch
    {
        KustoType.Bool => bound,
        KustoType.Dynamic => bound.Map(KustoType.Bool, value => value is bool ? value : null),
        _ => throw new KustoException("The expression must have the type bool.", position),
    };

    private KustoBound Binary(BinaryNode node)
    {
        var (left, right) = (Bind(node.Left), Bind(node.Right));
        return node.Operator switch
        {
            "==" => KustoComparison.Equal(left, right, false, node.Position),
            "!=" => KustoComparison.Equal(left, right, true, node.Position),
            "<" or "<=" or ">" or ">=" => KustoComparison.Order(node.Operator, left, right, node.Position),
            "+" or "-" or "*" or "/" or "%" => KustoArithmetic.Bind(node.Operator[0], left, right, node.Position),
            "matches regex" => KustoRegex.Matches(left, right, node.Position),
            _ => KustoTextOperators.Bind(node.Operator, left, right, node.Position),
        };
    }

    private KustoBound Between(BetweenNode node)
    {
        var value = Bind(node.Value);
        var (low, high) = (Bind(node.Low), Bind(node.High));
        // A time between a time and a duration after it.
        if (value.Type == KustoType.DateTime && high.Type == KustoType.TimeSpan)
            high = KustoArithmetic.Bind('+', low, high, node.High.Position);
        if (value.Type == KustoType.String)
            throw new KustoException("between is not defined for the type string.", node.Position);
        var from = KustoComparison.Order(">=", value, low, node.Position).Read;
        var to = KustoComparison.Order("<=", value, high, node.Position).Read;
        var negated = node.Negated;
        return new KustoBound(KustoType.Bool, cells => from(cells) is bool a && to(cells) is bool b ? (a && b) != negated : null);
    }
}
