using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Bicep;
using PolicyGen.Rendering.Initiatives;
using PolicyGen.Rendering.Patterns;

namespace PolicyGen.Rendering;

/// <summary>What to render.</summary>
/// <param name="Language">Language of the texts that people see in the portal.</param>
/// <param name="Definitions">Which definitions the initiatives refer to.</param>
public sealed record RenderOptions(Language Language = Language.Japanese, DefinitionPreference Definitions = DefinitionPreference.BuiltInFirst);

/// <summary>Counts of what was rendered.</summary>
/// <param name="Requirements">Rows of the guidelines.</param>
/// <param name="Controls">Controls of the library.</param>
/// <param name="Definitions">Policy definitions rendered.</param>
/// <param name="CustomDefinitions">Of these, deployed because an initiative refers to them.</param>
/// <param name="BuiltInDefinitions">Distinct built-ins that the initiatives refer to.</param>
/// <param name="Initiatives">Name, references, groups and bytes of each initiative.</param>
public sealed record RenderSummary(
    int Requirements,
    int Controls,
    int Definitions,
    int CustomDefinitions,
    int BuiltInDefinitions,
    ImmutableArray<(string Name, int References, int Groups, int Parameters, int Bytes)> Initiatives);

/// <summary>Everything that generate writes.</summary>
/// <param name="Files">Files by path.</param>
/// <param name="Summary">Counts.</param>
public sealed record RenderResult(ImmutableArray<RenderedFile> Files, RenderSummary Summary);

/// <summary>Renders a library: definitions, initiatives and the Bicep that deploys them.</summary>
public sealed class LibraryRenderer(LibraryFiles files, AliasTable aliases, BuiltInIndex builtIns, BuiltInRoles roles, DiagnosticBag diagnostics)
{
    /// <summary>
    /// Renders everything in memory; nothing is written.
    /// </summary>
    /// <returns>The files, or null when there is any error.</returns>
    public RenderResult? Render(Library library, RenderOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        if (TemplateTexts.Load(files, diagnostics) is not { } texts)
            return null;

        var rendered = ImmutableArray.CreateBuilder<RenderedFile>();
        var definitions = RenderDefinitions(library, options, texts, rendered, cancellationToken);

        var choice = new DefinitionChoice(builtIns, options.Definitions, diagnostics);
        var builder = new InitiativeBuilder(library, choice, texts, options.Language, diagnostics);
        var initiatives = library.Guidelines.Select(builder.Build).ToImmutableArray();
        var writer = new InitiativeRenderer(Templates("initiatives"), texts, library.Vocabulary, options.Language, diagnostics);
        var sizes = ImmutableArray.CreateBuilder<(string, int, int, int, int)>();
        foreach (var initiative in initiatives)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (writer.Render(initiative) is not { } resource)
                continue;
            var text = JsonText.Write(resource);
            rendered.Add(new RenderedFile($"initiatives/{initiative.Guideline.Id.Name()}.json", text));
            sizes.Add((initiative.Name, initiative.References.Length, initiative.Guideline.Requirements.Length, initiative.Parameters.Length, System.Text.Encoding.UTF8.GetByteCount(JsonText.WriteCompact(resource))));
        }

        if (diagnostics.HasErrors)
            return null;
        rendered.AddRange(new BicepRenderer(Templates("bicep"), texts, library.Vocabulary, options.Language, diagnostics).Render(initiatives, definitions));
        if (diagnostics.HasErrors)
            return null;

        rendered.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new RenderResult(rendered.ToImmutable(), new RenderSummary(
            library.Requirements.Count(),
            library.Controls.Count,
            definitions.Count,
            initiatives.SelectMany(i => i.CustomDefinitions).Select(c => c.Id).Distinct(StringComparer.Ordinal).Count(),
            initiatives.SelectMany(i => i.References).Select(r => r.Target.BuiltIn?.Id).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            sizes.ToImmutable()));
    }

    private SortedDictionary<string, JObject> RenderDefinitions(
        Library library, RenderOptions options, TemplateTexts texts, ImmutableArray<RenderedFile>.Builder rendered, CancellationToken cancellationToken)
    {
        var patterns = new PatternRenderer(Templates("definitions"), texts, aliases, roles, library.Vocabulary, options.Language, diagnostics);
        var controls = library.Controls.Values.Where(c => c.HasDefinition).ToArray();
        var results = new (JObject Definition, RenderedFile File)?[controls.Length];
        Parallel.For(0, controls.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            var control = controls[index];
            if (patterns.Render(control) is { } definition)
                results[index] = (definition, new RenderedFile($"definitions/{control.Id}.json", JsonText.Write(definition)));
        });

        var definitions = new SortedDictionary<string, JObject>(StringComparer.Ordinal);
        for (var i = 0; i < controls.Length; i++)
        {
            if (results[i] is not { } result)
                continue;
            definitions.Add(controls[i].Id, result.Definition);
            rendered.Add(result.File);
        }

        return definitions;
    }

    private TemplateSet Templates(string folder) =>
        new(Path.Combine(files.Templates, folder), "templates/" + folder, diagnostics);
}
