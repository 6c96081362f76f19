using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>The value of one parameter.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Value">An object with <c>value</c>, <c>reference</c> (Key Vault) or, where the compiler made it, <c>expression</c>.</param>
/// <param name="Location">Where it is given.</param>
internal sealed record TemplateParameter(string Name, JObject Value, SourceLocation Location);

/// <summary>
/// The values of an ARM parameter file (azure-docs, azure-resource-manager/templates/parameter-files.md).
/// </summary>
internal static class TemplateParameters
{
    /// <summary>Reads a file. One without the member <c>parameters</c> holds the parameters themselves, as Azure CLI has it.</summary>
    /// <returns>The values, or null after adding diagnostics.</returns>
    public static ImmutableArray<TemplateParameter>? Read(string path, DiagnosticBag diagnostics)
    {
        var file = path.Replace('\\', '/');
        if (JsonText.ParseFile(path, file, diagnostics) is not { } token)
            return null;
        if (token is not JObject document || (document["parameters"] ?? document) is not JObject values)
        {
            diagnostics.Error("parameter-file-invalid", "The file is no parameter file: it must hold an object 'parameters'.", JsonText.Locate(token, file));
            return null;
        }

        var sound = true;
        foreach (var value in values.Properties().Where(p => p.Value is not JObject member || (member["value"] is null) == (member["reference"] is null)))
        {
            sound = false;
            diagnostics.Error("parameter-file-invalid", $"The parameter '{value.Name}' must be an object with either 'value' or 'reference'.", JsonText.Locate(value, file));
        }

        return sound ? Of(values, p => JsonText.Locate(p, file)) : null;
    }

    /// <summary>The parameters of an object of them.</summary>
    public static ImmutableArray<TemplateParameter> Of(JObject values, Func<JProperty, SourceLocation> locate) =>
        [.. values.Properties().Where(p => p.Value is JObject).Select(p => new TemplateParameter(p.Name, (JObject)p.Value, locate(p)))];

    /// <summary>
    /// The values under the names that the template gives its parameters: ARM does not distinguish case, Bicep does.
    /// </summary>
    /// <returns>The values, or null after reporting those that the template does not have.</returns>
    public static ImmutableArray<TemplateParameter>? Match(ImmutableArray<TemplateParameter> values, JObject template, DiagnosticBag diagnostics)
    {
        var declared = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in (template["parameters"] as JObject)?.Properties().Select(p => p.Name) ?? [])
            declared.TryAdd(name, name);

        var matched = ImmutableArray.CreateBuilder<TemplateParameter>();
        foreach (var value in values)
        {
            if (!declared.TryGetValue(value.Name, out var name))
                diagnostics.Error("template-parameter-unknown", $"The template has no parameter '{value.Name}'.", value.Location);
            else if (matched.Any(m => m.Name == name))
                diagnostics.Error("template-parameter-unknown", $"The parameter '{name}' is given twice.", value.Location);
            else
                matched.Add(value with { Name = name });
        }

        return matched.Count == values.Length ? matched.ToImmutable() : null;
    }
}
