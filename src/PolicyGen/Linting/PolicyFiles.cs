using System.Collections.Immutable;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting;

/// <summary>A file to lint.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="DisplayPath">How messages name it, with forward slashes on every system.</param>
public sealed record PolicyFile(string Path, string DisplayPath);

/// <summary>Finds the files to lint.</summary>
public static class PolicyFiles
{
    /// <summary>Most files taken from one folder.</summary>
    public const int MaxFiles = 50_000;

    /// <summary>Deepest folder looked into.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// The <c>*.json</c> files below a folder, by ordinal order of their display paths. Links, hidden and system entries
    /// and folders that may not be read are passed over.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="displayFolder">How messages name the folder; empty to name files relative to it.</param>
    /// <param name="diagnostics">Takes <c>too-many-files</c> and <c>file-unreadable</c>.</param>
    public static ImmutableArray<PolicyFile> Find(string folder, string displayFolder, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(displayFolder);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaxDepth,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
            IgnoreInaccessible = true,
            MatchCasing = MatchCasing.CaseInsensitive,
        };
        try
        {
            var paths = Directory.EnumerateFiles(folder, "*.json", options).Take(MaxFiles + 1).ToList();
            if (paths.Count > MaxFiles)
            {
                diagnostics.Error("too-many-files", $"The folder has more than {MaxFiles} JSON files; name a smaller one.", new SourceLocation(displayFolder));
                return [];
            }

            return [.. paths.Select(p => new PolicyFile(p, Display(displayFolder, Path.GetRelativePath(folder, p)))).OrderBy(f => f.DisplayPath, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("file-unreadable", $"The folder cannot be read: {e.Message}", new SourceLocation(displayFolder));
            return [];
        }
    }

    private static string Display(string folder, string relative)
    {
        var path = relative.Replace('\\', '/');
        return folder.Length == 0 ? path : folder.Replace('\\', '/').TrimEnd('/') + "/" + path;
    }
}
