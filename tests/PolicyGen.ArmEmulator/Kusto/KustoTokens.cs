namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>The tokens of a query, one after the other.</summary>
internal sealed class KustoTokens(List<KustoToken> tokens)
{
    private int _at;

    public KustoToken Current => tokens[_at];

    public KustoToken Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public KustoToken Take()
    {
        var token = Current;
        if (_at < tokens.Count - 1)
            _at++;
        return token;
    }

    public bool Accept(string symbol) => Current.Is(symbol) && Take() is var _;

    public bool AcceptName(string name) => Current.IsName(name) && Take() is var _;

    public void Expect(string symbol)
    {
        if (!Accept(symbol))
            throw Unexpected($"'{symbol}'");
    }

    public void ExpectName(string name)
    {
        if (!AcceptName(name))
            throw Unexpected($"'{name}'");
    }

    /// <summary>A name as it is, or any text in brackets: <c>['name']</c>.</summary>
    public KustoToken Name()
    {
        if (Current.Kind == KustoTokenKind.Name)
            return Take();
        if (!Current.Is("[") || Following is not { Kind: KustoTokenKind.Literal, Type: KustoType.String })
            throw Unexpected("a name");
        Take();
        var text = Take();
        Expect("]");
        return text with { Kind = KustoTokenKind.Name, Text = (string)text.Value! };
    }

    /// <summary>A name with hyphens, such as <c>project-away</c>.</summary>
    public KustoToken Hyphenated()
    {
        if (Current.Kind != KustoTokenKind.Name)
            throw Unexpected("an operator");
        var name = Take();
        while (Current.Is("-") && Current.Position == name.End && Following.Kind == KustoTokenKind.Name && Following.Position == Current.End)
        {
            Take();
            var rest = Take();
            name = name with { Text = $"{name.Text}-{rest.Text}", End = rest.End };
        }

        return name;
    }

    public long Whole() => Current is { Kind: KustoTokenKind.Literal, Type: KustoType.Long, Value: long number }
        ? Take() is var _ ? number : 0
        : throw Unexpected("a number");

    public KustoException Unexpected(string expected) => new($"{Current} stands where {expected} is expected.", Current.Position);
}
