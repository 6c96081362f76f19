using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>What a template would deploy, as the Bicep compiler predicts it.</summary>
public sealed class TemplateExpansion
{
    internal TemplateExpansion(TemplateOrigin origin, ImmutableArray<TemplateParameter> parameters, BicepSnapshotMetadata metadata)
    {
        Origin = origin;
        Parameters = parameters;
        Metadata = metadata;
    }

    /// <summary>What was expanded.</summary>
    public required TemplateInput Input { get; init; }

    /// <summary>
    /// The snapshot, in the form that <c>bicep snapshot</c> writes: <c>predictedResources</c>, <c>diagnostics</c>,
    /// <c>outputs</c>. What is known only after deployment is an expression in it. A resource whose condition is not known
    /// has a <c>condition</c>.
    /// </summary>
    public required JObject Snapshot { get; init; }

    /// <summary>The objects of <c>predictedResources</c>, in their order.</summary>
    public required ImmutableArray<JObject> PredictedResources { get; init; }

    /// <summary><c>resourceGroup</c>, <c>subscription</c>, <c>managementGroup</c> or <c>tenant</c>.</summary>
    public required string TargetScope { get; init; }

    /// <summary>True when the ids hold a placeholder of <see cref="DeploymentContext"/>, since the context did not name the scope.</summary>
    public required bool UsesPlaceholders { get; init; }

    /// <summary>
    /// What the compiler warns about, without its linter: ids <c>bicep-warning</c>. The expansion is whole all the same.
    /// </summary>
    public required ImmutableArray<Diagnostic> Warnings { get; init; }

    /// <summary>The Bicep files and parameter files that took part, or the ARM template, named as locations name them.</summary>
    public required ImmutableArray<string> Files { get; init; }

    internal TemplateOrigin Origin { get; }

    internal ImmutableArray<TemplateParameter> Parameters { get; }

    internal BicepSnapshotMetadata Metadata { get; }
}

/// <summary>The ARM template behind an expansion, and where it comes from.</summary>
/// <param name="Template">The template: that of the user, or what the compiler made. With line information.</param>
/// <param name="File">Absolute path of the .bicep or .json file that it comes from; null when it comes from a registry.</param>
/// <param name="Names">How files are named.</param>
internal sealed record TemplateOrigin(JObject Template, string? File, FileNames Names);
