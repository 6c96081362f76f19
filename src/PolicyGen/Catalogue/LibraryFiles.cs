using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>
/// Where the data and the templates are: a folder that holds <c>policies/</c> and <c>templates/</c>, be it a checkout or
/// the copy that is packed with the tool.
/// </summary>
/// <param name="Root">Absolute path of the folder.</param>
public sealed record LibraryFiles(string Root)
{
    /// <summary>policies/library.json.</summary>
    public string Vocabulary => Path.Combine(Root, "policies", "library.json");

    /// <summary>policies/controls.</summary>
    public string Controls => Path.Combine(Root, "policies", "controls");

    /// <summary>policies/schemas.</summary>
    public string Schemas => Path.Combine(Root, "policies", "schemas");

    /// <summary>templates.</summary>
    public string Templates => Path.Combine(Root, "templates");

    /// <summary>policies/requirements/&lt;guideline&gt;.json.</summary>
    public string Requirements(GuidelineId guideline) => Path.Combine(Root, "policies", "requirements", guideline.Name() + ".json");

    /// <summary>policies/rendered.</summary>
    public string Rendered => Path.Combine(Root, "policies", "rendered");

    /// <summary>The path as diagnostics show it: below the root with forward slashes, the same on every system.</summary>
    public string Display(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>
    /// Finds the library: the nearest folder at or above <paramref name="start"/> that holds policies/library.json, else
    /// <paramref name="packed"/>.
    /// </summary>
    /// <returns>The library, or null when there is none.</returns>
    public static LibraryFiles? Find(string start, string packed)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = new LibraryFiles(folder.FullName);
            if (File.Exists(candidate.Vocabulary))
                return candidate;
        }

        var carried = new LibraryFiles(Path.GetFullPath(packed));
        return File.Exists(carried.Vocabulary) ? carried : null;
    }

    /// <summary>Control files in a stable order; none when the folder is missing, which is a diagnostic.</summary>
    internal IReadOnlyList<string> ControlFiles(DiagnosticBag diagnostics)
    {
        if (!Directory.Exists(Controls))
        {
            diagnostics.Error("file-unreadable", "The folder of control files does not exist.", new SourceLocation(Display(Controls)));
            return [];
        }

        var files = Directory.GetFiles(Controls, "*.json", SearchOption.AllDirectories);
        Array.Sort(files, (a, b) => string.CompareOrdinal(Display(a), Display(b)));
        return files;
    }
}
