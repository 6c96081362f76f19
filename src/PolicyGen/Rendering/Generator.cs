using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Rendering;

/// <summary>What to generate and where.</summary>
/// <param name="Output">Folder to write.</param>
/// <param name="Guidelines">Guidelines; all when empty.</param>
/// <param name="Render">How to render.</param>
/// <param name="Check">Compares only; nothing is written.</param>
/// <param name="Aliases">Loads the aliases that Azure knows; called on a thread of its own.</param>
public sealed record GenerateOptions(string Output, ImmutableArray<GuidelineId> Guidelines, RenderOptions Render, bool Check, Func<AliasTable> Aliases);

/// <summary>What generate did.</summary>
/// <param name="Summary">Counts of what was rendered.</param>
/// <param name="Output">What was written, or how it differs.</param>
public sealed record GenerateResult(RenderSummary Summary, OutputResult Output);

/// <summary>Loads a library, renders it and writes it or compares it with what was written.</summary>
public static class Generator
{
    /// <summary>
    /// Runs generate. Nothing is written when there is any error.
    /// </summary>
    /// <returns>The result, or null when <paramref name="diagnostics"/> holds an error.</returns>
    public static GenerateResult? Run(LibraryFiles files, GenerateOptions options, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(diagnostics);

        // The tables about Azure are read while the catalogue is.
        var aliases = Task.Run(options.Aliases, cancellationToken);
        var builtIns = Task.Run(BuiltInIndex.Load, cancellationToken);
        var loader = new LibraryLoader(files, diagnostics);
        var library = loader.Load(options.Guidelines, cancellationToken);
        var result = library is null
            ? null
            : new LibraryRenderer(files, aliases.GetAwaiter().GetResult(), builtIns.GetAwaiter().GetResult(), BuiltInRoles.Load(), diagnostics).Render(library, options.Render, cancellationToken);
        loader.CompleteValidation();
        if (result is null || diagnostics.HasErrors)
            return null;

        return new OutputFolder(options.Output).Apply(result.Files, options.Check, diagnostics, cancellationToken) is { } output
            ? new GenerateResult(result.Summary, output)
            : null;
    }
}
