namespace PolicyGen.Benchmarks;

/// <summary>The checkout that the benchmarks run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>
    /// An empty folder under artifacts/: on the disk that people work on, since creating files may cost much more elsewhere.
    /// </summary>
    public static string WorkFolder(string name)
    {
        var folder = Path.Combine(Root, "artifacts", "benchmarks", name + "-" + Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PolicyGen.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("PolicyGen.sln was not found above the benchmarks.");
    }
}
