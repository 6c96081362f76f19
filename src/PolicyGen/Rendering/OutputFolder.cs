using System.Collections.Immutable;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Rendering;

/// <summary>How a file of the output folder differs from what would be written.</summary>
public enum DriftKind
{
    /// <summary>It is missing.</summary>
    Missing,

    /// <summary>Its content differs.</summary>
    Changed,

    /// <summary>It was written once and is no longer.</summary>
    Obsolete,
}

/// <summary>A difference between the output folder and what would be written.</summary>
/// <param name="Path">Path below the folder, with forward slashes.</param>
/// <param name="Kind">How it differs.</param>
public sealed record Drift(string Path, DriftKind Kind);

/// <summary>What a write did.</summary>
/// <param name="Written">Files that are new or changed.</param>
/// <param name="Unchanged">Files that already had their content.</param>
/// <param name="Removed">Files that are no longer rendered.</param>
public sealed record WriteSummary(int Written, int Unchanged, int Removed);

/// <summary>What was done with an output folder.</summary>
/// <param name="Written">What was written; null when only compared.</param>
/// <param name="Drifts">Differences; empty when written.</param>
public sealed record OutputResult(WriteSummary? Written, ImmutableArray<Drift> Drifts);

/// <summary>
/// The folder that generate owns a part of. Everything is first written beside its target; only then are files moved
/// into place, and whatever fails on the way is taken back, so that the folder is either as it was or complete. A list
/// of the files that were written (manifest.json) tells later runs which ones they may remove.
/// </summary>
public sealed class OutputFolder(string root)
{
    /// <summary>Name of the list of files that generate wrote.</summary>
    public const string ManifestName = "manifest.json";

    private const string ManifestSchema = "policygen/manifest/1";

    /// <summary>Differences between the folder and the rendered files, by path; nothing is written.</summary>
    public ImmutableArray<Drift> Compare(IEnumerable<RenderedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var wanted = WithManifest(files);
        var drifts = ImmutableArray.CreateBuilder<Drift>();
        foreach (var file in wanted)
        {
            var path = FullPath(file.Path);
            if (!File.Exists(path))
                drifts.Add(new Drift(file.Path, DriftKind.Missing));
            else if (!HasContent(path, file.Bytes))
                drifts.Add(new Drift(file.Path, DriftKind.Changed));
        }

        drifts.AddRange(Obsolete(wanted, new DiagnosticBag()).Select(path => new Drift(path, DriftKind.Obsolete)));
        drifts.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return drifts.ToImmutable();
    }

    /// <summary>
    /// Writes the files. Files that already have their content are left alone; files that a former run wrote and this one
    /// does not are removed, unless a person has changed them since.
    /// </summary>
    /// <param name="files">Rendered files.</param>
    /// <param name="diagnostics">Receives a warning for a file that is kept.</param>
    /// <param name="cancellationToken">Honoured until the first file is moved into place.</param>
    /// <exception cref="IOException">The folder cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written; it is as it was.</exception>
    public WriteSummary Write(IEnumerable<RenderedFile> files, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var wanted = WithManifest(files);
        var changed = wanted.Where(f => !HasContent(FullPath(f.Path), f.Bytes)).ToList();
        var obsolete = Obsolete(wanted, diagnostics);
        if (changed.Count == 0 && obsolete.Count == 0)
            return new WriteSummary(0, wanted.Count, 0);

        using var transaction = new FileTransaction(root);
        transaction.Stage([.. changed.Select(f => (FullPath(f.Path), f.Bytes))], cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        transaction.Commit(obsolete.Select(FullPath));
        return new WriteSummary(changed.Count, wanted.Count - changed.Count, obsolete.Count);
    }

    /// <summary>Compares, or writes and reports what the file system refuses.</summary>
    /// <param name="files">Rendered files.</param>
    /// <param name="check">Compares only.</param>
    /// <param name="diagnostics">Receives <c>output-unwritable</c>, and a warning for a file that is kept.</param>
    /// <param name="cancellationToken">Honoured until the first file is moved into place.</param>
    /// <returns>What was done; null when the folder cannot be written.</returns>
    public OutputResult? Apply(IReadOnlyCollection<RenderedFile> files, bool check, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (check)
            return new OutputResult(null, Compare(files));
        try
        {
            return new OutputResult(Write(files, diagnostics, cancellationToken), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("output-unwritable", $"The output cannot be written, nothing was changed: {e.Message}", new SourceLocation(root));
            return null;
        }
    }

    private List<RenderedFile> WithManifest(IEnumerable<RenderedFile> files)
    {
        var wanted = files.ToList();
        var manifest = new JObject
        {
            ["schema"] = ManifestSchema,
            ["files"] = new JObject(wanted.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => new JProperty(f.Path, Hash(f.Bytes)))),
        };
        wanted.Add(new RenderedFile(ManifestName, JsonText.Write(manifest)));
        return wanted;
    }

    // Files of the former manifest that are no longer wanted, still there and unchanged.
    private List<string> Obsolete(List<RenderedFile> wanted, DiagnosticBag diagnostics)
    {
        var path = FullPath(ManifestName);
        if (!File.Exists(path))
            return [];
        if (JsonText.ParseFile(path, path, new DiagnosticBag()) is not JObject manifest
            || manifest["schema"] is not JValue { Value: ManifestSchema } || manifest["files"] is not JObject former)
        {
            diagnostics.Warning("output-changed", "This is not the list of files that generate wrote; files that are no longer rendered are kept.", new SourceLocation(path));
            return [];
        }

        var current = wanted.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var obsolete = new List<string>();
        foreach (var file in former.Properties().Where(f => !current.Contains(f.Name) && IsInside(f.Name)))
        {
            var target = FullPath(file.Name);
            if (!File.Exists(target))
                continue;
            if (file.Value is JValue { Value: string hash } && Hash(File.ReadAllBytes(target)) == hash)
                obsolete.Add(file.Name);
            else
                diagnostics.Warning("output-changed", "The file is no longer rendered but was changed by hand; it is kept.", new SourceLocation(target));
        }

        return obsolete;
    }

    // The manifest is a file like any other: a path that leads out of the folder is nobody's to remove.
    private bool IsInside(string relative)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        return !relative.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(relative)
            && Path.GetFullPath(Path.Combine(root, relative)).StartsWith(folder, StringComparison.Ordinal);
    }

    private string FullPath(string relative) => Path.Combine(root, relative.Replace('/', Path.DirectorySeparatorChar));

    private static bool HasContent(string path, byte[] bytes)
    {
        if (!File.Exists(path))
            return false;
        return new FileInfo(path).Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
