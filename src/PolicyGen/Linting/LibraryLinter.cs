using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Rendering;
using PolicyGen.Rendering.Initiatives;

namespace PolicyGen.Linting;

/// <summary>Lints what we write ourselves: the data files, and the definitions and initiatives that are made of them.</summary>
public static class LibraryLinter
{
    /// <summary>
    /// Loads the library with its schemas, judges it as a catalogue, renders it in memory both ways (built-ins first, and
    /// our own definitions only) and lints the result.
    /// </summary>
    public static LintReport Run(LibraryFiles files, AliasTable aliases, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var diagnostics = new DiagnosticBag();
        var builtIns = BuiltInIndex.Load();
        var linter = Linter.Create(aliases, builtIns);
        var loader = new LibraryLoader(files, diagnostics);
        var library = loader.Load([], cancellationToken);
        loader.CompleteValidation();
        if (library is null || diagnostics.HasErrors)
            return new LintReport(0, [.. diagnostics]);

        var documents = 0;
        diagnostics.AddRange(linter.Lint(library, cancellationToken).Diagnostics);
        foreach (var preference in (ReadOnlySpan<DefinitionPreference>)[DefinitionPreference.BuiltInFirst, DefinitionPreference.Custom])
        {
            var renderer = new LibraryRenderer(files, aliases, builtIns, BuiltInRoles.Load(), diagnostics);
            if (renderer.Render(library, new RenderOptions(Definitions: preference), cancellationToken) is not { } result)
                break;
            var report = linter.Lint(Read(result.Files, diagnostics), cancellationToken);
            diagnostics.AddRange(report.Diagnostics);
            documents = Math.Max(documents, report.Documents);
        }

        return new LintReport(documents, [.. diagnostics]);
    }

    private static ImmutableArray<PolicyDocument> Read(ImmutableArray<RenderedFile> files, DiagnosticBag diagnostics) =>
    [
        .. from file in files
           where file.Path.EndsWith(".json", StringComparison.Ordinal)
           let path = "policies/rendered/" + file.Path
           let document = JsonText.Parse(file.Content, path, diagnostics) is { } root ? PolicyDocumentReader.Read(root, path) : null
           where document is not null
           select document,
    ];
}
