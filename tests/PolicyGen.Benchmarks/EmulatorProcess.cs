using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Benchmarks;

/// <summary>The emulator of Azure Resource Manager as a process of its own, with a large estate.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private readonly Process _process;
    private readonly JObject _told;

    private EmulatorProcess(Process process, JObject told) => (_process, _told) = (process, told);

    public string Endpoint => (string)_told["endpoint"]!;

    public string CaFile => (string)_told["caFile"]!;

    /// <summary>What the command needs to sign in, and to trust the certificate.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SSL_CERT_FILE"] = CaFile,
        ["IDENTITY_ENDPOINT"] = (string)_told["identityEndpoint"]!,
        ["IDENTITY_HEADER"] = (string)_told["identityHeader"]!,
    };

    public static EmulatorProcess Start(string work, int states, int violations)
    {
        Run("dotnet", ["build", Path.Combine(Checkout.Root, "tests", "PolicyGen.ArmEmulator"), "-c", "Release", "-v", "q", "--nologo"]);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = work };
        string[] arguments =
        [
            Path.Combine(Checkout.Root, "tests", "PolicyGen.ArmEmulator", "bin", "Release", "net10.0", "PolicyGen.ArmEmulator.dll"),
            "--estate", "large", "--states", Text(states), "--violations", Text(violations), "--state-dir", Path.Combine(work, "emulator-" + Text(states)),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The emulator ended at once.");
        return new EmulatorProcess(process, JObject.Parse(line));
    }

    /// <summary>A token, for downloads beside the command.</summary>
    public string Token() => (string)JObject.Parse(Curl("-H", "X-IDENTITY-HEADER: " + Environment["IDENTITY_HEADER"],
        Environment["IDENTITY_ENDPOINT"] + "?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com%2F"))["access_token"]!;

    /// <summary>The requests since the log was cleared.</summary>
    public JArray Log() => (JArray)JObject.Parse(Curl(Endpoint + "/emulator/log"))["requests"]!;

    public void ClearLog() => Curl("-X", "DELETE", Endpoint + "/emulator/log");

    public string Curl(params string[] arguments) => Run("curl", ["-s", "-S", "--fail", "--cacert", CaFile, .. arguments]);

    /// <summary>Ends it; another one may have its port then.</summary>
    public void Stop()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Stop();
        _process.Dispose();
    }

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} exited with {process.ExitCode}:\n{output}{error.Result}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
