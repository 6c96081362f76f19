using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Resources.Deployments;

/// <summary>
/// What Azure says about an expansion, in snapshots as texts (<c>ID Warning NestedDeploymentShortCircuited: …</c>), in
/// what-if results as objects. It matters: the resources of a nested deployment that could not be expanded are simply not
/// listed (https://aka.ms/WhatIfEvalStopped).
/// </summary>
internal static partial class DeploymentDiagnostics
{
    /// <summary>Reports what was left out.</summary>
    /// <returns>True when nothing was.</returns>
    public static bool Report(JToken? list, string file, DiagnosticBag diagnostics)
    {
        var complete = true;
        foreach (var item in list as JArray ?? [])
        {
            var (level, message) = item switch
            {
                JObject entry => (Text(entry, "level"), $"{Text(entry, "code")}: {Text(entry, "message")}"),
                _ when Line().Match(item.ToString()) is { Success: true } match => (match.Groups["level"].Value, match.Groups["message"].Value),
                _ => ("", item.ToString()),
            };
            if (level.Equals("Info", StringComparison.OrdinalIgnoreCase))
                continue;
            diagnostics.Error("deployment-unexpanded", $"Not everything that would be deployed is known. {message}", JsonPlace.Of(item, file));
            complete = false;
        }

        return complete;
    }

    private static string Text(JObject entry, string name) => entry.Find(name) is JValue { Value: string text } ? text : "";

    [GeneratedRegex(@"(^|\s)(?<level>Info|Warning|Error) (?<message>\w+: .*)$", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}
