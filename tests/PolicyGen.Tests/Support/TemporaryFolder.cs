namespace PolicyGen.Tests.Support;

/// <summary>A folder that goes when the test ends; its name holds a space and Japanese letters.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("policygen 試験 ").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
