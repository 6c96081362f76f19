namespace PolicyGen.Rendering;

/// <summary>A file that generate writes.</summary>
/// <param name="Path">Path below the output folder, with forward slashes.</param>
/// <param name="Content">Text with line feeds.</param>
public sealed record RenderedFile(string Path, string Content);
