using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>
/// Tells where each predicted resource is declared: file, line and column in Bicep or JSON, through local modules. Where
/// several declarations of a type could be meant, the template is expanded once more with a number in every declaration
/// that the compiler carries along, which also tells loops and repeated modules apart. What remains in doubt gets the file
/// only, with line 0.
/// </summary>
/// <remarks>Keeps what it learns about files: make one for each run. Safe to use from several threads.</remarks>
/// <param name="client">The compiler.</param>
public sealed class BicepSourceMap(BicepClient client)
{
    // A member that every resource may have, that is passed on unread, and that next to no resource uses.
    private const string Carrier = "scale";
    private const string Mark = "policygen";

    private readonly DeclarationMap _declarations = new(client);

    /// <summary>Finds the declarations.</summary>
    /// <param name="expansion">The expansion.</param>
    /// <param name="predictedResources">Resources of its snapshot; they may have been marked (<see cref="Resources.Unresolved"/>).</param>
    /// <param name="cancellationToken">Ends the compiler's work.</param>
    /// <returns>One location for each resource. Names are those that the user gave, or relative to the current folder like these.</returns>
    /// <exception cref="BicepException">The compiler crashed or did not answer.</exception>
    public async Task<ImmutableArray<SourceLocation>> LocateAsync(TemplateExpansion expansion, IReadOnlyList<JObject> predictedResources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expansion);
        ArgumentNullException.ThrowIfNull(predictedResources);
        var entry = expansion.Origin.Names.EntryLocation;
        if (predictedResources.Count == 0 || expansion.Origin.File is null)
            return [.. predictedResources.Select(_ => entry)];

        var (declared, isWhole) = TemplateWalk.Collect(expansion.Origin.Template);
        var places = await _declarations.BuildAsync(expansion.Origin, cancellationToken).ConfigureAwait(false);
        var located = declared.ConvertAll(d => (Declaration: d, Place: places.GetValueOrDefault(d.Token, entry)));

        // Without a declaration of unknown type or a template from elsewhere, the type may say enough.
        var isPlain = isWhole && declared.TrueForAll(d => d.Type is not null);
        var byType = located.ToLookup(l => l.Declaration.Type ?? "", StringComparer.OrdinalIgnoreCase);
        var candidates = predictedResources.Select(r => isPlain ? Places(byType[Text(r, "type")].Where(l => MayBe(l.Declaration, r)).Select(l => l.Place)) : []).ToList();
        if (candidates.TrueForAll(c => c.Count == 1))
            return [.. candidates.Select(c => c[0])];

        var marked = await MarkAsync(expansion, cancellationToken).ConfigureAwait(false);
        return [.. predictedResources.Select((r, i) => candidates[i].Count == 1 ? candidates[i][0] : Common(FromMarks(r, marked, located) ?? candidates[i], entry))];
    }

    private static List<SourceLocation>? FromMarks(JObject resource, ILookup<string, (JObject Resource, int Mark)> marked, List<(TemplateResource Declaration, SourceLocation Place)> located)
    {
        var same = marked[Key(resource)].ToList();
        var places = Places(same.Select(m => located[m.Mark].Place));
        // One id declared twice, as when a module repeats a resource: the content may tell which.
        if (places.Count > 1 && Places(same.Where(m => JToken.DeepEquals(m.Resource, resource)).Select(m => located[m.Mark].Place)) is { Count: 1 } equal)
            return equal;
        return places.Count == 0 ? null : places;
    }

    private async Task<ILookup<string, (JObject Resource, int Mark)>> MarkAsync(TemplateExpansion expansion, CancellationToken cancellationToken)
    {
        var template = (JObject)ParameterAssignments.WithDefaults(expansion.Origin.Template, expansion.Parameters).DeepClone();
        var (resources, _) = TemplateWalk.Collect(template);
        for (var i = 0; i < resources.Count; i++)
        {
            if (!TemplateWalk.IsExtensible(resources[i].Token))
                resources[i].Token[Carrier] = new JObject { [Mark] = i };
        }

        using var folder = new TemporaryFolder();
        folder.Write("template.json", JsonText.WriteCompact(template));
        var file = folder.Write("parameters.bicepparam", ParameterAssignments.Write("template.json", template, expansion.Parameters).Text);
        var snapshot = await SnapshotAsync(file, expansion.Metadata, cancellationToken).ConfigureAwait(false);
        return snapshot.Select(r => (Resource: r, Mark: TakeMark(r))).Where(m => m.Mark >= 0 && m.Mark < resources.Count).ToLookup(m => Key(m.Resource), StringComparer.OrdinalIgnoreCase);
    }

    private async Task<ImmutableArray<JObject>> SnapshotAsync(string file, BicepSnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        try
        {
            var text = await client.GetSnapshotAsync(file, metadata, cancellationToken).ConfigureAwait(false);
            return SnapshotReader.Read(text, "", new DiagnosticBag())?.Resources ?? [];
        }
        catch (BicepException e) when (e.Failure is BicepFailure.Refused)
        {
            return [];
        }
    }

    private static int TakeMark(JObject resource)
    {
        var mark = resource[Carrier]?[Mark] is JValue { Value: long number } ? (int)number : -1;
        resource.Remove(Carrier);
        return mark;
    }

    private static SourceLocation Common(List<SourceLocation> places, SourceLocation entry) => places switch
    {
        [var only] => only,
        [var first, ..] when places.TrueForAll(p => p.File == first.File) => new SourceLocation(first.File),
        _ => entry,
    };

    private static List<SourceLocation> Places(IEnumerable<SourceLocation> places) => [.. places.Distinct()];

    private static bool MayBe(TemplateResource declaration, JObject resource) =>
        declaration.ApiVersion is null || string.Equals(declaration.ApiVersion, Text(resource, "apiVersion"), StringComparison.OrdinalIgnoreCase);

    private static string Key(JObject resource) => string.Create(CultureInfo.InvariantCulture, $"{Text(resource, "id")}\n{Text(resource, "type")}\n{Text(resource, "apiVersion")}");

    // A text that is not known yet may stand as a raw token, whose value is the expression.
    private static string Text(JObject resource, string name) => resource[name] is JValue { Value: string text } ? text : "";
}
