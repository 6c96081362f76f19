using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Resources.Deployments;

namespace PolicyGen.Resources;

/// <summary>What a deployment snapshot holds.</summary>
/// <param name="Resources">The resources, in its order. Children stand by themselves; deployments are left out.</param>
/// <param name="IsComplete">
/// False when a nested deployment could not be expanded or a resource is malformed: something that would be deployed is not
/// among the resources.
/// </param>
public sealed record SnapshotContent(ImmutableArray<ArmResource> Resources, bool IsComplete);

/// <summary>
/// Reads deployment snapshots as <c>bicep snapshot</c> writes them: <c>{"predictedResources": […], "diagnostics": […]}</c>
/// (Azure/bicep, docs/experimental/snapshot-command.md). Values that are left as expressions become
/// <see cref="Unresolved"/>; in the properties of policy definitions, initiatives and assignments only those that no
/// policy rule can hold. An object with an expression for a name is unknown as a whole.
/// </summary>
public static class SnapshotResources
{
    /// <summary>Reads a snapshot. What is malformed is a diagnostic.</summary>
    /// <param name="snapshot">The snapshot, which is used up: its resources become content.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="scope">Where it is deployed, as a resource id; empty for the tenant or when it is not known.</param>
    /// <param name="locate">
    /// Says where a resource is declared, given its object in the snapshot as it is written there; null takes the line in
    /// the snapshot itself.
    /// </param>
    /// <param name="diagnostics">Takes <c>snapshot-malformed</c> and <c>deployment-unexpanded</c>.</param>
    public static SnapshotContent Read(JObject snapshot, string file, string scope, Func<JObject, SourceLocation>? locate, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var complete = DeploymentDiagnostics.Report(snapshot.Find("diagnostics"), file, diagnostics);
        if (snapshot.Find("predictedResources") is not JArray predicted)
        {
            diagnostics.Error("snapshot-malformed", "The snapshot has no predictedResources.", JsonPlace.Of(snapshot, file));
            return new SnapshotContent([], false);
        }

        var requests = new RequestResources(scope.TrimEnd('/'));
        var resources = ImmutableArray.CreateBuilder<ArmResource>(predicted.Count);
        foreach (var item in predicted.ToList())
        {
            if (item is not JObject body || body.Find("type") is not JValue { Value: string type } || body.Find("name") is not JValue { Value: string name } || ExpandedValues.IsUnresolved(type))
            {
                diagnostics.Error("snapshot-malformed", "A predicted resource needs a type and a name.", JsonPlace.Of(item, file));
                complete = false;
            }
            else if (!ResourceTypes.IsDeployment(type))
            {
                var source = locate?.Invoke(body) ?? JsonPlace.Of(body, file);
                // Detached, so that a resource does not keep the whole snapshot alive.
                body.Remove();
                resources.Add(requests.Create(body, body.Find("id") is JValue { Value: string id } ? id : null, type, name, source));
            }
        }

        return new SnapshotContent(resources.DrainToImmutable(), complete);
    }
}
