using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;

namespace PolicyGen.Reports.Pages;

/// <summary>Loads a library and writes its pages, or compares them with what was written.</summary>
public static class PageGenerator
{
    /// <summary>
    /// Runs it: the pages of the controls below <c>controls</c>, the matrix as <c>coverage.md</c>. Nothing is written when there
    /// is any error.
    /// </summary>
    /// <returns>What was done, or null when <paramref name="diagnostics"/> holds an error.</returns>
    public static OutputResult? Run(LibraryFiles files, string folder, bool check, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (new LibraryLoader(files, diagnostics, validateSchemas: false).Load([], cancellationToken) is not { } library)
            return null;
        var definitions = new LibraryRenderer(files, AliasTable.Load(), BuiltInIndex.Load(), BuiltInRoles.Load(), diagnostics)
            .RenderDefinitions(library.Controls.Values, library.Vocabulary, Language.English, cancellationToken);
        var pages = new ControlPages(files, library, definitions, diagnostics);
        List<RenderedFile> rendered = [.. pages.Render().Select(p => p with { Path = "controls/" + p.Path }), new RenderedFile("coverage.md", pages.Coverage())];
        return diagnostics.HasErrors ? null : new OutputFolder(folder).Apply(rendered, check, diagnostics, cancellationToken);
    }
}
