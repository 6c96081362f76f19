using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Inventory;

/// <summary>
/// The export that an inventory writes: JSON Lines that only the user can read, in a folder that is deleted at the end whatever
/// happens, or moved to its place when all is read. While it is written it consists of parts: what one step wrote is read by
/// the next, to find the parents of what is read then. Safe for several threads within a part.
/// </summary>
internal sealed class InventoryFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly string? _target;
    private readonly List<string> _parts = [];
    private readonly Lock _lock = new();
    private FileStream? _stream;

    /// <summary>Makes the folder.</summary>
    /// <param name="target">Where the export is kept; null keeps nothing.</param>
    /// <exception cref="InventoryFileException">It cannot be written there; so do the other methods throw.</exception>
    public InventoryFile(string? target)
    {
        _target = target is null ? null : Path.GetFullPath(target);
        // Beside its place, where it can be moved without copying.
        var folder = "";
        Try(() => folder = _target is null ? Directory.CreateTempSubdirectory("policygen-").FullName : Beside(_target));
        _folder = folder;
    }

    /// <summary>What was written before the current part.</summary>
    public IEnumerable<ExportSource> Parts => _parts.Take(_parts.Count - 1).Where(p => new FileInfo(p).Length > 0).Select(p => new ExportSource(p, Path.GetFileName(p)));

    /// <summary>Begins a part; what was written before can be read from now on.</summary>
    public void Begin() => Try(() =>
    {
        Finish();
        var path = Path.Combine(_folder, $"{_parts.Count}.jsonl");
        _stream = new FileStream(path, New(FileMode.CreateNew));
        _parts.Add(path);
    });

    /// <summary>Appends a resource.</summary>
    public void Add(JObject resource) => Add([JsonText.WriteCompact(resource)]);

    /// <summary>Appends resources, one JSON text each.</summary>
    public void Add(IReadOnlyCollection<string> lines)
    {
        if (lines.Count == 0)
            return;
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        Try(() =>
        {
            lock (_lock)
                _stream!.Write(bytes);
        });
    }

    /// <summary>Puts the parts together, in its place if it has one.</summary>
    /// <returns>The file.</returns>
    public string Complete()
    {
        Try(PutTogether);
        return _target ?? _parts[0];
    }

    /// <summary>Deletes what is left.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void PutTogether()
    {
        Finish();
        using (var whole = new FileStream(_parts[0], New(FileMode.Append)))
        {
            foreach (var part in _parts.Skip(1))
            {
                using (var stream = File.OpenRead(part))
                    stream.CopyTo(whole);
                File.Delete(part);
            }
        }

        if (_target is not null)
            File.Move(_parts[0], _target, overwrite: true);
    }

    private void Finish()
    {
        _stream?.Dispose();
        _stream = null;
    }

    // A disk that is full is no failure of Azure, for which others take an IOException.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InventoryFileException(e);
        }
    }

    private static FileStreamOptions New(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static string Beside(string target)
    {
        if (Directory.Exists(target))
            throw new IOException("It is a folder.");
        var folder = Path.Combine(Path.GetDirectoryName(target)!, ".policygen-" + Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        return folder;
    }
}

/// <summary>The export cannot be written.</summary>
internal sealed class InventoryFileException(Exception inner) : Exception(inner.Message, inner);
