using System.Collections.Immutable;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>A file that may hold policies.</summary>
/// <param name="File">The file.</param>
/// <param name="IsNamed">True when it was named, false when it was found in a folder.</param>
internal sealed record PolicySource(FolderFile File, bool IsNamed);

/// <summary>Finds the files to load.</summary>
internal static class PolicySources
{
    private static readonly string[] Json = [".json", ".jsonc", ".jsonl", ".ndjson", ".json.gz", ".jsonc.gz", ".jsonl.gz", ".ndjson.gz"];

    // The forms of EPAC and of the ALZ library that are not read; found so that it can be said.
    private static readonly string[] NotRead =
    [
        ".csv",
        ".alz_policy_definition.yaml", ".alz_policy_definition.yml",
        ".alz_policy_set_definition.yaml", ".alz_policy_set_definition.yml",
        ".alz_policy_assignment.yaml", ".alz_policy_assignment.yml",
    ];

    private static readonly FolderQuery Query = new([.. Json, .. NotRead]);

    /// <summary>The files, each once, by ordinal order of the paths that messages show.</summary>
    public static ImmutableArray<PolicySource> Find(IReadOnlyList<string> paths, DiagnosticBag diagnostics)
    {
        var sources = new Dictionary<string, PolicySource>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                sources[Path.GetFullPath(path)] = new PolicySource(new FolderFile(path, path.Replace('\\', '/')), IsNamed: true);
                continue;
            }

            foreach (var file in FolderFiles.Find(path, path, Query, diagnostics))
            {
                if (!EndsWith(file, NotRead))
                    sources.TryAdd(Path.GetFullPath(file.Path), new PolicySource(file, IsNamed: false));
                else if (WhyNotRead(file) is { } why)
                    diagnostics.Warning("policies-not-read", why, new SourceLocation(file.DisplayPath));
            }
        }

        return [.. sources.Values.OrderBy(s => s.File.DisplayPath, StringComparer.Ordinal)];
    }

    private static string? WhyNotRead(FolderFile file)
    {
        if (!EndsWith(file, [".csv"]))
            return "Only the JSON form of the ALZ library is read: the policy in this file is left out.";
        return file.DisplayPath.Split('/').Contains("policyExemptions", StringComparer.OrdinalIgnoreCase)
            ? "EPAC's CSV form of exemptions is not read: the exemptions in this file are left out."
            : null;
    }

    private static bool EndsWith(FolderFile file, string[] endings) => endings.Any(e => file.DisplayPath.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
