// dotnet run -c Release --project tests/PolicyGen.Benchmarks -- render            BenchmarkDotNet, in process
// dotnet run -c Release --project tests/PolicyGen.Benchmarks -- commands [RUNS]   whole processes, published for this machine
// dotnet run -c Release --project tests/PolicyGen.Benchmarks -- export [RUNS]     reading a 300 MB export of resources
// dotnet run -c Release --project tests/PolicyGen.Benchmarks -- check [RUNS]      the command check on that export and on 500 templates
// dotnet run -c Release --project tests/PolicyGen.Benchmarks -- audit [RUNS]      the command audit against the emulator with 1,000,000 states
using BenchmarkDotNet.Running;
using PolicyGen.Benchmarks;

switch (args)
{
    case ["render", .. var rest]:
        BenchmarkRunner.Run<RenderBenchmarks>(args: rest);
        return 0;
    case ["commands", .. var rest]:
        return CommandTimes.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 20);
    case ["export", .. var rest]:
        return ExportBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3);
    case ["check", .. var rest]:
        return CheckBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3);
    case ["audit", .. var rest]:
        return AuditBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3);
    default:
        Console.Error.WriteLine("usage: PolicyGen.Benchmarks render | commands [RUNS] | export [RUNS] | check [RUNS] | audit [RUNS]");
        return 2;
}
