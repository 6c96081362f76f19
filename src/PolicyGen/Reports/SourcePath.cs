namespace PolicyGen.Reports;

/// <summary>Paths of sources as reports show them: relative to the checkout, with forward slashes, the same on every machine.</summary>
internal static class SourcePath
{
    /// <summary>The path below the root; as it is where it lies elsewhere.</summary>
    public static string Relative(string file, string? root)
    {
        var path = file.Replace('\\', '/');
        if (root is not null && Path.IsPathRooted(file))
        {
            var folder = root.Replace('\\', '/').TrimEnd('/') + "/";
            if (path.StartsWith(folder, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                path = path[folder.Length..];
        }

        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        return path;
    }

    /// <summary>A URI reference; relative unless the path is absolute (<c>file:///…</c>).</summary>
    /// <param name="path">A path with forward slashes.</param>
    /// <param name="isRelative">True when it is below the root.</param>
    public static string Uri(string path, out bool isRelative)
    {
        var drive = path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);
        isRelative = !drive && !path.StartsWith('/');
        var segments = path.Split('/').Select((s, i) => drive && i == 0 ? s : System.Uri.EscapeDataString(s));
        var escaped = string.Join('/', segments);
        return isRelative ? escaped : drive ? "file:///" + escaped : "file://" + escaped;
    }
}
