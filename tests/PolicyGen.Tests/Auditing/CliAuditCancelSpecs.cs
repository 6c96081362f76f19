using System.Diagnostics;
using System.Runtime.Versioning;
using NUnit.Framework;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.CliEmulator;

namespace PolicyGen.Tests.Auditing;

/// <summary>Ctrl-C, and the end of the time of a run, in the middle of reading.</summary>
public class CliAuditCancelSpecs
{
    private CliEmulator _emulator = null!;
    private TempFolder _folder = null!;

    [SetUp]
    public void Start()
    {
        _folder = new TempFolder("policygen 中断");
        _folder.Write("result.json", "before");
        _emulator = CliEmulator.Start("--estate", "small");
        _emulator.Fail(Fault("ResourceGraph", """{"delay":60000}"""));
    }

    [TearDown]
    public void Stop()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [UnsupportedOSPlatform("windows")]
    public void Ctrl_C_ends_with_130_and_leaves_what_was_there()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder.Root };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "policygen.dll"), "audit", "--management-group", "contoso", .. _emulator.Connection, "--report", "json=result.json"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in _emulator.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        // It hangs at the first query: from then on it is in the middle.
        SpinWait.SpinUntil(() => _emulator.Log().Requests.Any(r => ((string)r["path"]!).Contains("ResourceGraph", StringComparison.OrdinalIgnoreCase)), TimeSpan.FromSeconds(30));
        using (var signal = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            signal.WaitForExit();
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(20)), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(130), error.Result);
            Assert.That(output.Result, Is.Empty);
            Assert.That(error.Result, Does.Contain("Cancelled"));
            Assert.That(_folder.Files(), Is.EqualTo(new Dictionary<string, string> { ["result.json"] = "before" }), "nothing half written");
        });
    }

    [Test]
    public void When_the_time_is_over_the_result_is_incomplete()
    {
        var run = _emulator.JsonIn(_folder.Root, "--management-group", "contoso", "--timeout", "5s");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
            Assert.That(run.IsComplete, Is.False);
            Assert.That(run.Audit["failures"]!.Select(f => (string?)f["kind"]), Does.Contain("timeout"));
            Assert.That(run.Result["controls"]!.Select(c => (string?)c["state"]), Has.None.EqualTo("compliant"));
        });
    }
}
