using System.Diagnostics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Benchmarks;

/// <summary>
/// The whole command <c>audit</c> as a process of its own, against the emulator with 100,000 and with 1,000,000 states of which 20,000
/// violate something: requests beside the least that the same queries can be answered in, time, peak memory, and the time that curl
/// takes for the same requests.
/// </summary>
internal static class AuditBenchmark
{
    private const int Violations = 20_000;
    private const int PageSize = 1000;

    public static int Run(int runs)
    {
        var work = Checkout.WorkFolder("audit");
        try
        {
            var policygen = CommandTimes.Publish("src/PolicyGen.Cli", "policygen", work);
            foreach (var states in new[] { 100_000, 1_000_000 })
                Measure(policygen, work, states, runs);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Measure(string policygen, string work, int states, int runs)
    {
        using var emulator = EmulatorProcess.Start(work, states, Violations);
        var result = Path.Combine(work, "result.json");
        // The emulator counts when it is asked first, as Azure does; then it remembers the answers.
        var first = Audit(policygen, emulator, work, result);
        var best = new Cost(double.MaxValue, 0);
        var peak = 0L;
        JArray log = [];
        for (var i = 0; i < runs; i++)
        {
            emulator.ClearLog();
            var cost = Audit(policygen, emulator, work, result);
            log = new JArray(emulator.Log().Where(r => !((string)r["path"]!).StartsWith("/msi/", StringComparison.OrdinalIgnoreCase)));
            peak = Math.Max(peak, cost.PeakBytes);
            if (cost.Seconds < best.Seconds)
                best = cost;
        }

        var pages = Path.Combine(work, "pages");
        Directory.CreateDirectory(pages);
        var config = Path.Combine(work, "curl.txt");
        WriteCurl(config, log, emulator, pages);
        _ = emulator.Curl("-K", config);
        var least = Least(log, pages);
        var curl = Enumerable.Range(0, runs).Select(_ => Time(() => emulator.Curl("-K", config))).Min();
        var bytes = new DirectoryInfo(pages).EnumerateFiles().Where(f => f.Extension == ".page").Sum(f => f.Length);

        var counting = CurlOfAnother(emulator, config, log, pages, work, states);

        Console.WriteLine(Line($"{states:N0} states, {Violations:N0} of them violations"));
        Console.WriteLine(Line($"  requests            {log.Count,6}    the least {least,6}    {(double)log.Count / least,5:0.00} x"));
        Console.WriteLine(Line($"  audit, answers made {first.Seconds,6:0.00} s  curl, same pages {counting,6:0.00} s  {first.Seconds / counting,5:0.00} x"));
        Console.WriteLine(Line($"  audit, remembered   {best.Seconds,6:0.00} s  peak {peak / 1e6,6:0} MB  {new FileInfo(result).Length / 1e6:0.0} MB of result"));
        Console.WriteLine(Line($"  curl, same pages    {curl,6:0.00} s  {bytes / 1e6,6:0.0} MB       {best.Seconds / curl,5:0.00} x"));
        foreach (var route in log.GroupBy(r => Route((string)r["path"]!)).OrderByDescending(g => g.Count()))
            Console.WriteLine(Line($"    {route.Count(),5} {route.Key}  {route.Sum(r => (double)r["milliseconds"]!) / 1e3:0.00} s in the emulator"));
        Console.WriteLine(Line($"  figures of the result: {Figures(result)}"));
        Directory.Delete(pages, recursive: true);
    }

    // What curl takes where the emulator has to make the answers, as it had to for the first audit.
    private static double CurlOfAnother(EmulatorProcess emulator, string config, JArray log, string pages, string work, int states)
    {
        emulator.Stop();
        using var another = EmulatorProcess.Start(work, states, Violations);
        WriteCurl(config, log, another, pages);
        return Time(() => another.Curl("-K", config));
    }

    private static Cost Audit(string policygen, EmulatorProcess emulator, string work, string result)
    {
        var start = new ProcessStartInfo(policygen) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = work };
        string[] arguments =
        [
            "audit", "--management-group", "contoso", "--library", Checkout.Root, "--fail-on", "never", "--report", "json=" + result,
            "--arm-endpoint", emulator.Endpoint, "--authority-host", emulator.Endpoint, "--credential", "managed-identity",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in emulator.Environment)
            start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            if (!process.HasExited)
                peak = Math.Max(peak, process.PeakWorkingSet64);
        }

        output.Wait();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0 ? new Cost(seconds, peak) : throw new InvalidOperationException($"audit exited with {process.ExitCode}:\n{error.Result}");
    }

    // One connection, one request after another, as curl does it.
    private static void WriteCurl(string config, JArray log, EmulatorProcess emulator, string pages)
    {
        var token = emulator.Token();
        var text = new StringBuilder();
        for (var i = 0; i < log.Count; i++)
        {
            var page = Path.Combine(pages, Line($"{i}.page"));
            text.Append(text.Length > 0 ? "next\n" : "").Append("fail\nsilent\nshow-error\n");
            text.Append(Line($"cacert = \"{emulator.CaFile}\"\nurl = \"{emulator.Endpoint}{((string)log[i]["path"]!).Replace("\"", "%22", StringComparison.Ordinal)}\"\noutput = \"{page}\"\n"));
            text.Append(Line($"header = \"Authorization: Bearer {token}\"\n"));
            if ((string?)log[i]["method"] != "POST")
                continue;
            var body = Path.Combine(pages, Line($"{i}.body"));
            File.WriteAllText(body, (string)log[i]["body"]!);
            text.Append(Line($"request = \"POST\"\nheader = \"Content-Type: application/json\"\ndata-binary = \"@{body}\"\n"));
        }

        File.WriteAllText(config, text.ToString());
    }

    // As many pages as the rows of each query need at a thousand a page; one for what is not a list. A repeated question is not needed.
    private static int Least(JArray log, string pages)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < log.Count; i++)
        {
            var answer = JObject.Parse(File.ReadAllText(Path.Combine(pages, Line($"{i}.page"))));
            var key = Question((string)log[i]["path"]!, (string)log[i]["body"]!);
            rows[key] = rows.GetValueOrDefault(key) + (((answer["data"] ?? answer["value"]) as JArray)?.Count ?? 0);
        }

        return rows.Values.Sum(r => (int)Math.Max(1, (r + PageSize - 1) / PageSize));
    }

    // What is asked, whatever page of it.
    private static string Question(string path, string body)
    {
        var query = path.Split('?', 2);
        var kept = query.Length < 2 ? "" : string.Join('&', query[1].Split('&').Where(p => !p.Contains("skiptoken", StringComparison.OrdinalIgnoreCase)));
        if (body.Length > 0 && JObject.Parse(body) is { } json)
        {
            (json["options"] as JObject)?.Remove("$skipToken");
            (json["options"] as JObject)?.Remove("$skip");
            (json["options"] as JObject)?.Remove("$top");
            body = json.ToString(Formatting.None);
        }

        return $"{query[0]}?{kept}\n{body}";
    }

    private static string Route(string path) =>
        string.Join('/', path.Split('?')[0].Split('/').Select(p => Guid.TryParse(p, out _) ? "ID" : p));

    private static string Figures(string result)
    {
        using var reader = new JsonTextReader(new StreamReader(result));
        while (reader.Read())
        {
            if (reader is { TokenType: JsonToken.PropertyName, Value: "figures" } && reader.Path == "audit.figures")
            {
                reader.Read();
                return JObject.Load(reader).ToString(Formatting.None);
            }
        }

        return "none";
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);

    private readonly record struct Cost(double Seconds, long PeakBytes);
}
