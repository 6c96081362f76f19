namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>An expression as written. Its height is bounded by the parser, so that it can be walked recursively.</summary>
internal abstract record KustoNode(int Position, int Height);

internal sealed record LiteralNode(object? Value, KustoType Type, int Position) : KustoNode(Position, 1);

internal sealed record NameNode(string Name, int Position) : KustoNode(Position, 1);

/// <summary>The star in <c>arg_max(x, *)</c>.</summary>
internal sealed record StarNode(int Position) : KustoNode(Position, 1);

internal sealed record MemberNode(KustoNode Target, string Name, int Position) : KustoNode(Position, Target.Height + 1);

internal sealed record ElementNode(KustoNode Target, KustoNode Index, int Position) : KustoNode(Position, Math.Max(Target.Height, Index.Height) + 1);

internal sealed record CallNode(string Name, IReadOnlyList<KustoNode> Arguments, int Position)
    : KustoNode(Position, Arguments.Select(a => a.Height).DefaultIfEmpty().Max() + 1);

internal sealed record NegativeNode(KustoNode Operand, int Position) : KustoNode(Position, Operand.Height + 1);

/// <summary>Operands of <c>and</c> or of <c>or</c>: a flat list, for queries that list hundreds of values.</summary>
internal sealed record LogicNode(bool IsAnd, IReadOnlyList<KustoNode> Operands, int Position)
    : KustoNode(Position, Operands.Max(o => o.Height) + 1);

internal sealed record BinaryNode(string Operator, KustoNode Left, KustoNode Right, int Position)
    : KustoNode(Position, Math.Max(Left.Height, Right.Height) + 1);

/// <summary><c>in</c>, <c>!in~</c>, <c>has_any</c>, <c>has_all</c>.</summary>
internal sealed record ListNode(string Operator, KustoNode Left, IReadOnlyList<KustoNode> Items, int Position)
    : KustoNode(Position, Math.Max(Left.Height, Items.Max(i => i.Height)) + 1);

internal sealed record BetweenNode(bool Negated, KustoNode Value, KustoNode Low, KustoNode High, int Position)
    : KustoNode(Position, Math.Max(Value.Height, Math.Max(Low.Height, High.Height)) + 1);

/// <param name="Name">The name that the query gives; null where Kusto has to find one.</param>
/// <param name="Value">The expression.</param>
internal sealed record NamedNode(string? Name, KustoNode Value);

internal sealed record SortKey(KustoNode Value, bool Descending, bool NullsFirst);

internal sealed record JoinKey(string Left, string Right, int Position);

internal sealed record ExpandedColumn(NamedNode Column, KustoType? Type);

/// <summary>One step of a query.</summary>
internal abstract record KustoOperator(int Position);

internal sealed record WhereOperator(KustoNode Condition, int Position) : KustoOperator(Position);

internal sealed record ExtendOperator(IReadOnlyList<NamedNode> Columns, int Position) : KustoOperator(Position);

internal sealed record ProjectOperator(IReadOnlyList<NamedNode> Columns, int Position) : KustoOperator(Position);

/// <summary>project-away and project-keep. A name may end in a star.</summary>
internal sealed record SelectOperator(bool Keep, IReadOnlyList<(string Pattern, int Position)> Names, int Position) : KustoOperator(Position);

internal sealed record RenameOperator(IReadOnlyList<(string New, string Old, int Position)> Names, int Position) : KustoOperator(Position);

internal sealed record SummarizeOperator(IReadOnlyList<NamedNode> Aggregates, IReadOnlyList<NamedNode> Keys, int Position) : KustoOperator(Position);

/// <param name="Columns">Null for <c>distinct *</c>.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record DistinctOperator(IReadOnlyList<NamedNode>? Columns, int Position) : KustoOperator(Position);

internal sealed record SortOperator(IReadOnlyList<SortKey> Keys, long? Count, int Position) : KustoOperator(Position);

internal sealed record TakeOperator(long Count, int Position) : KustoOperator(Position);

internal sealed record CountOperator(int Position) : KustoOperator(Position);

internal sealed record ExpandOperator(IReadOnlyList<ExpandedColumn> Columns, int Limit, int Position) : KustoOperator(Position);

internal sealed record JoinOperator(string Kind, KustoPipeline Right, IReadOnlyList<JoinKey> Keys, int Position) : KustoOperator(Position);

internal sealed record UnionOperator(IReadOnlyList<KustoPipeline> Legs, int Position) : KustoOperator(Position);

/// <summary>A table and what happens to it. A query that begins with union has no table.</summary>
internal sealed record KustoPipeline(string? Table, IReadOnlyList<KustoOperator> Operators, int Position);
