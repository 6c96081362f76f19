using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Benchmarks;

/// <summary>
/// Reading a 300 MB export of 100,000 resources: Newtonsoft's reader alone, our scan alone, and parsing everything on
/// two threads. Reported are the fastest of the runs and its processor time, which tells more on a busy machine.
/// </summary>
internal static class ExportBenchmark
{
    private const int Resources = 100_000;
    private const long Bytes = 300_000_000;

    public static int Run(int runs)
    {
        var path = Path.Combine(Path.GetTempPath(), $"policygen-export-{Guid.NewGuid():N}.json");
        try
        {
            using (var file = File.Create(path))
                ExportGenerator.Write(file, Resources, 40, Bytes, seed: 1);
            var size = new FileInfo(path).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Resources:N0} resources, {size / 1e6:0.0} MB"));

            var plain = Fastest("Newtonsoft JsonTextReader alone", size, runs, () => ReadTokens(path), null);
            Fastest("scan", size, runs, () => Source(path).Read([], default).Count(), plain);
            Fastest("scan and parse one type of 40", size, runs, () => Parse(path, t => t == "Microsoft.Web/sites"), plain);
            Fastest("scan and parse, two threads", size, runs, () => Parse(path, null), plain);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ExportSource Source(string path) => new(path, "export.json");

    private static long ReadTokens(string path)
    {
        using var reader = new JsonTextReader(new StreamReader(path)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        var tokens = 0L;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    private static long Parse(string path, Func<string, bool>? wanted)
    {
        var diagnostics = new DiagnosticBag();
        var count = 0L;
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(Source(path).Read(diagnostics, default), System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            piece => Interlocked.Add(ref count, piece.Parse(wanted, diagnostics).Length));
        return diagnostics.HasErrors ? throw new InvalidOperationException(diagnostics.First().ToString()) : count;
    }

    private static double Fastest(string title, long size, int runs, Func<long> work, double? plain)
    {
        var (best, cpu) = (double.MaxValue, double.MaxValue);
        long result = 0;
        for (var i = 0; i < runs; i++)
        {
            var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            result = work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        var factor = plain is { } one ? string.Create(CultureInfo.InvariantCulture, $"  {best / one,5:0.00} x") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-34} {best,6:0.00} s  processor {cpu,6:0.00} s  {size / 1e6 / best,6:0} MB/s{factor}  ({result:N0})"));
        return best;
    }
}
