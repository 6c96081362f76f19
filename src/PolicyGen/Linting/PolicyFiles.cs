using System.Collections.Immutable;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting;

/// <summary>A file to lint.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="DisplayPath">How messages name it, with forward slashes on every system.</param>
public sealed record PolicyFile(string Path, string DisplayPath);

/// <summary>Finds the files to lint.</summary>
public static class PolicyFiles
{
    private static readonly FolderQuery Json = new([".json"]);

    /// <summary>
    /// The <c>*.json</c> files below a folder, by ordinal order of their display paths. Links, hidden and system entries
    /// and folders that may not be read are passed over, as <see cref="FolderFiles"/> does.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="displayFolder">How messages name the folder; empty to name files relative to it.</param>
    /// <param name="diagnostics">Takes <c>too-many-files</c> and <c>file-unreadable</c>.</param>
    public static ImmutableArray<PolicyFile> Find(string folder, string displayFolder, DiagnosticBag diagnostics) =>
        [.. FolderFiles.Find(folder, displayFolder, Json, diagnostics).Select(f => new PolicyFile(f.Path, f.DisplayPath))];
}
