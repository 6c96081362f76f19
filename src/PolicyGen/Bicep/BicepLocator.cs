using System.Runtime.InteropServices;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>Where a Bicep compiler may be.</summary>
/// <param name="Named">A file that the user names: the option <c>--bicep</c>, else the environment variable POLICYGEN_BICEP. It is not passed over.</param>
/// <param name="SearchPath">Value of PATH.</param>
/// <param name="AzureFolder">Folder of Azure CLI (AZURE_CONFIG_DIR, else <c>~/.azure</c>), which keeps its own copy in <c>bin</c> there.</param>
/// <param name="Packages">Global packages folder of NuGet.</param>
public sealed record BicepSearch(string? Named, string? SearchPath, string? AzureFolder, string? Packages)
{
    /// <summary>The environment variable that names the compiler.</summary>
    public const string Variable = "POLICYGEN_BICEP";

    /// <summary>This machine.</summary>
    /// <param name="named">The value of an option, if given; it comes before the environment variable.</param>
    public static BicepSearch OfMachine(string? named = null)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new BicepSearch(
            FirstSet(named, Environment.GetEnvironmentVariable(Variable)),
            Environment.GetEnvironmentVariable("PATH"),
            FirstSet(Environment.GetEnvironmentVariable("AZURE_CONFIG_DIR"), home.Length > 0 ? Path.Combine(home, ".azure") : null),
            FirstSet(Environment.GetEnvironmentVariable("NUGET_PACKAGES"), home.Length > 0 ? Path.Combine(home, ".nuget", "packages") : null));
    }

    private static string? FirstSet(string? first, string? second) => string.IsNullOrEmpty(first) ? second : first;
}

/// <summary>
/// Finds the Bicep compiler: named, on the PATH, the copy of Azure CLI (azure-docs, bicep/install.md), or the NuGet package
/// Azure.Bicep.CommandLine of this machine's kind. Nothing is downloaded.
/// </summary>
public static class BicepLocator
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";

    // Not RuntimeIdentifier: that of a runtime that a distribution built names the distribution.
    private static string Runtime => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl ? "linux-musl" : "linux")
        + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.OrdinalIgnoreCase)
        || RuntimeInformation.RuntimeIdentifier.Contains("alpine", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the compiler.</summary>
    /// <param name="search">Where to look.</param>
    /// <param name="diagnostics">Takes <c>bicep-not-found</c>, which says how to get it.</param>
    /// <returns>Absolute path of the executable, or null.</returns>
    public static string? Find(BicepSearch search, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (!string.IsNullOrEmpty(search.Named))
        {
            if (IsExecutable(search.Named))
                return Path.GetFullPath(search.Named);
            diagnostics.Error("bicep-not-found", $"The Bicep compiler was named as '{search.Named}' (--bicep or {BicepSearch.Variable}), which is no executable file.", SourceLocation.None);
            return null;
        }

        if (OnPath(search.SearchPath).Concat(FromAzureCli(search.AzureFolder)).Concat(FromPackages(search.Packages)).FirstOrDefault(IsExecutable) is { } found)
            return found;
        diagnostics.Error("bicep-not-found",
            "The Bicep compiler is needed to read Bicep files and ARM templates, and was not found. Install it (az bicep install, winget install Microsoft.Bicep, "
            + $"brew install bicep, or https://aka.ms/bicep-install), or name it with --bicep or the environment variable {BicepSearch.Variable}.", SourceLocation.None);
        return null;
    }

    // A relative entry of the PATH would run a program from whatever folder is being checked.
    private static IEnumerable<string> OnPath(string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, FileName));

    private static IEnumerable<string> FromAzureCli(string? folder) => string.IsNullOrEmpty(folder) ? [] : [Path.GetFullPath(Path.Combine(folder, "bin", FileName))];

    private static IEnumerable<string> FromPackages(string? packages)
    {
        if (string.IsNullOrEmpty(packages))
            return [];
        var package = Path.Combine(Path.GetFullPath(packages), "azure.bicep.commandline." + Runtime);
        if (!Directory.Exists(package))
            return [];
        return Directory.EnumerateDirectories(package)
            .Select(folder => (folder, version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
            .Where(v => v.version is not null)
            .OrderByDescending(v => v.version)
            .Select(v => Path.Combine(v.folder, "tools", FileName));
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
