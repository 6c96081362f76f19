using System.Diagnostics;
using System.Reflection;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;

namespace PolicyGen.Tests.Support;

/// <summary>What a run of the compiler gave.</summary>
internal sealed record BicepResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The output as JSON; what the compiler said when there is none.</summary>
    public JObject Json() => ExitCode == 0 ? JObject.Parse(Output) : throw new InvalidOperationException(Messages);
}

/// <summary>
/// The real Bicep compiler: named by the environment variable POLICYGEN_BICEP, else taken from the NuGet package that this
/// project downloads, else found on the machine.
/// </summary>
internal static class BicepCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Absolute path of the executable.</summary>
    public static string Executable { get; } = Find();

    /// <summary>Runs the compiler in a folder.</summary>
    public static async Task<BicepResult> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"bicep {string.Join(' ', arguments)} did not end.");
        }

        return new BicepResult(process.ExitCode, await output, await messages);
    }

    /// <summary>Compiles a file; the output is the ARM template.</summary>
    public static Task<BicepResult> BuildAsync(string file) => RunAsync(Path.GetDirectoryName(file)!, "build", file, "--stdout");

    /// <summary>Predicts what a parameter file deploys; the output is the snapshot.</summary>
    public static async Task<BicepResult> SnapshotAsync(string parameterFile, params string[] scope)
    {
        var result = await RunAsync(Path.GetDirectoryName(parameterFile)!,
            ["snapshot", parameterFile, "--mode", "overwrite", "--location", "japaneast", "--tenant-id", "00000000-0000-0000-0000-00000000aaaa", .. scope]);
        return result.ExitCode == 0 ? result with { Output = await File.ReadAllTextAsync(Path.ChangeExtension(parameterFile, ".snapshot.json")) } : result;
    }

    // The version that the project downloads comes before whatever the machine has, so that tests agree everywhere.
    private static string Find()
    {
        var machine = BicepSearch.OfMachine();
        var package = PackageFolder() is { } folder ? Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "bicep.exe" : "bicep") : null;
        var diagnostics = new DiagnosticBag();
        return BicepLocator.Find(machine with { Named = machine.Named ?? (File.Exists(package) ? package : null) }, diagnostics)
            ?? throw new FileNotFoundException(string.Join('\n', diagnostics) + " Or run dotnet restore.");
    }

    private static string? PackageFolder() =>
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(a => a.Key == "BicepPackage")?.Value;
}
