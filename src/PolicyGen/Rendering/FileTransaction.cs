using System.Globalization;

namespace PolicyGen.Rendering;

/// <summary>
/// Moves a set of files into place, all or none. New content is first written to a folder beside the targets; on commit
/// each old file is set aside there before its successor is renamed into its place. What goes wrong on the way is undone.
/// </summary>
internal sealed class FileTransaction : IDisposable
{
    private readonly string _staging;
    private readonly string? _createdRoot;
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private (string Staged, string Target)[] _staged = [];
    private bool _keepStaging;

    public FileTransaction(string root)
    {
        _createdRoot = Directory.Exists(root) ? null : root;
        Directory.CreateDirectory(root);
        // Beside the targets, so that a move is a rename on one disk.
        _staging = Path.Combine(root, ".policygen-" + Path.GetRandomFileName());
        Directory.CreateDirectory(_staging);
    }

    /// <summary>Writes new content beside its target; nothing that exists is touched.</summary>
    public void Stage(IReadOnlyList<(string Target, byte[] Content)> files, CancellationToken cancellationToken)
    {
        _staged = new (string, string)[files.Count];
        for (var i = 0; i < files.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var staged = Path.Combine(_staging, "new-" + i.ToString(CultureInfo.InvariantCulture));
            File.WriteAllBytes(staged, files[i].Content);
            _staged[i] = (staged, files[i].Target);
        }
    }

    /// <summary>Writes new content, which may be large, beside its one target piece by piece; nothing that exists is touched.</summary>
    public void Stage(string target, Action<Stream> write)
    {
        var staged = Path.Combine(_staging, "new-0");
        using (var stream = File.Create(staged))
            write(stream);
        _staged = [(staged, target)];
    }

    /// <summary>Moves everything into place and removes files.</summary>
    /// <exception cref="IOException">A file cannot be moved; everything is as it was, or the message says where the old files are.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Commit(IEnumerable<string> remove)
    {
        var undo = new Stack<Action>();
        try
        {
            foreach (var (staged, target) in _staged)
            {
                CreateFolder(Path.GetDirectoryName(target)!, undo);
                SetAside(target, undo);
                // The target is free now: "overwrite" only spares .NET the detour over a hard link.
                File.Move(staged, target, overwrite: true);
                undo.Push(() => File.Delete(target));
            }

            foreach (var target in remove)
                SetAside(target, undo);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!TryUndo(undo))
                throw new IOException($"{e.Message} Not everything could be put back: the former files are in {_staging}.", e);
            throw;
        }
    }

    public void Dispose()
    {
        if (_keepStaging)
            return;
        Directory.Delete(_staging, recursive: true);
        if (_createdRoot is not null && !Directory.EnumerateFileSystemEntries(_createdRoot).Any())
            Directory.Delete(_createdRoot);
    }

    // One step that fails must not keep the others from being undone, nor may the files set aside be thrown away then.
    private bool TryUndo(Stack<Action> undo)
    {
        while (undo.TryPop(out var step))
        {
            try
            {
                step();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _keepStaging = true;
            }
        }

        return !_keepStaging;
    }

    private void SetAside(string target, Stack<Action> undo)
    {
        if (!File.Exists(target))
            return;
        var kept = Path.Combine(_staging, "old-" + undo.Count.ToString(CultureInfo.InvariantCulture));
        File.Move(target, kept);
        undo.Push(() => File.Move(kept, target));
    }

    private void CreateFolder(string folder, Stack<Action> undo)
    {
        if (!_folders.Add(folder) || Directory.Exists(folder))
            return;
        CreateFolder(Path.GetDirectoryName(folder)!, undo);
        Directory.CreateDirectory(folder);
        undo.Push(() => Directory.Delete(folder));
    }
}
