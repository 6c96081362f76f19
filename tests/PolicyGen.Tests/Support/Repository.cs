namespace PolicyGen.Tests.Support;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Absolute path of the folder that holds PolicyGen.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>
    /// Path of a file in the corpus of Microsoft's own definitions beside the checkout, or null where there is none.
    /// Only corpus tests use it.
    /// </summary>
    public static string? CorpusFile(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "azure", name));
        return File.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PolicyGen.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("PolicyGen.sln was not found above the tests.");
    }
}
