namespace PolicyGen.Resources.Inputs;

/// <summary>
/// Which ARM JSON parameter file belongs to which template: <c>main.parameters.json</c>, <c>main.prod.parameters.json</c>
/// and <c>main.parameters.prod.json</c> to <c>main.json</c> or <c>main.bicep</c> in the same folder
/// (MicrosoftDocs/azure-docs, azure-resource-manager/templates/parameter-files.md, "File name").
/// </summary>
internal static class ParameterPairs
{
    /// <summary>Among templates of the same folder the one with the longest name that fits, a .bicep file first; null for none.</summary>
    public static string? Owner(string parameters, IEnumerable<string> templates)
    {
        var file = Path.GetFileName(parameters);
        return templates.Where(t => Belong(file, Path.GetFileNameWithoutExtension(t)))
            .OrderByDescending(t => Path.GetFileNameWithoutExtension(t).Length)
            .ThenBy(t => t.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(t => t, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>The template beside a parameter file; null when there is none.</summary>
    public static InputClassification? TemplateBeside(string parameters)
    {
        var templates = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(parameters))!, "*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".bicep" or ".json" or ".jsonc")
            .Where(f => Belong(Path.GetFileName(parameters), Path.GetFileNameWithoutExtension(f)) && InputClassifier.Classify(f).Kind is InputKind.Bicep or InputKind.Template);
        return Owner(parameters, templates) is { } owner ? InputClassifier.Classify(owner) : null;
    }

    private static bool Belong(string file, string template) =>
        file.StartsWith(template + ".", StringComparison.OrdinalIgnoreCase)
        && file.AsSpan(template.Length).Contains(".parameters.", StringComparison.OrdinalIgnoreCase);
}
