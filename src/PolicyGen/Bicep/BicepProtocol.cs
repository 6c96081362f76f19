using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Bicep;

// The messages of `bicep jsonrpc` that are used here, with the names that the protocol gives their members
// (azure-docs, bicep/bicep-cli-jsonrpc.md).

internal sealed record BicepPosition(int Line, int Char);

internal sealed record BicepRange(BicepPosition Start, BicepPosition End);

/// <summary>A message of the compiler. The position counts from 0.</summary>
internal sealed record BicepMessage(string Source, BicepRange Range, string Level, string Code, string Message)
{
    public bool IsError => string.Equals(Level, "Error", StringComparison.OrdinalIgnoreCase);
}

internal sealed record BicepVersionRequest;

internal sealed record BicepVersionResponse(string Version);

internal sealed record BicepFileRequest(string Path);

internal sealed record BicepCompileResponse(bool Success, ImmutableArray<BicepMessage> Diagnostics, string? Contents);

internal sealed record BicepCompileParamsRequest(string Path, ImmutableDictionary<string, JToken> ParameterOverrides);

internal sealed record BicepCompileParamsResponse(bool Success, ImmutableArray<BicepMessage> Diagnostics, string? Parameters, string? Template);

internal sealed record BicepFileReferencesResponse(ImmutableArray<string> FilePaths);

internal sealed record BicepSymbol(BicepRange Range, string Name);

internal sealed record BicepMetadataResponse(ImmutableArray<BicepSymbol> Parameters);

/// <summary>A resource or module declaration; the type of a module is <c>&lt;module&gt;</c>.</summary>
internal sealed record BicepGraphNode(BicepRange Range, string Name, string Type, bool IsExisting, string? RelativePath);

internal sealed record BicepGraphResponse(ImmutableArray<BicepGraphNode> Nodes);

/// <summary>
/// What <c>subscription()</c>, <c>resourceGroup()</c>, <c>deployment()</c> and the like give. The compiler refuses ids that
/// the target scope does not have. Without a deployment name, modules have no names, and their outputs stay unresolved.
/// </summary>
internal sealed record BicepSnapshotMetadata(
    string? TenantId, string? SubscriptionId, string? ManagementGroupId, string? ResourceGroup, string? Location, string? DeploymentName = null);

internal sealed record BicepSnapshotRequest(string Path, BicepSnapshotMetadata Metadata);

internal sealed record BicepSnapshotResponse(string Snapshot);
