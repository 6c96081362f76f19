using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>
/// Names files in messages as the user named the first of them: that one as given, others relative to the current folder
/// when it was relative, else absolute. Slashes are forward slashes.
/// </summary>
internal sealed class FileNames(string entry)
{
    private readonly string _absolute = Path.GetFullPath(entry);

    /// <summary>The entry, as given.</summary>
    public string Entry { get; } = entry.Replace('\\', '/');

    /// <summary>The entry as a location.</summary>
    public SourceLocation EntryLocation => new(Entry);

    /// <summary>Name of a file.</summary>
    /// <param name="absolute">Absolute path.</param>
    public string Of(string absolute)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (string.Equals(absolute, _absolute, comparison))
            return Entry;
        return (Path.IsPathFullyQualified(entry) ? absolute : Path.GetRelativePath(Directory.GetCurrentDirectory(), absolute)).Replace('\\', '/');
    }
}
