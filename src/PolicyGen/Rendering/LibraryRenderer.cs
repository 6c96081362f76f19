using System.Collections.Immutable;
using System.Text;
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
/// <param name="Initiatives">What each initiative holds.</param>
public sealed record RenderSummary(
    int Requirements,
    int Controls,
    int Definitions,
    int CustomDefinitions,
    int BuiltInDefinitions,
    ImmutableArray<InitiativeSummary> Initiatives);

/// <summary>Counts of one initiative.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Groups">Requirements, each a group.</param>
/// <param name="References">References to policy definitions.</param>
/// <param name="Parameters">Parameters.</param>
/// <param name="Bytes">Size of the resource as UTF-8 without white space.</param>
public sealed record InitiativeSummary(string Name, int Groups, int References, int Parameters, int Bytes);

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

        // Initiatives refer to definitions by name only, so both are rendered side by side; the Bicep needs both.
        var drafts = Task.Run(() => RenderInitiatives(library, options, texts, cancellationToken), cancellationToken);
        var definitions = RenderDefinitions(library.Controls.Values, library.Vocabulary, options.Language, texts, cancellationToken);
        var initiatives = drafts.GetAwaiter().GetResult();
        if (diagnostics.HasErrors)
            return null;

        var models = initiatives.Select(i => i.Model).ToImmutableArray();
        var bicep = new BicepRenderer(Templates("bicep"), texts, library.Vocabulary, options.Language, diagnostics)
            .Render(models, definitions.ToDictionary(d => d.Control.Id, d => d.Resource, StringComparer.Ordinal))
            .ToList();
        if (diagnostics.HasErrors)
            return null;

        var rendered = definitions.Select(d => d.File).Concat(initiatives.Select(i => i.File)).Concat(bicep).ToArray();
        Array.Sort(rendered, (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new RenderResult([.. rendered], new RenderSummary(
            library.Requirements.Count(),
            library.Controls.Count,
            definitions.Count,
            models.SelectMany(i => i.CustomDefinitions).Select(c => c.Id).Distinct(StringComparer.Ordinal).Count(),
            models.SelectMany(i => i.References).Select(r => r.Target.BuiltIn?.Id).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            [.. initiatives.Select(i => i.Summary)]));
    }

    /// <summary>Renders the policy definitions of some controls only, for a look at them before the whole library is in order.</summary>
    /// <returns><c>policyDefinitions</c> resources by control; those that cannot be rendered are missing and have a diagnostic.</returns>
    public IReadOnlyDictionary<string, JObject> RenderDefinitions(IEnumerable<Control> controls, Vocabulary vocabulary, Language language, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(controls);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (TemplateTexts.Load(files, diagnostics) is not { } texts)
            return new Dictionary<string, JObject>();
        return RenderDefinitions(controls, vocabulary, language, texts, cancellationToken).ToDictionary(d => d.Control.Id, d => d.Resource, StringComparer.Ordinal);
    }

    private List<RenderedInitiative> RenderInitiatives(Library library, RenderOptions options, TemplateTexts texts, CancellationToken cancellationToken)
    {
        var builder = new InitiativeBuilder(library, new DefinitionChoice(library.Controls.Values, builtIns, options.Definitions, diagnostics), texts, options.Language, diagnostics);
        var writer = new InitiativeRenderer(Templates("initiatives"), texts, library.Vocabulary, options.Language, diagnostics);
        var result = new List<RenderedInitiative>();
        foreach (var guideline in library.Guidelines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = builder.Build(guideline);
            if (writer.Render(model) is not { } resource)
                continue;
            result.Add(new RenderedInitiative(
                model,
                new RenderedFile($"initiatives/{guideline.Id.Name()}.json", JsonText.Write(resource)),
                new InitiativeSummary(model.Name, guideline.Requirements.Length, model.References.Length, model.Parameters.Length, Encoding.UTF8.GetByteCount(JsonText.WriteCompact(resource)))));
        }

        return result;
    }

    private List<RenderedDefinition> RenderDefinitions(IEnumerable<Control> chosen, Vocabulary vocabulary, Language language, TemplateTexts texts, CancellationToken cancellationToken)
    {
        var patterns = new PatternRenderer(Templates("definitions"), texts, aliases, roles, vocabulary, language, diagnostics);
        var controls = chosen.Where(c => c.HasDefinition).ToArray();
        var results = new RenderedDefinition?[controls.Length];
        Parallel.For(0, controls.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            var control = controls[index];
            if (patterns.Render(control) is { } definition)
                results[index] = new RenderedDefinition(control, definition, new RenderedFile($"definitions/{control.Id}.json", JsonText.Write(definition)));
        });
        return [.. results.OfType<RenderedDefinition>()];
    }

    private sealed record RenderedDefinition(Control Control, JObject Resource, RenderedFile File);

    private sealed record RenderedInitiative(Initiative Model, RenderedFile File, InitiativeSummary Summary);

    private TemplateSet Templates(string folder) =>
        new(Path.Combine(files.Templates, folder), "templates/" + folder, diagnostics);
}
