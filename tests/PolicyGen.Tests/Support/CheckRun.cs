using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Support;

/// <summary>Runs <c>policygen check</c> as a process, with our library and the compiler that all specs use.</summary>
internal static class CheckRun
{
    /// <summary>Where a pipeline would be told apart from a person.</summary>
    private static readonly (string, string)[] Nobody = [("GITHUB_ACTIONS", ""), ("TF_BUILD", ""), ("CI", ""), ("NO_COLOR", ""), ("POLICYGEN_BICEP", BicepCompiler.Executable)];

    /// <summary>A file of the samples, as a path from the root of the repository.</summary>
    public static string Sample(string path) => "templates/samples/" + path;

    /// <summary>Runs the command in English in a folder; the root of the repository when null.</summary>
    public static CommandResult Run(string? folder, params string[] arguments) => RunIn([], folder, arguments);

    /// <summary>Runs the command with some environment variables.</summary>
    public static CommandResult RunIn((string, string)[] environment, string? folder, params string[] arguments) =>
        CommandLine.Run(["check", .. arguments, "--library", Repository.Root, "--language", "en"], folder, [.. Nobody, .. environment]);

    /// <summary>Runs the command with <c>--format json</c>.</summary>
    public static (int ExitCode, JObject Result, string Error) Json(string? folder, params string[] arguments)
    {
        var run = Run(folder, [.. arguments, "--format", "json"]);
        return (run.ExitCode, run.Output.Length == 0 ? [] : Parse(run.Output), run.Error);
    }

    /// <summary>A result, its dates left as texts.</summary>
    public static JObject Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    /// <summary>Findings as <c>state control resource</c>.</summary>
    public static IEnumerable<string> Findings(JObject result) =>
        result["findings"]!.Select(f => $"{f["state"]} {f["control"]} {f["resource"]!["name"]}");
}
