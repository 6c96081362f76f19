using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>What a rule does (MicrosoftDocs/azure-docs, governance/policy/concepts/effect-basics.md and its siblings).</summary>
/// <param name="Effect">The effect as written: a name, or an expression that gives it; null when missing.</param>
/// <param name="EffectParameterName">The parameter when the effect is <c>[parameters('…')]</c>, otherwise null.</param>
/// <param name="Details">Details; null when there are none or, for append, when they are an array.</param>
/// <param name="Append">What append adds.</param>
/// <param name="Source">The JSON object.</param>
public sealed record PolicyThen(
    SourcedText? Effect,
    string? EffectParameterName,
    EffectDetails? Details,
    ImmutableArray<FieldOperation> Append,
    JObject Source);

/// <summary>
/// One change to a resource: an operation of modify (effect-modify.md) or an entry of append (effect-append.md).
/// </summary>
/// <param name="Operation">add, addOrReplace or remove; null for append.</param>
/// <param name="Field">The field to change, or an expression that gives it.</param>
/// <param name="Value">The new value; null for remove.</param>
/// <param name="Condition">An expression that switches the operation on; null when it always applies.</param>
/// <param name="Source">The JSON object.</param>
public sealed record FieldOperation(SourcedText? Operation, SourcedText? Field, JToken? Value, SourcedText? Condition, JToken Source);

/// <summary>The details of an effect. Which of them mean something depends on the effect.</summary>
public sealed record EffectDetails
{
    /// <summary>The JSON object.</summary>
    public required JObject Source { get; init; }

    /// <summary>auditIfNotExists, deployIfNotExists: type of the related resource.</summary>
    public SourcedText? Type { get; init; }

    /// <summary>The same: name of the related resource, mostly an expression; null takes any.</summary>
    public SourcedText? Name { get; init; }

    /// <summary>The same: kind of the related resource.</summary>
    public SourcedText? Kind { get; init; }

    /// <summary>The same: resource group to look in; null is the resource's own.</summary>
    public SourcedText? ResourceGroupName { get; init; }

    /// <summary>The same: Subscription or ResourceGroup (the default).</summary>
    public SourcedText? ExistenceScope { get; init; }

    /// <summary>The same: what the related resource must be; null is satisfied by any.</summary>
    public Condition? ExistenceCondition { get; init; }

    /// <summary>The same: AfterProvisioning, AfterProvisioningSuccess, AfterProvisioningFailure or an ISO 8601 duration.</summary>
    public SourcedText? EvaluationDelay { get; init; }

    /// <summary>deployIfNotExists: Subscription or ResourceGroup (the default).</summary>
    public SourcedText? DeploymentScope { get; init; }

    /// <summary>deployIfNotExists: the deployment.</summary>
    public JObject? Deployment { get; init; }

    /// <summary>deployIfNotExists, modify: roles that the assignment's identity needs.</summary>
    public ImmutableArray<SourcedText> RoleDefinitionIds { get; init; } = [];

    /// <summary>modify: the operations, in order.</summary>
    public ImmutableArray<FieldOperation> Operations { get; init; } = [];

    /// <summary>modify: audit, deny or disabled; what happens when assignments disagree.</summary>
    public SourcedText? ConflictEffect { get; init; }

    /// <summary>manual: Compliant, NonCompliant or Unknown (the default).</summary>
    public SourcedText? DefaultState { get; init; }

    /// <summary>denyAction: the actions, so far only delete.</summary>
    public ImmutableArray<SourcedText> ActionNames { get; init; } = [];

    /// <summary>denyAction: what happens when a parent is deleted, by scope.</summary>
    public JObject? CascadeBehaviors { get; init; }

    /// <summary>The template inside <see cref="Deployment"/>, or null.</summary>
    public JObject? Template => (Deployment?.Find("properties") as JObject)?.Find("template") as JObject;
}
