using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// An initiative (MicrosoftDocs/azure-docs, governance/policy/concepts/initiative-definition-structure.md).
/// </summary>
public sealed record PolicySetDefinition : PolicyDocument
{
    /// <summary>Version of the initiative, the property and not the one in metadata.</summary>
    public SourcedText? Version { get; init; }

    /// <summary>Parameters, in order.</summary>
    public ImmutableArray<PolicyParameter> Parameters { get; init; } = [];

    /// <summary>The definitions that it includes, in order.</summary>
    public ImmutableArray<PolicyReference> References { get; init; } = [];

    /// <summary>The groups, in order.</summary>
    public ImmutableArray<PolicyGroup> Groups { get; init; } = [];
}

/// <summary>A definition that an initiative includes.</summary>
/// <param name="DefinitionId">Resource id of the definition.</param>
/// <param name="ReferenceId">Name of the reference within the initiative; Azure makes one up when it is missing.</param>
/// <param name="DefinitionVersion">Version to use, such as <c>1.*.*</c>; null is the latest major version at the time.</param>
/// <param name="Parameters">The values passed.</param>
/// <param name="GroupNames">The groups it belongs to.</param>
/// <param name="Source">The JSON object.</param>
public sealed record PolicyReference(
    SourcedText? DefinitionId,
    SourcedText? ReferenceId,
    SourcedText? DefinitionVersion,
    ImmutableArray<PolicyParameterValue> Parameters,
    ImmutableArray<SourcedText> GroupNames,
    JObject Source);

/// <summary>A group of references: a requirement of a standard, for Azure's compliance views.</summary>
/// <param name="Name">Name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Category">Heading under which the group is shown.</param>
/// <param name="Description">Description.</param>
/// <param name="AdditionalMetadataId">Resource id of a policyMetadata object; only Microsoft can make those.</param>
/// <param name="Source">The JSON object.</param>
public sealed record PolicyGroup(
    SourcedText? Name,
    SourcedText? DisplayName,
    SourcedText? Category,
    SourcedText? Description,
    SourcedText? AdditionalMetadataId,
    JObject Source);
