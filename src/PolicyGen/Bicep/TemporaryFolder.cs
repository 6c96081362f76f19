namespace PolicyGen.Bicep;

/// <summary>A folder for generated files that only this user can read, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("policygen-bicep-").FullName;

    /// <summary>Makes the folder, with a configuration of its own: one in a folder above it must not have a say, and its linter has nothing to tell.</summary>
    public TemporaryFolder() => Write("bicepconfig.json", """{"analyzers":{"core":{"enabled":false}}}""");

    /// <summary>Writes a file.</summary>
    /// <returns>Its absolute path.</returns>
    public string Write(string name, string content)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A virus scanner may hold a file for a moment; the result is no worse for it.
        }
    }
}
