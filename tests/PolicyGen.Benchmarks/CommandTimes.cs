using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PolicyGen.Benchmarks;

/// <summary>
/// Times whole processes, as a user meets them: the published command against an empty .NET program, from start to exit,
/// with output discarded. Reported are the median and the fastest run.
/// </summary>
internal static class CommandTimes
{
    public static int Run(int runs)
    {
        var work = Checkout.WorkFolder("commands");
        var empty = Publish("tests/PolicyGen.EmptyProgram", "PolicyGen.EmptyProgram", work);
        var policygen = Publish("src/PolicyGen.Cli", "policygen", work);

        var baseline = Measure("empty program", empty, [], runs, null);
        Measure("requirements show MHLW-6.5-11", policygen, ["requirements", "show", "MHLW-6.5-11", "--library", Checkout.Root], runs, baseline);
        Measure("requirements list", policygen, ["requirements", "list", "--library", Checkout.Root], runs, baseline);
        Measure("generate, first time", policygen, ["generate", "--library", Checkout.Root, "--output", Path.Combine(work, "new")], runs, baseline, Path.Combine(work, "new"));
        Measure("generate, unchanged", policygen, ["generate", "--library", Checkout.Root, "--output", Path.Combine(work, "same")], runs, baseline);
        Measure("lint", policygen, ["lint", "--library", Checkout.Root], runs, baseline);
        Directory.Delete(work, recursive: true);
        return 0;
    }

    internal static string Publish(string project, string name, string work)
    {
        var output = Path.Combine(work, name);
        Start("dotnet", ["publish", Path.Combine(Checkout.Root, project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", output], quiet: false);
        return Path.Combine(output, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    private static double Measure(string title, string program, string[] arguments, int runs, double? baseline, string? removeBefore = null)
    {
        var times = new List<double>();
        for (var i = 0; i <= runs; i++)
        {
            if (removeBefore is not null && Directory.Exists(removeBefore))
                Directory.Delete(removeBefore, recursive: true);
            var start = Stopwatch.GetTimestamp();
            Start(program, arguments, quiet: true);
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            // The first run fills the disk cache.
            if (i > 0)
                times.Add(time);
        }

        times.Sort();
        var median = times[times.Count / 2];
        var factor = baseline is { } one ? string.Create(CultureInfo.InvariantCulture, $"  {median / one,5:0.0} x") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-38} median {median,7:0.0} ms  fastest {times[0],7:0.0} ms{factor}"));
        return median;
    }

    private static void Start(string program, string[] arguments, bool quiet)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}:\n{output}{error.Result}");
        if (!quiet)
            Console.Error.WriteLine($"published {Path.GetFileName(arguments[1])}");
    }
}
