using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Kusto;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Microsoft's language service for Kusto: tests/kusto-queries/check.mjs, run by Node.js. npm installs it when it is missing.</summary>
internal static class LanguageService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string> Folder = new(Install);

    /// <summary>What the service says to queries on the tables of <see cref="ResourceGraphSchema"/>.</summary>
    public static IReadOnlyList<Verdict> Check(IEnumerable<(string Name, string Text)> queries)
    {
        var input = new JObject
        {
            ["tables"] = new JArray(ResourceGraphSchema.Tables),
            ["columns"] = new JArray(ResourceGraphSchema.Columns.Select(c => new JObject { ["name"] = c.Name, ["type"] = TypeName(c.Type) })),
            ["queries"] = new JArray(queries.Select(q => new JObject { ["name"] = q.Name, ["text"] = q.Text })),
        };
        var (code, output, error) = Run("node", Folder.Value, input.ToString(), "check.mjs");
        if (code is not (0 or 1))
            throw new InvalidOperationException($"check.mjs ended with {code}: {error}");
        var verdicts = JArray.Parse(output).Select(v => new Verdict(
            (string)v["name"]!,
            [.. v["columns"]!.Select(c => ((string)c["name"]!, (string)c["type"]!))],
            [.. v["problems"]!.Select(p => $"{(string)p["message"]!} at {(int)p["position"]!}: {(string)p["at"]!}")])).ToArray();
        return code == 1 == verdicts.Any(v => v.Problems.Count > 0) ? verdicts : throw new InvalidOperationException($"check.mjs ended with {code}, which is not what it says.");
    }

    /// <summary>A type as Kusto calls it.</summary>
    public static string TypeName(KustoType type) => type.ToString().ToLowerInvariant();

    private static string Install()
    {
        var folder = Repository.PathOf("tests", "kusto-queries");
        if (Directory.Exists(Path.Combine(folder, "node_modules")))
            return folder;
        // On Windows npm is a script, which only the shell starts.
        var (code, _, error) = OperatingSystem.IsWindows()
            ? Run("cmd", folder, "", "/c", "npm", "ci", "--no-audit", "--no-fund")
            : Run("npm", folder, "", "ci", "--no-audit", "--no-fund");
        return code == 0 ? folder : throw new InvalidOperationException($"npm ci in tests/kusto-queries failed: {error}");
    }

    private static (int Code, string Output, string Error) Run(string program, string folder, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be started. These specs need Node.js 18 or later, with npm.", e);
        }
    }

    /// <param name="Name">The query's name.</param>
    /// <param name="Columns">Names and types of the result's columns.</param>
    /// <param name="Problems">Errors and warnings.</param>
    public sealed record Verdict(string Name, IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<string> Problems);
}
