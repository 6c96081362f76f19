using PolicyGen.Azure;
using PolicyGen.Policies;

namespace PolicyGen.Linting;

/// <summary>What rules know beside their subject.</summary>
public sealed class LintContext
{
    private readonly Dictionary<string, BuiltInDefinition?> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The aliases of Azure.</summary>
    public required AliasTable Aliases { get; init; }

    /// <summary>Microsoft's definitions.</summary>
    public required BuiltInIndex BuiltIns { get; init; }

    /// <summary>Microsoft's roles, as far as they are known.</summary>
    public required BuiltInRoles Roles { get; init; }

    /// <summary>The documents that are linted together.</summary>
    public PolicyLibrary Library { get; init; } = PolicyLibrary.Empty;

    /// <summary>Azure's limits.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.Azure;

    /// <summary>Finds one of Microsoft's definitions; the index parses an entry at each search, so hits are kept.</summary>
    public BuiltInDefinition? FindBuiltIn(string idOrResourceId)
    {
        var id = ResourceIds.LastSegment(idOrResourceId);
        if (!_found.TryGetValue(id, out var definition))
            _found[id] = definition = BuiltIns.Find(id);
        return definition;
    }

    /// <summary>
    /// The one type that an alias belongs to. Null where the alias is unknown, or belongs to every type of its provider
    /// (<c>Microsoft.Compute/imagePublisher</c>).
    /// </summary>
    public string? OwnerOf(string alias) => Aliases.TypeOf(alias) is { } type && type.Contains('/', StringComparison.Ordinal) ? type : null;

    /// <summary>
    /// False when an alias certainly belongs to another type. The aliases of a parent's array of children
    /// (<c>networkSecurityGroups/securityRules[*].access</c>) are for the parent where the child has an alias of its own;
    /// where it has none, Microsoft's own definitions use the parent's on the child.
    /// </summary>
    public bool CanBelong(string alias, string type)
    {
        if (OwnerOf(alias) is not { } owner || string.Equals(owner, type, StringComparison.OrdinalIgnoreCase))
            return true;
        const string Element = "[*].";
        var element = alias.IndexOf(Element, StringComparison.Ordinal);
        return element > 0
            && alias.AsSpan(0, element).Equals(type, StringComparison.OrdinalIgnoreCase)
            && !Aliases.TryGet($"{type}/{alias[(element + Element.Length)..]}", out _);
    }

    internal LintContext With(PolicyLibrary library) => new()
    {
        Aliases = Aliases,
        BuiltIns = BuiltIns,
        Roles = Roles,
        Limits = Limits,
        Library = library,
    };
}
