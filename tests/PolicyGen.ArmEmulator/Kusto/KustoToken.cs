namespace PolicyGen.ArmEmulator.Kusto;

internal enum KustoTokenKind
{
    Name,
    Literal,
    Symbol,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">The name or symbol.</param>
/// <param name="Position">Offset of its first character.</param>
/// <param name="End">Offset after its last character: <c>project-away</c> is one operator, <c>a - b</c> is not.</param>
/// <param name="Value">A literal's value.</param>
/// <param name="Type">A literal's type.</param>
internal readonly record struct KustoToken(KustoTokenKind Kind, string Text, int Position, int End, object? Value = null, KustoType Type = KustoType.String)
{
    public bool Is(string symbol) => Kind == KustoTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == KustoTokenKind.Name && Text == name;

    public override string ToString() => Kind == KustoTokenKind.End ? "the end of the query" : $"'{Text}'";
}
