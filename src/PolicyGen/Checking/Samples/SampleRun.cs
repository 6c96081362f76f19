using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;
using PolicyGen.Rendering;

namespace PolicyGen.Checking.Samples;

/// <summary>Judges the samples of a library as its files stand, before anything is rendered to disk.</summary>
public static class SampleRun
{
    /// <summary>Runs it.</summary>
    /// <param name="files">The library.</param>
    /// <param name="aliases">Aliases of Azure.</param>
    /// <param name="ids">Controls to test; all when empty.</param>
    /// <param name="policies">Files and folders with bodies of built-in definitions.</param>
    /// <param name="diagnostics">Receives what is wrong with the files, and ids that do not exist.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The verdicts, or null when <paramref name="diagnostics"/> holds an error.</returns>
    public static ImmutableArray<SampleResult>? Run(LibraryFiles files, AliasTable aliases, IReadOnlyCollection<string> ids, IReadOnlyList<string> policies,
        DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var loader = new LibraryLoader(files, diagnostics);
        var vocabulary = loader.LoadVocabulary();
        var controls = vocabulary is null ? null : loader.LoadControls(vocabulary, cancellationToken);
        loader.CompleteValidation();
        if (vocabulary is null || controls is null || diagnostics.HasErrors)
            return null;
        foreach (var id in ids.Where(id => !controls.ContainsKey(id)))
            diagnostics.Error("unknown-control", $"There is no control \"{id}\"; 'policygen controls list' lists them.", SourceLocation.None);
        var builtIns = policies.Count == 0 ? PolicyLibrary.Empty : PolicyFolder.Load(policies, diagnostics, cancellationToken)?.Library;
        if (builtIns is null || diagnostics.HasErrors)
            return null;

        var chosen = controls.Values.Where(c => ids.Count == 0 || ids.Contains(c.Id, StringComparer.Ordinal)).ToList();
        var rendered = new LibraryRenderer(files, aliases, BuiltInIndex.Load(), BuiltInRoles.Load(), diagnostics)
            .RenderDefinitions(chosen.Concat(controls.Values.Where(c => c.IsShared)).Distinct(), vocabulary, Language.English, cancellationToken);
        if (diagnostics.HasErrors)
            return null;
        var tester = new SampleTester(
            aliases,
            control => rendered.TryGetValue(control.Id, out var resource) ? (PolicyDefinition?)PolicyDocumentReader.Read(resource, control.Location.File) : null,
            controls.Values,
            builtIns);
        return [.. chosen.SelectMany(tester.Test)];
    }
}
