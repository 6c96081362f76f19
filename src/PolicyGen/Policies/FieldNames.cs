namespace PolicyGen.Policies;

/// <summary>
/// The names that a <c>field</c> may have beside aliases (MicrosoftDocs/azure-docs, governance/policy/concepts/
/// definition-structure-policy-rule.md, "Fields"; <c>identity.userAssignedIdentities</c> from Microsoft's own definitions).
/// </summary>
public static class FieldNames
{
    private static readonly string[] Plain =
        ["name", "fullName", "kind", "type", "location", "id", "identity.type", "identity.userAssignedIdentities", "tags"];

    /// <summary>True for a field that every resource has.</summary>
    public static bool IsCommon(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Plain.Contains(field, StringComparer.OrdinalIgnoreCase) || IsTag(field);
    }

    /// <summary>True for a field that has the form of an alias: <c>Provider/type/property</c>.</summary>
    public static bool IsAlias(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return !IsTag(field) && field.Contains('/', StringComparison.Ordinal);
    }

    /// <summary>True for one tag: <c>tags.name</c>, <c>tags[name]</c> or <c>tags['name']</c>.</summary>
    public static bool IsTag(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.StartsWith("tags.", StringComparison.OrdinalIgnoreCase) && field.Length > 5
            || field.StartsWith("tags[", StringComparison.OrdinalIgnoreCase) && field.Length > 6 && field[^1] == ']';
    }
}
