namespace PolicyGen.Policies;

/// <summary>
/// Versions of definitions: <c>2.0.1</c>, and pinned <c>2.*.*</c> (MicrosoftDocs/azure-docs, governance/policy/concepts/
/// definition-structure-basics.md, "Version").
/// </summary>
public static class PolicyVersions
{
    /// <summary>The text before the first dot.</summary>
    public static string Major(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var dot = version.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? version : version[..dot];
    }

    /// <summary>The text before the first dash: the numbers without <c>-preview</c> or <c>-deprecated</c>.</summary>
    public static string Core(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? version : version[..dash];
    }
}
