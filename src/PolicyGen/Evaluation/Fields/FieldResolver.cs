using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation.Fields;

/// <summary>Finds the accessor of a field by name.</summary>
internal sealed class FieldResolver(AliasTable aliases)
{
    private const string Star = "[*]";

    /// <summary>The accessor; null for a name that is no field.</summary>
    /// <param name="name">A common field, a tag or an alias.</param>
    /// <param name="scope">The counts around the condition; null outside of counts.</param>
    public FieldAccessor? Resolve(string name, CountScope? scope)
    {
        // tags[] with an empty name is what a parameter without a value makes of it; no resource has such a tag.
        if (FieldNames.IsTag(name) || name.Equals("tags[]", StringComparison.OrdinalIgnoreCase))
            return new PathField(name, false, "tags", TagName(name));
        if (FieldNames.IsAlias(name))
            return Alias(name, scope);
        return name.ToLowerInvariant() switch
        {
            "type" => new TypeField(name),
            "name" => new NameField(name, r => r.Name, decides: true),
            "fullname" => new NameField(name, r => r.FullName, decides: false),
            "id" => new NameField(name, r => r.Id, decides: false),
            "kind" => new PathField(name, true, "kind"),
            "location" => new PathField(name, false, "location"),
            "tags" => new PathField(name, false, "tags"),
            "identity.type" => new PathField(name, false, "identity", "type"),
            "identity.userassignedidentities" => new PathField(name, false, "identity", "userAssignedIdentities"),
            _ => null,
        };
    }

    /// <summary>
    /// The tag of <c>tags.name</c>, <c>tags[name]</c>, <c>tags['name']</c>; in quotes a quote is doubled:
    /// <c>tags['''a''']</c> is the tag <c>'a'</c>.
    /// </summary>
    public static string TagName(string field)
    {
        if (field[4] == '.')
            return field[5..];
        var inner = field[5..^1];
        return inner.Length >= 2 && inner[0] == '\'' && inner[^1] == '\'' ? inner[1..^1].Replace("''", "'", StringComparison.Ordinal) : inner;
    }

    private AliasField Alias(string name, CountScope? scope)
    {
        var found = aliases.Targets(name);
        ImmutableArray<AliasTarget> targets = [.. found.Select(t => new AliasTarget(t.Type, t.Path is null ? null : AliasPath.Parse(t.Path)))];

        var bound = ImmutableArray.CreateBuilder<int>();
        for (var at = name.IndexOf(Star, StringComparison.Ordinal); at >= 0; at = name.IndexOf(Star, at + 1, StringComparison.Ordinal))
            bound.Add(CountScope.SlotOf(scope, name.AsSpan(0, at + Star.Length)));
        return new AliasField(name, targets, !targets.IsEmpty, bound.ToImmutable(), CountScope.SlotOf(scope, name + Star));
    }
}
