using System.IO.Enumeration;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>A file found in a folder.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="DisplayPath">How messages name it, with forward slashes on every system.</param>
public sealed record FolderFile(string Path, string DisplayPath);

/// <summary>What to look for in a folder.</summary>
/// <param name="Extensions">Endings of the files to take, in any letter case, the dot included.</param>
public sealed record FolderQuery(IReadOnlyList<string> Extensions)
{
    /// <summary>Names of folders that are not looked into, in any letter case.</summary>
    public IReadOnlyList<string> ExcludedFolders { get; init; } = [];

    /// <summary>
    /// True when a folder that may not be read, or one that lies too deep, is an error; otherwise it is passed over.
    /// </summary>
    public bool Strict { get; init; }
}

/// <summary>Finds files below a folder.</summary>
public static class FolderFiles
{
    /// <summary>Most files taken from one folder.</summary>
    public const int MaxFiles = 50_000;

    /// <summary>Deepest folder looked into.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// The files below a folder, by ordinal order of their display paths. Links, hidden and system entries are passed over.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="displayFolder">How messages name the folder; empty to name files relative to it.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="diagnostics">Takes <c>too-many-files</c> and <c>file-unreadable</c>; nothing is returned then.</param>
    public static IReadOnlyList<FolderFile> Find(string folder, string displayFolder, FolderQuery query, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(displayFolder);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(diagnostics);
        try
        {
            var tooDeep = false;
            var paths = Enumerate(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), query, () => tooDeep = true).Take(MaxFiles + 1).ToList();
            if (tooDeep && query.Strict)
            {
                diagnostics.Error("file-unreadable", $"Folders lie more than {MaxDepth} deep; name a smaller one.", new SourceLocation(displayFolder));
                return [];
            }

            if (paths.Count > MaxFiles)
            {
                diagnostics.Error("too-many-files", $"The folder has more than {MaxFiles} {string.Join(", ", query.Extensions)} files; name a smaller one.", new SourceLocation(displayFolder));
                return [];
            }

            return [.. paths.Select(p => new FolderFile(Path.Combine(folder, p), Display(displayFolder, p))).OrderBy(f => f.DisplayPath, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("file-unreadable", $"The folder cannot be read: {e.Message}", new SourceLocation(displayFolder));
            return [];
        }
    }

    private static FileSystemEnumerable<string> Enumerate(string root, FolderQuery query, Action tooDeep)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
            IgnoreInaccessible = !query.Strict,
        };
        return new FileSystemEnumerable<string>(root, (ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && EndsWithAny(entry.FileName, query.Extensions),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            {
                if (IsAny(entry.FileName, query.ExcludedFolders))
                    return false;
                var below = entry.Directory[root.Length..];
                if (below.Count(Path.DirectorySeparatorChar) < MaxDepth)
                    return true;
                tooDeep();
                return false;
            },
        };
    }

    private static bool EndsWithAny(ReadOnlySpan<char> name, IReadOnlyList<string> endings)
    {
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsAny(ReadOnlySpan<char> name, IReadOnlyList<string> names)
    {
        foreach (var other in names)
        {
            if (name.Equals(other, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string Display(string folder, string relative)
    {
        var path = relative.Replace('\\', '/');
        return folder.Length == 0 ? path : folder.Replace('\\', '/').TrimEnd('/') + "/" + path;
    }
}
