using System.Collections.Immutable;

namespace PolicyGen.Policies.Expressions;

/// <summary>
/// One node of a template expression, the language inside <c>"[…]"</c> in Azure Resource Manager templates and policy
/// rules (MicrosoftDocs/azure-docs, azure-resource-manager/templates/template-expressions.md).
/// </summary>
/// <param name="Position">Zero-based offset of the node's first character in the whole string, bracket included.</param>
public abstract record Expression(int Position);

/// <summary>A text literal. In source it stands in single quotes, a quote inside is doubled.</summary>
/// <param name="Value">The text, unquoted.</param>
/// <param name="Position">Offset of the opening quote.</param>
public sealed record StringLiteral(string Value, int Position) : Expression(Position);

/// <summary>An integer literal. The language has no other number: <c>json('1.5')</c> stands for a fraction.</summary>
/// <param name="Value">The value; Azure's integers have 64 bits.</param>
/// <param name="Position">Offset of the sign or first digit.</param>
public sealed record IntegerLiteral(long Value, int Position) : Expression(Position);

/// <summary>A function call. Azure compares function names without regard to case.</summary>
/// <param name="Name">The name as written; a user-defined template function carries its namespace, <c>contoso.join</c>.</param>
/// <param name="Arguments">The arguments, in order.</param>
/// <param name="Position">Offset of the name.</param>
public sealed record FunctionCall(string Name, ImmutableArray<Expression> Arguments, int Position) : Expression(Position)
{
    /// <summary>True when this calls the function of that name.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first argument where it is a text literal, as in <c>parameters('effect')</c>; otherwise null.</summary>
    public string? LiteralArgument => Arguments is [StringLiteral literal, ..] ? literal.Value : null;

    /// <summary>Compares by value, the arguments included.</summary>
    public bool Equals(FunctionCall? other) =>
        other is not null && Position == other.Position && Name == other.Name && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Position, Name, Arguments.Length);
}

/// <summary>Access to a property by name: <c>resourceGroup().location</c>.</summary>
/// <param name="Target">The object.</param>
/// <param name="Name">The property's name.</param>
/// <param name="Position">Offset of the dot.</param>
public sealed record PropertyAccess(Expression Target, string Name, int Position) : Expression(Position);

/// <summary>Access to an element or a property by a computed key: <c>resourceGroup().tags[parameters('tagName')]</c>.</summary>
/// <param name="Target">The array or object.</param>
/// <param name="Index">The key.</param>
/// <param name="Position">Offset of the opening bracket.</param>
public sealed record IndexAccess(Expression Target, Expression Index, int Position) : Expression(Position);
