using System.Text;

namespace PolicyGen.Rendering;

/// <summary>A file that generate writes.</summary>
/// <param name="Path">Path below the output folder, with forward slashes.</param>
/// <param name="Content">Text with line feeds.</param>
public sealed record RenderedFile(string Path, string Content)
{
    /// <summary>The content as UTF-8 without byte order mark: what is compared, hashed and written.</summary>
    internal byte[] Bytes => Encoding.UTF8.GetBytes(Content);
}
