using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>
/// Finds the place that each resource object of a template was written at: in the JSON file itself, or in the Bicep files
/// that it was compiled from, through local modules. What a module of a registry declares belongs to the module statement.
/// </summary>
internal sealed class DeclarationMap(BicepClient client)
{
    private readonly ConcurrentDictionary<string, BicepFile?> _files = new(StringComparer.Ordinal);

    /// <summary>
    /// The place of every resource object in the template. Where the place in a file cannot be told for certain, only the
    /// file is given; objects of an unknown file are missing.
    /// </summary>
    public async Task<IReadOnlyDictionary<JObject, SourceLocation>> BuildAsync(TemplateOrigin origin, CancellationToken cancellationToken)
    {
        var map = new Dictionary<JObject, SourceLocation>(ReferenceEqualityComparer.Instance);
        if (origin.File is null)
            return map;
        if (IsJson(origin.File))
        {
            foreach (var resource in Everything(origin.Template))
                map[resource] = JsonText.Locate(resource, origin.Names.Of(origin.File));
        }
        else
        {
            await AddBicepAsync(map, origin.Template, origin.File, origin.Names, cancellationToken).ConfigureAwait(false);
        }

        return map;
    }

    private async Task AddBicepAsync(Dictionary<JObject, SourceLocation> map, JObject template, string path, FileNames names, CancellationToken cancellationToken)
    {
        var name = names.Of(path);
        var file = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (file is null || BicepTemplateMatch.Pair(file, template) is not { } pairs)
        {
            Fill(map, template, new SourceLocation(name));
            return;
        }

        foreach (var (declaration, resource) in pairs)
        {
            var (line, column) = file.Position(declaration);
            var location = map[resource] = new SourceLocation(name, line, column);
            if (TemplateWalk.NestedTemplate(resource) is not { } nested)
                continue;
            if (LocalModule(declaration, path) is not { } module)
                Fill(map, nested, location);
            else if (IsJson(module))
                AddJson(map, nested, module, names);
            else
                await AddBicepAsync(map, nested, module, names, cancellationToken).ConfigureAwait(false);
        }
    }

    // The compiler puts a JSON module into the template as it is.
    private static void AddJson(Dictionary<JObject, SourceLocation> map, JObject template, string path, FileNames names)
    {
        var name = names.Of(path);
        var resources = Everything(template).ToList();
        var written = JsonText.ParseFile(path, name, new DiagnosticBag()) is JObject document ? Everything(document).ToList() : [];
        if (!written.Select(w => (string?)(w["type"] as JValue)).SequenceEqual(resources.Select(r => (string?)(r["type"] as JValue))))
        {
            Fill(map, template, new SourceLocation(name));
            return;
        }

        foreach (var (resource, place) in resources.Zip(written))
            map[resource] = JsonText.Locate(place, name);
    }

    private static void Fill(Dictionary<JObject, SourceLocation> map, JObject template, SourceLocation location)
    {
        foreach (var resource in Everything(template))
            map[resource] = location;
    }

    private static IEnumerable<JObject> Everything(JObject container)
    {
        foreach (var resource in TemplateWalk.ResourcesOf(container))
        {
            yield return resource;
            foreach (var inner in Everything(TemplateWalk.NestedTemplate(resource) ?? resource))
                yield return inner;
        }
    }

    private static string? LocalModule(BicepDeclaration declaration, string file)
    {
        var path = declaration.IsModule ? declaration.Node.RelativePath : null;
        return path is null || path.StartsWith("br:", StringComparison.Ordinal) || path.StartsWith("br/", StringComparison.Ordinal)
            || path.StartsWith("ts:", StringComparison.Ordinal) || path.StartsWith("ts/", StringComparison.Ordinal)
            ? null
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, path));
    }

    private async Task<BicepFile?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (_files.TryGetValue(path, out var known))
            return known;
        BicepFile? file = null;
        if (JsonText.ReadFile(path, path, new DiagnosticBag()) is { } text)
        {
            try
            {
                file = BicepFile.Create(text, await client.GetDeploymentGraphAsync(path, cancellationToken).ConfigureAwait(false));
            }
            catch (BicepException)
            {
                // The expansion has succeeded; without the graph it still names the file.
            }
        }

        return _files.GetOrAdd(path, file);
    }

    private static bool IsJson(string path) => !path.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase);
}
