namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Parses expressions. The height of what it makes is bounded, and so is its own depth.</summary>
internal sealed class KustoExpressionParser(KustoTokens tokens)
{
    /// <summary>Greatest height of an expression: far above any query that a program writes.</summary>
    public const int MaxHeight = 128;

    private static readonly HashSet<string> TextOperators = new(StringComparer.Ordinal)
    {
        "has", "has_cs", "contains", "contains_cs", "startswith", "startswith_cs", "endswith", "endswith_cs",
        "hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs",
    };

    private int _depth;

    public KustoNode Parse()
    {
        if (++_depth > MaxHeight)
            throw new KustoException("The expression is nested too deep.", tokens.Current.Position);
        var node = Logic(isAnd: false);
        _depth--;
        return node;
    }

    /// <summary><c>name = expression</c> or <c>expression</c>.</summary>
    public NamedNode ParseNamed()
    {
        if (tokens.Current.Kind == KustoTokenKind.Name && tokens.Following.Is("="))
        {
            var name = tokens.Take().Text;
            tokens.Expect("=");
            return new NamedNode(name, Parse());
        }

        var node = Parse();
        if (node is not NameNode named || !tokens.Accept("="))
            return new NamedNode(null, node);
        return new NamedNode(named.Name, Parse());
    }

    /// <summary>Elements with commas between them: at least one.</summary>
    public List<T> List<T>(Func<T> element)
    {
        var list = new List<T> { element() };
        while (tokens.Accept(","))
            list.Add(element());
        return list;
    }

    private KustoNode Logic(bool isAnd)
    {
        var word = isAnd ? "and" : "or";
        var first = Operand();
        if (!tokens.Current.IsName(word))
            return first;
        var position = tokens.Current.Position;
        var operands = new List<KustoNode> { first };
        while (tokens.AcceptName(word))
            operands.Add(Operand());
        return Bounded(new LogicNode(isAnd, operands, position));

        KustoNode Operand() => isAnd ? Equality() : Logic(isAnd: true);
    }

    private KustoNode Equality()
    {
        var left = Relation();
        while (true)
        {
            var token = tokens.Current;
            if (token.Is("==") || token.Is("!=") || token.Is("<>") || token.Is("=~") || token.Is("!~"))
            {
                tokens.Take();
                left = Bounded(new BinaryNode(token.Text == "<>" ? "!=" : token.Text, left, Relation(), token.Position));
            }
            else if (Word() is { } word)
            {
                left = Bounded(ParseWord(word, left, token.Position));
            }
            else
            {
                return left;
            }
        }
    }

    // The word operator that stands here, with its ! and ~; null where there is none, and then nothing is taken.
    private string? Word()
    {
        var negated = tokens.Current.Is("!");
        var name = negated ? tokens.Following : tokens.Current;
        if (name.Kind != KustoTokenKind.Name || negated && name.Position != tokens.Current.End)
            return null;
        var known = name.Text is "in" or "between" || TextOperators.Contains(name.Text) || !negated && name.Text is "matches" or "has_any" or "has_all";
        if (!known)
            return null;
        if (negated)
            tokens.Take();
        var end = tokens.Take().End;
        var tilde = name.Text == "in" && tokens.Current.Is("~") && tokens.Current.Position == end && tokens.Accept("~");
        return (negated ? "!" : "") + name.Text + (tilde ? "~" : "");
    }

    private KustoNode ParseWord(string word, KustoNode left, int position)
    {
        switch (word)
        {
            case "matches":
                tokens.ExpectName("regex");
                return new BinaryNode("matches regex", left, Relation(), position);
            case "between" or "!between":
                tokens.Expect("(");
                var low = Parse();
                tokens.Expect("..");
                var high = Parse();
                tokens.Expect(")");
                return new BetweenNode(word[0] == '!', left, low, high, position);
            case "in" or "!in" or "in~" or "!in~" or "has_any" or "has_all":
                tokens.Expect("(");
                var items = List(Parse);
                tokens.Expect(")");
                return new ListNode(word, left, items, position);
            default:
                return new BinaryNode(word, left, Relation(), position);
        }
    }

    private KustoNode Relation() => Chain(["<=", ">=", "<", ">"], () => Chain(["+", "-"], () => Chain(["*", "/", "%"], Unary)));

    private KustoNode Chain(string[] operators, Func<KustoNode> operand)
    {
        var left = operand();
        while (operators.FirstOrDefault(tokens.Current.Is) is { } symbol)
        {
            var position = tokens.Take().Position;
            left = Bounded(new BinaryNode(symbol, left, operand(), position));
        }

        return left;
    }

    private KustoNode Unary()
    {
        var token = tokens.Current;
        if (tokens.Accept("+"))
            return Postfix();
        return tokens.Accept("-") ? Bounded(new NegativeNode(Postfix(), token.Position)) : Postfix();
    }

    private KustoNode Postfix()
    {
        var node = Primary();
        while (true)
        {
            var position = tokens.Current.Position;
            if (tokens.Accept("."))
                node = new MemberNode(node, tokens.Name().Text, position);
            else if (tokens.Accept("["))
                node = Element(node, position);
            else
                return node;
            Bounded(node);
        }
    }

    private KustoNode Element(KustoNode target, int position)
    {
        var index = Parse();
        tokens.Expect("]");
        return index is LiteralNode { Value: string name } ? new MemberNode(target, name, position) : new ElementNode(target, index, position);
    }

    private KustoNode Primary()
    {
        var token = tokens.Current;
        if (token.Kind == KustoTokenKind.Literal)
        {
            tokens.Take();
            return new LiteralNode(token.Value, token.Type, token.Position);
        }

        if (tokens.Accept("*"))
            return new StarNode(token.Position);
        if (tokens.Accept("("))
        {
            var node = Parse();
            tokens.Expect(")");
            return node;
        }

        var bare = token.Kind == KustoTokenKind.Name;
        var name = tokens.Name();
        if (!bare || !tokens.Accept("("))
            return new NameNode(name.Text, token.Position);
        var arguments = tokens.Current.Is(")") ? [] : List(Parse);
        tokens.Expect(")");
        return Bounded(new CallNode(name.Text, arguments, token.Position));
    }

    private static KustoNode Bounded(KustoNode node) => node.Height <= MaxHeight
        ? node
        : throw new KustoException("The expression is nested too deep.", node.Position);
}
