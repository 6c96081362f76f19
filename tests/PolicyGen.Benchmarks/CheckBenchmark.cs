using System.Diagnostics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;

namespace PolicyGen.Benchmarks;

/// <summary>
/// The whole command <c>check</c> as a process of its own: an export of 300 MB against all three guidelines, beside just
/// reading it with Newtonsoft's reader; the start; and a folder of 500 small ARM templates.
/// </summary>
internal static class CheckBenchmark
{
    private const int Resources = 100_000;
    private const int Types = 40;
    private const long Bytes = 300_000_000;
    private const int Templates = 500;

    public static int Run(int runs)
    {
        var work = Checkout.WorkFolder("check");
        try
        {
            var policygen = CommandTimes.Publish("src/PolicyGen.Cli", "policygen", work);
            Export(policygen, work, runs);
            Folder(policygen, work, runs);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Export(string policygen, string work, int runs)
    {
        var path = Path.Combine(work, "export.json");
        using (var file = File.Create(path))
            ExportGenerator.Write(file, Resources, Types, Bytes, seed: 1);
        Console.WriteLine(Line($"{Resources:N0} resources of {Types} types, {new FileInfo(path).Length / 1e6:0.0} MB"));

        var plain = Best(runs, () => Time(() => Read(path)));
        Console.WriteLine(Line($"{"Newtonsoft JsonTextReader alone",-40} {plain.Seconds,6:0.00} s"));
        var small = Path.Combine(work, "small.json");
        File.WriteAllText(small, """[{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Test/things/x","type":"Microsoft.Test/things","name":"x"}]""");
        var start = Best(runs, () => Check(policygen, small, work));
        Console.WriteLine(Line($"{"check, one resource: start and end",-40} {start.Seconds,6:0.00} s  peak {start.PeakBytes / 1e6,6:0} MB"));

        var result = Path.Combine(work, "result.json");
        var whole = Best(runs, () => Check(policygen, path, work, "--report", "json=" + result));
        var evaluations = Evaluations(result);
        Console.WriteLine(Line($"{"check, three guidelines",-40} {whole.Seconds,6:0.00} s  peak {whole.PeakBytes / 1e6,6:0} MB  {whole.Seconds / plain.Seconds,5:0.00} x the reader"));
        Console.WriteLine(Line($"{evaluations:N0} applicable evaluations, {evaluations / whole.Seconds:N0} a second; {JsonSize(result) / 1e6:0} MB of result"));
    }

    private static void Folder(string policygen, string work, int runs)
    {
        var diagnostics = new DiagnosticBag();
        var bicep = BicepLocator.Find(BicepSearch.OfMachine(), diagnostics) ?? throw new InvalidOperationException(diagnostics.First().ToString());
        var (one, all) = (Path.Combine(work, "one"), Path.Combine(work, "templates"));
        Write(one, 1);
        Write(all, Templates);
        var start = Best(runs, () => Check(policygen, one, work, "--bicep", bicep));
        var whole = Best(runs, () => Check(policygen, all, work, "--bicep", bicep));
        Console.WriteLine(Line($"{"check, one small template",-40} {start.Seconds,6:0.00} s"));
        Console.WriteLine(Line($"{$"check, {Templates} small templates",-40} {whole.Seconds,6:0.00} s  {(Templates - 1) / (whole.Seconds - start.Seconds):0} templates a second after the start"));
    }

    private static void Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(Path.Combine(folder, Line($"t{i:000}.json")), new JObject
            {
                ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                ["contentVersion"] = "1.0.0.0",
                ["parameters"] = new JObject { ["location"] = new JObject { ["type"] = "string", ["defaultValue"] = "japaneast" } },
                ["resources"] = new JArray(
                    new JObject
                    {
                        ["type"] = "Microsoft.Storage/storageAccounts",
                        ["apiVersion"] = "2023-05-01",
                        ["name"] = Line($"[concat('st{i:000}', uniqueString(resourceGroup().id))]"),
                        ["location"] = "[parameters('location')]",
                        ["sku"] = new JObject { ["name"] = "Standard_GZRS" },
                        ["kind"] = "StorageV2",
                        ["properties"] = new JObject { ["minimumTlsVersion"] = i % 2 == 0 ? "TLS1_2" : "TLS1_0", ["supportsHttpsTrafficOnly"] = true },
                    },
                    new JObject
                    {
                        ["type"] = "Microsoft.KeyVault/vaults",
                        ["apiVersion"] = "2023-07-01",
                        ["name"] = Line($"kv-{i:000}"),
                        ["location"] = "[parameters('location')]",
                        ["properties"] = new JObject { ["tenantId"] = "[subscription().tenantId]", ["sku"] = new JObject { ["family"] = "A", ["name"] = "premium" }, ["enablePurgeProtection"] = true },
                    }),
            }.ToString());
        }
    }

    private readonly record struct Cost(double Seconds, long PeakBytes);

    private static Cost Best(int runs, Func<Cost> measure) => Enumerable.Range(0, runs).Select(_ => measure()).MinBy(c => c.Seconds);

    private static Cost Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return new Cost(Stopwatch.GetElapsedTime(start).TotalSeconds, 0);
    }

    private static Cost Check(string policygen, string path, string folder, params string[] more)
    {
        var start = new ProcessStartInfo(policygen) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        string[] arguments = ["check", path, "--library", Checkout.Root, "--fail-on", "never", "--now", "2026-01-01", .. more];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            if (!process.HasExited)
                peak = Math.Max(peak, process.PeakWorkingSet64);
        }

        output.Wait();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"check exited with {process.ExitCode}:\n{error.Result}");
        return new Cost(Stopwatch.GetElapsedTime(began).TotalSeconds, peak);
    }

    private static void Read(string path)
    {
        using var reader = new JsonTextReader(new StreamReader(path)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        while (reader.Read())
        {
        }
    }

    // Everything that was judged: the states of controls, not applicable ones left out.
    private static long Evaluations(string result)
    {
        using var reader = new JsonTextReader(new StreamReader(result));
        while (reader.Read() && !(reader.TokenType == JsonToken.PropertyName && (string?)reader.Value == "controls" && reader.Depth == 1))
        {
        }

        reader.Read();
        return JArray.Load(reader).Sum(c => (long)c["compliant"]! + (long)c["nonCompliant"]! + (long)c["unknown"]! + (long)c["exempt"]!);
    }

    private static long JsonSize(string path) => new FileInfo(path).Length;

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
