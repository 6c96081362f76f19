using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// An assignment (MicrosoftDocs/azure-docs, governance/policy/concepts/assignment-structure.md).
/// </summary>
public sealed record PolicyAssignment : PolicyDocument
{
    /// <summary>Resource id of the definition or initiative.</summary>
    public SourcedText? DefinitionId { get; init; }

    /// <summary>Version of it to use; null is the latest.</summary>
    public SourcedText? DefinitionVersion { get; init; }

    /// <summary>Scope, where the file says it.</summary>
    public SourcedText? Scope { get; init; }

    /// <summary>Default, DoNotEnforce or Enroll.</summary>
    public SourcedText? EnforcementMode { get; init; }

    /// <summary>The values given.</summary>
    public ImmutableArray<PolicyParameterValue> Parameters { get; init; } = [];

    /// <summary>Scopes that it leaves out.</summary>
    public ImmutableArray<SourcedText> NotScopes { get; init; } = [];

    /// <summary>Messages shown to who meets it.</summary>
    public ImmutableArray<NonComplianceMessage> NonComplianceMessages { get; init; } = [];

    /// <summary>Changed effects or versions, in order.</summary>
    public ImmutableArray<AssignmentOverride> Overrides { get; init; } = [];

    /// <summary>Narrower sets of resources.</summary>
    public ImmutableArray<ResourceSelector> ResourceSelectors { get; init; } = [];

    /// <summary>The managed identity, beside properties in the resource; null when there is none.</summary>
    public JObject? Identity { get; init; }

    /// <summary>Where the identity lives; required with one.</summary>
    public SourcedText? Location { get; init; }
}

/// <summary>A message for resources that do not comply.</summary>
/// <param name="Message">The message.</param>
/// <param name="ReferenceId">The initiative's reference that it is for; null for all.</param>
/// <param name="Source">The JSON object.</param>
public sealed record NonComplianceMessage(SourcedText? Message, SourcedText? ReferenceId, JObject Source);

/// <summary>A change to what is assigned.</summary>
/// <param name="Kind">policyEffect or definitionVersion.</param>
/// <param name="Value">The effect or version to use.</param>
/// <param name="Selectors">Where.</param>
/// <param name="Source">The JSON object.</param>
public sealed record AssignmentOverride(SourcedText? Kind, SourcedText? Value, ImmutableArray<AssignmentSelector> Selectors, JObject Source);

/// <summary>A named set of conditions on resources.</summary>
/// <param name="Name">Name.</param>
/// <param name="Selectors">The conditions; all must hold.</param>
/// <param name="Source">The JSON object.</param>
public sealed record ResourceSelector(SourcedText? Name, ImmutableArray<AssignmentSelector> Selectors, JObject Source);

/// <summary>One condition of an override or of a resource selector.</summary>
/// <param name="Kind">resourceLocation, resourceType, resourceWithoutLocation, policyDefinitionReferenceId, ….</param>
/// <param name="In">The values to take; null when <paramref name="NotIn"/> is used.</param>
/// <param name="NotIn">The values to leave out.</param>
/// <param name="Source">The JSON object.</param>
public sealed record AssignmentSelector(SourcedText? Kind, JArray? In, JArray? NotIn, JObject Source);
