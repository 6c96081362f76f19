namespace PolicyGen.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder; the name tests that paths with spaces and Japanese letters work.</summary>
    public TempFolder(string name = "policygen tests") =>
        Directory.CreateDirectory(Root = Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}"));

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file, with its folders.</summary>
    public string Write(string relative, string content)
    {
        var path = PathOf(relative.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Copies a folder with everything in it.</summary>
    public void Copy(string source, string relative = "")
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, relative, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Every file below the folder with its content, by path with forward slashes.</summary>
    public SortedDictionary<string, string> Files() => new(
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText),
        StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
