using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>Reads the snapshot that <c>bicep/getSnapshot</c> gives.</summary>
internal static partial class SnapshotReader
{
    /// <summary>Reads a snapshot.</summary>
    /// <returns>The snapshot with its resources, or null after adding a diagnostic.</returns>
    public static (JObject Snapshot, ImmutableArray<JObject> Resources)? Read(string text, string file, DiagnosticBag diagnostics)
    {
        if (JsonText.Parse(text, file, diagnostics) is not { } token)
            return null;
        if (token is JObject snapshot && snapshot["predictedResources"] is JArray resources && resources.All(r => r is JObject))
            return (snapshot, [.. resources.Cast<JObject>()]);
        diagnostics.Error("bicep-failed", "The Bicep compiler gave a snapshot of an unknown form. Use a version that PolicyGen was tested with.", new SourceLocation(file));
        return null;
    }

    /// <summary>What the deployment engine says about the expansion.</summary>
    public static IEnumerable<SnapshotMessage> Messages(JObject snapshot) =>
        from text in (snapshot["diagnostics"] as JArray ?? []).OfType<JValue>()
        let match = Message().Match((string?)text ?? "")
        select match.Success
            ? new SnapshotMessage(match.Groups["level"].Value, match.Groups["code"].Value, match.Groups["text"].Value)
            : new SnapshotMessage("Warning", "", (string?)text ?? "");

    [GeneratedRegex("^\\S* (?<level>\\w+) (?<code>\\w+): (?<text>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Message();
}

/// <summary>A message of the deployment engine.</summary>
internal sealed record SnapshotMessage(string Level, string Code, string Text)
{
    /// <summary>True when a nested deployment is left out of the snapshot: what it deploys is not known.</summary>
    public bool LeavesOut => Code == "NestedDeploymentShortCircuited" || string.Equals(Level, "Error", StringComparison.OrdinalIgnoreCase);
}
