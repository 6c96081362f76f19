namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Parses a query: a table, and operators after pipes.</summary>
internal sealed class KustoParser
{
    // Each operator adds to the call stack of whoever reads the rows.
    private const int MaxOperators = 100;
    private const int MaxNesting = 8;

    private readonly KustoTokens _tokens;
    private readonly KustoExpressionParser _expressions;
    private int _operators;
    private int _nesting;
    private int _joins;
    private int _legs;
    private int _expansions;

    private KustoParser(string text)
    {
        _tokens = new KustoTokens(new KustoLexer(text).Read());
        _expressions = new KustoExpressionParser(_tokens);
    }

    public static KustoPipeline Parse(string text)
    {
        var parser = new KustoParser(text);
        var pipeline = parser.Pipeline();
        parser._tokens.Accept(";");
        return parser._tokens.Current.Kind == KustoTokenKind.End ? pipeline : throw parser._tokens.Unexpected("the end of the query");
    }

    private KustoPipeline Pipeline()
    {
        var start = _tokens.Current;
        if (++_nesting > MaxNesting)
            throw new KustoException("Queries are nested too deep.", start.Position);
        var operators = new List<KustoOperator>();
        string? table = null;
        if (_tokens.AcceptName("union"))
            operators.Add(Union(start.Position));
        else
            table = _tokens.Name().Text;
        while (_tokens.Accept("|"))
        {
            if (++_operators > MaxOperators)
                throw new KustoException("The query has too many operators.", _tokens.Current.Position);
            operators.Add(Operator());
        }

        _nesting--;
        return new KustoPipeline(table, operators, start.Position);
    }

    private KustoOperator Operator()
    {
        var name = _tokens.Hyphenated();
        var position = name.Position;
        switch (name.Text)
        {
            case "where" or "filter":
                return new WhereOperator(_expressions.Parse(), position);
            case "extend":
                return new ExtendOperator(_expressions.List(_expressions.ParseNamed), position);
            case "project":
                return new ProjectOperator(_expressions.List(_expressions.ParseNamed), position);
            case "project-away" or "project-keep":
                return new SelectOperator(name.Text == "project-keep", _expressions.List(Pattern), position);
            case "project-rename":
                return new RenameOperator(_expressions.List(Rename), position);
            case "summarize":
                return Summarize(position);
            case "distinct":
                return new DistinctOperator(_tokens.Accept("*") ? null : _expressions.List(_expressions.ParseNamed), position);
            case "order" or "sort":
                _tokens.ExpectName("by");
                return new SortOperator(_expressions.List(Key), null, position);
            case "top":
                var count = _tokens.Whole();
                _tokens.ExpectName("by");
                return new SortOperator([Key()], count, position);
            case "take" or "limit":
                return new TakeOperator(_tokens.Whole(), position);
            case "count":
                return new CountOperator(position);
            case "mv-expand" or "mvexpand":
                return Expand(position);
            case "join":
                return Join(position);
            case "union":
                return Union(position);
            default:
                throw new KustoException($"The operator '{name.Text}' is not supported.", position);
        }
    }

    private (string Pattern, int Position) Pattern()
    {
        var name = _tokens.Name();
        var star = _tokens.Current.Is("*") && _tokens.Current.Position == name.End && _tokens.Accept("*");
        return (name.Text + (star ? "*" : ""), name.Position);
    }

    private (string New, string Old, int Position) Rename()
    {
        var name = _tokens.Name();
        _tokens.Expect("=");
        return (name.Text, _tokens.Name().Text, name.Position);
    }

    private SummarizeOperator Summarize(int position)
    {
        var aggregates = _tokens.Current.IsName("by") ? [] : _expressions.List(_expressions.ParseNamed);
        var keys = _tokens.AcceptName("by") ? _expressions.List(_expressions.ParseNamed) : [];
        return aggregates.Count + keys.Count > 0 ? new SummarizeOperator(aggregates, keys, position) : throw _tokens.Unexpected("an aggregation");
    }

    private SortKey Key()
    {
        var value = _expressions.Parse();
        var descending = !_tokens.AcceptName("asc");
        if (descending)
            _tokens.AcceptName("desc");
        if (!_tokens.AcceptName("nulls"))
            return new SortKey(value, descending, NullsFirst: !descending);
        if (_tokens.AcceptName("first"))
            return new SortKey(value, descending, NullsFirst: true);
        _tokens.ExpectName("last");
        return new SortKey(value, descending, NullsFirst: false);
    }

    private ExpandOperator Expand(int position)
    {
        if (++_expansions > ResourceGraphSchema.MaxExpansions)
            throw new KustoException("The query uses mv-expand too often.", position);
        var columns = _expressions.List(() => new ExpandedColumn(_expressions.ParseNamed(), TypeOf()));
        var limit = (long)ResourceGraphSchema.DefaultExpansion;
        if (_tokens.AcceptName("limit"))
            limit = _tokens.Whole();
        return limit <= ResourceGraphSchema.MaxExpansion
            ? new ExpandOperator(columns, (int)limit, position)
            : throw new KustoException("The limit of mv-expand is too great.", position);
    }

    private KustoType? TypeOf()
    {
        if (!_tokens.AcceptName("to"))
            return null;
        _tokens.ExpectName("typeof");
        _tokens.Expect("(");
        var type = KustoTypes.Named(_tokens.Current.Text) ?? throw _tokens.Unexpected("a type");
        _tokens.Take();
        _tokens.Expect(")");
        return type;
    }

    private JoinOperator Join(int position)
    {
        if (++_joins > ResourceGraphSchema.MaxJoins)
            throw new KustoException("The query has too many joins.", position);
        var kind = "innerunique";
        if (_tokens.AcceptName("kind"))
        {
            _tokens.Expect("=");
            var name = _tokens.Name();
            kind = name.Text is "innerunique" or "inner" or "leftouter" or "leftanti"
                ? name.Text
                : throw new KustoException($"join of the kind '{name.Text}' is not supported.", name.Position);
        }

        var right = Leg();
        _tokens.ExpectName("on");
        var keys = _expressions.List(JoinKey);
        while (_tokens.AcceptName("and"))
            keys.Add(JoinKey());
        return new JoinOperator(kind, right, keys, position);
    }

    private JoinKey JoinKey()
    {
        var name = _tokens.Name();
        if (name.Text is not ("$left" or "$right"))
            return new JoinKey(name.Text, name.Text, name.Position);
        var first = Column();
        _tokens.Expect("==");
        var other = _tokens.Name();
        if (other.Text is not ("$left" or "$right") || other.Text == name.Text)
            throw new KustoException("A join compares a column of $left with one of $right.", other.Position);
        var second = Column();
        return name.Text == "$left" ? new JoinKey(first, second, name.Position) : new JoinKey(second, first, name.Position);

        string Column()
        {
            _tokens.Expect(".");
            return _tokens.Name().Text;
        }
    }

    private UnionOperator Union(int position)
    {
        var legs = _expressions.List(Leg);
        _legs += legs.Count;
        return _legs <= ResourceGraphSchema.MaxUnionLegs ? new UnionOperator(legs, position) : throw new KustoException("The query has too many legs of union.", position);
    }

    // A table, or a query in parentheses.
    private KustoPipeline Leg()
    {
        if (!_tokens.Accept("("))
            return new KustoPipeline(_tokens.Name().Text, [], _tokens.Current.Position);
        var pipeline = Pipeline();
        _tokens.Expect(")");
        return pipeline;
    }
}
