using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

public class BicepClientSpecs
{
    private const string Storage = """
        resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: 'stmed0001'
          location: 'japaneast'
          kind: 'StorageV2'
          sku: { name: 'Standard_LRS' }
        }
        """;

    [Test]
    public async Task It_says_its_version() =>
        Assert.That(await RealBicep.Client.GetVersionAsync(CancellationToken.None), Does.Match("^0\\.[0-9]+\\.[0-9]+$"));

    [TestCase("0.36.1", false)]
    [TestCase("0.44.0", false)]
    [TestCase("0.44.1", true)]
    [TestCase("0.49.2", true)]
    [TestCase("0.49.2-g1a2b3c", true)]
    [TestCase("0.40.1-rc", false)]
    [TestCase("1.0.0", true)]
    [TestCase("dev", true)]
    public void Versions_are_compared_by_number(string version, bool supported) =>
        Assert.That(BicepClient.IsSupported(version), Is.EqualTo(supported));

    [Test]
    public async Task Many_requests_at_once_get_their_own_answers()
    {
        using var folder = new TempFolder();
        await using var client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag(), new BicepClientOptions { Processes = 2 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var file = folder.Write($"{i}.bicep", Storage.Replace("0001", $"{i:0000}", StringComparison.Ordinal));
            return (i, answer: await client.CompileAsync(file, CancellationToken.None));
        }));
        Assert.That(answers.All(a => a.answer.Success && a.answer.Contents!.Contains($"stmed{a.i:0000}", StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public async Task A_request_that_takes_too_long_ends_the_process_and_the_next_starts_another()
    {
        using var folder = new TempFolder();
        var file = folder.Write("main.bicep", Storage);
        await using var client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag(), new BicepClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(1), Processes = 1 });
        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<BicepException>(() => client.CompileAsync(file, CancellationToken.None));
            Assert.That(failure!.Failure, Is.EqualTo(BicepFailure.TimedOut));
        }
    }

    [Test]
    public async Task A_cancelled_request_does_not_harm_the_others()
    {
        using var folder = new TempFolder();
        var file = folder.Write("main.bicep", Storage);
        var diagnostics = new DiagnosticBag();
        await using var client = new BicepClient(BicepCompiler.Executable, diagnostics, new BicepClientOptions { Processes = 1 });
        await client.GetVersionAsync(CancellationToken.None);

        using var cancellation = new CancellationTokenSource();
        var given = client.CompileAsync(file, cancellation.Token);
        var others = Enumerable.Range(0, 3).Select(_ => client.CompileAsync(file, CancellationToken.None)).ToList();
        await cancellation.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await Task.WhenAll(others)).All(o => o.Success), Is.True);
        Assert.That(diagnostics, Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The stand-in that kills the compiler is a shell script.")]
    public async Task A_crash_is_told_and_costs_no_answer()
    {
        using var folder = new TempFolder();
        var file = folder.Write("main.bicep", Storage);
        var number = folder.PathOf("pid");
        var script = Script(folder, $"echo $$ > '{number}'\nexec '{BicepCompiler.Executable}' \"$@\"");
        var diagnostics = new DiagnosticBag();
        await using var client = new BicepClient(script, diagnostics, new BicepClientOptions { Processes = 1 });
        await client.GetVersionAsync(CancellationToken.None);

        var requests = Enumerable.Range(0, 4).Select(_ => client.CompileAsync(file, CancellationToken.None)).ToList();
        using (var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(number), CultureInfo.InvariantCulture)))
            process.Kill();
        Assert.That((await Task.WhenAll(requests)).All(r => r.Success), Is.True);
        Assert.That(diagnostics.Select(d => d.Id).Distinct(), Is.EqualTo(new[] { "bicep-restarted" }));
        Assert.That(diagnostics.First().Message, Does.Contain("exit code"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The stand-in is a shell script.")]
    public async Task Something_else_than_bicep_is_told_with_what_it_says()
    {
        using var folder = new TempFolder();
        await using var client = new BicepClient(Script(folder, "echo 'jsonrpc: no such command' >&2; exit 3"), new DiagnosticBag());
        var failure = await Assert.ThrowsAsync<BicepException>(() => client.GetVersionAsync(CancellationToken.None));
        Assert.That(failure!.Failure, Is.EqualTo(BicepFailure.NotStarted));
        Assert.That(failure.Message, Does.Contain("exit code 3").And.Contain("no such command"));
    }

    [Test]
    public async Task A_missing_executable_is_told()
    {
        await using var client = new BicepClient("/no/such/bicep", new DiagnosticBag());
        Assert.That(async () => await client.GetVersionAsync(CancellationToken.None), Throws.InstanceOf<BicepException>().With.Message.Contains("/no/such/bicep"));
    }

    private static string Script(TempFolder folder, string body)
    {
        var script = folder.Write("bicep", "#!/bin/sh\n" + body.ReplaceLineEndings("\n") + "\n");
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }
}
