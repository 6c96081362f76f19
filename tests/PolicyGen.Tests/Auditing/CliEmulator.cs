using Newtonsoft.Json.Linq;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing;

/// <summary>The emulator of Azure Resource Manager as a process of its own, and the built command against it over HTTPS.</summary>
internal sealed class CliEmulator : IDisposable
{
    private static readonly (string, string)[] Nobody = [("GITHUB_ACTIONS", ""), ("TF_BUILD", ""), ("CI", ""), ("NO_COLOR", "")];

    private readonly ArmEmulatorProcess _emulator;

    private CliEmulator(ArmEmulatorProcess emulator) => _emulator = emulator;

    /// <summary>What makes the command trust the emulator and sign in there.</summary>
    public (string Name, string Value)[] Environment => [.. Nobody, .. _emulator.Environment];

    /// <summary>The arguments that lead there.</summary>
    public string[] Connection => [.. _emulator.Arguments, "--library", Repository.Root, "--language", "en"];

    /// <summary>Starts it: <c>--estate small</c> where nothing else is said.</summary>
    public static CliEmulator Start(params string[] arguments) => new(ArmEmulatorProcess.Start(arguments));

    /// <summary>Runs <c>policygen audit</c> against it.</summary>
    public CommandResult Run(string? folder, params string[] arguments) => CommandLine.Run(["audit", .. arguments, .. Connection], folder, Environment);

    /// <summary>The same with <c>--format json</c>.</summary>
    public AuditJson Json(params string[] arguments) => JsonIn(null, arguments);

    /// <summary>The same in a folder.</summary>
    public AuditJson JsonIn(string? folder, params string[] arguments)
    {
        var run = Run(folder, [.. arguments, "--format", "json"]);
        return new AuditJson(run.ExitCode, run.Output.Length == 0 ? [] : CheckRun.Parse(run.Output), run.Error);
    }

    /// <summary>Sets what goes wrong from now on, and forgets what was requested.</summary>
    public void Fail(params JObject[] rules)
    {
        _emulator.SetFaults(new JArray(rules.Cast<object>().ToArray()).ToString());
        _emulator.ClearLog();
    }

    /// <summary>Requests since then: those to the emulator, and those to the other host that links of a fault lead to.</summary>
    public (JArray Requests, JArray Foreign) Log()
    {
        var log = _emulator.Log();
        return ((JArray)log["requests"]!, (JArray)log["foreign"]!);
    }

    /// <summary>A rule of what goes wrong with requests to a path, in the words of faults.schema.json.</summary>
    public static JObject Fault(string path, string what, string? body = null, int? times = null)
    {
        var match = new JObject { ["path"] = path };
        if (body is not null)
            match["body"] = body;
        if (times is not null)
            match["times"] = times;
        return new JObject { ["match"] = match, ["do"] = JObject.Parse(what) };
    }

    public void Dispose() => _emulator.Dispose();
}

/// <summary>What an audit printed as JSON and how it ended.</summary>
internal sealed record AuditJson(int ExitCode, JObject Result, string Error)
{
    public bool IsComplete => (bool)Result["run"]!["complete"]!;

    public IEnumerable<JToken> Findings => Result["findings"]!;

    public JToken Audit => Result["audit"]!;

    /// <summary>State of a requirement.</summary>
    public string? Requirement(string id) => (string?)Result["requirements"]!.FirstOrDefault(r => (string?)r["id"] == id)?["state"];

    /// <summary>State of a control.</summary>
    public string? Control(string id) => (string?)Result["controls"]!.FirstOrDefault(c => (string?)c["id"] == id)?["state"];

    /// <summary>Findings of a control as <c>state resource</c>, without those of other states.</summary>
    public IEnumerable<string> Of(string control) => Findings.Where(f => (string?)f["control"] == control).Select(f => $"{f["state"]} {f["resource"]!["name"]}");

    /// <summary>Kinds of observations.</summary>
    public IEnumerable<string?> Observations => Audit["observations"]!.Select(o => (string?)o["kind"]);

    /// <summary>Requirements of a state.</summary>
    public IEnumerable<string?> InState(string state) => Result["requirements"]!.Where(r => (string?)r["state"] == state).Select(r => (string?)r["id"]);
}
