using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources;

/// <summary>Reads the file of <c>--context</c> (policies/schemas/check-context.schema.json).</summary>
public static class CheckContextFile
{
    private const string Schema = "check-context.schema.json";

    /// <summary>Reads a context file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="displayPath">How messages name it, with forward slashes.</param>
    /// <param name="validator">The schemas of the library.</param>
    /// <param name="diagnostics">
    /// Takes what <see cref="JsonText.ParseFile"/> reports, <c>schema</c>, and <c>context-ambiguous</c> when two resource
    /// groups differ only in case.
    /// </param>
    /// <returns>The context; null when anything is wrong with it.</returns>
    public static CheckContext? Read(string path, string displayPath, SchemaValidator validator, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(validator);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (JsonText.ParseFile(path, displayPath, diagnostics) is not { } token || !validator.Validate(token, displayPath, Schema, diagnostics) || token is not JObject root)
            return null;

        var groups = ImmutableDictionary.CreateBuilder<string, JObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in (root["resourceGroups"] as JObject)?.Properties() ?? [])
        {
            if (groups.TryAdd(group.Name, (JObject)group.Value))
                continue;
            diagnostics.Error("context-ambiguous", $"The resource group '{group.Name}' is given twice; Azure does not regard case.", JsonText.Locate(group, displayPath));
            return null;
        }

        return new CheckContext(
            root["subscription"] as JObject,
            groups.ToImmutable(),
            root["tenant"] as JObject,
            [.. (root["managementGroups"] as JArray ?? []).Select(m => (string)m!)],
            root["requestContext"] as JObject,
            root["existing"] is { } existing ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, (string)existing!)) : null,
            (bool?)root["existingIsComplete"] ?? false);
    }
}
