using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>Harm to medical information if the control is violated.</summary>
public enum Severity
{
    /// <summary>Weakens a second line of defence.</summary>
    Low,

    /// <summary>One further fault away from disclosure, loss or tampering.</summary>
    Medium,

    /// <summary>Directly exposes, loses or lets tamper with medical information, or blinds its audit trail.</summary>
    High,
}

/// <summary>What a built-in definition says compared with the control.</summary>
public enum BuiltInRelation
{
    /// <summary>The same verdict on every resource.</summary>
    Same,

    /// <summary>The same verdict together with the control's other parts, each for some kinds of the resource.</summary>
    Part,

    /// <summary>It also faults resources that the control accepts.</summary>
    Stricter,

    /// <summary>It accepts resources that the control faults.</summary>
    Looser,

    /// <summary>It covers some of the resource types or shapes, and nothing covers the rest.</summary>
    Partial,
}

/// <summary>The value that a control gives to a parameter of a built-in definition.</summary>
/// <param name="Parameter">The control's own parameter that is handed on, or null for a literal.</param>
/// <param name="Literal">The literal, or null.</param>
public sealed record BuiltInArgument(string? Parameter, JToken? Literal);

/// <summary>A reference from a control to one of Microsoft's built-in definitions.</summary>
/// <param name="Id">GUID.</param>
/// <param name="Name">Its English display name, for the reader of the file.</param>
/// <param name="Relation">What it says compared with the control.</param>
/// <param name="Parameters">Values for its parameters by name.</param>
/// <param name="Location">Where the reference is written.</param>
public sealed record BuiltInReference(
    string Id,
    string Name,
    BuiltInRelation Relation,
    ImmutableSortedDictionary<string, BuiltInArgument> Parameters,
    SourceLocation Location);

/// <summary>A parameter of a control's policy definition.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Azure Policy type: String, Array, Object, Boolean, Integer, Float or DateTime.</param>
/// <param name="Default">Default value.</param>
/// <param name="Allowed">Allowed values, or null when any value of the type is.</param>
/// <param name="Title">Display name.</param>
/// <param name="Description">What it is for and why it has this default.</param>
/// <param name="InitiativeParameter">Name of the initiative parameter that sets it, or null where it stays at its default.</param>
/// <param name="Location">Where it is written.</param>
public sealed record ControlParameter(
    string Name,
    string Type,
    JToken Default,
    JArray? Allowed,
    LocalizedText Title,
    LocalizedText Description,
    string? InitiativeParameter,
    SourceLocation Location);

/// <summary>Effects of a control's policy definition, in Azure's spelling (<c>AuditIfNotExists</c>).</summary>
/// <param name="Default">Effect without override.</param>
/// <param name="Allowed">Effects that an assignment may choose, the default included.</param>
public sealed record ControlEffects(string Default, ImmutableArray<string> Allowed);

/// <summary>One checkable statement about a kind of resource or about the subscription.</summary>
/// <param name="Id">Identifier; at most 54 characters so that the definition's name fits into 64.</param>
/// <param name="Area">Name of the folder that holds it; gives the category in the portal.</param>
/// <param name="Title">The statement, at most 128 characters.</param>
/// <param name="Severity">Harm if it is violated.</param>
/// <param name="Signals">Tags that tie it to requirements.</param>
/// <param name="ResourceTypes">Types that it judges.</param>
/// <param name="Mode">Azure Policy mode.</param>
/// <param name="Pattern">Name of the template under templates/definitions that renders it.</param>
/// <param name="Values">The pattern's values.</param>
/// <param name="Parameters">Parameters beside the effect.</param>
/// <param name="Effects">Effects.</param>
/// <param name="BuiltIns">Related built-in definitions.</param>
/// <param name="Remediation">How to mend it, at most 512 characters.</param>
/// <param name="Samples">Resources that satisfy and violate it.</param>
/// <param name="Notes">For the maintainers, in English.</param>
/// <param name="Location">Its file.</param>
public sealed record Control(
    string Id,
    string Area,
    LocalizedText Title,
    Severity Severity,
    ImmutableArray<string> Signals,
    ImmutableArray<string> ResourceTypes,
    string Mode,
    string Pattern,
    JObject Values,
    ImmutableArray<ControlParameter> Parameters,
    ControlEffects Effects,
    ImmutableArray<BuiltInReference> BuiltIns,
    LocalizedText Remediation,
    ControlSamples Samples,
    string? Notes,
    SourceLocation Location)
{
    /// <summary>Pattern of the controls that refer to built-in definitions and have no rule of their own.</summary>
    public const string BuiltInPattern = "builtin";

    /// <summary>Pattern of the shared attestation definitions.</summary>
    public const string ManualPattern = "manual";

    /// <summary>Prefix of the names of our policy definitions, which keeps them apart from the customer's own.</summary>
    public const string DefinitionNamePrefix = "policygen-";

    /// <summary>Name of the policy definition that the pattern renders.</summary>
    public string DefinitionName => DefinitionNamePrefix + Id;

    /// <summary>
    /// True for a definition that several references share, each with values of its own for the parameters: it stands for
    /// other controls of its pattern, or for what people attest, and is no statement by itself.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>True when a pattern renders a policy definition for it.</summary>
    public bool HasDefinition => Pattern != BuiltInPattern;

    /// <summary>True when a template decides it, as its samples show; false for what only a live subscription tells.</summary>
    public bool IsDecidedOffline => !Samples.Compliant.IsEmpty && !Samples.NonCompliant.IsEmpty;
}

/// <summary>Sample resources as ARM returns them, for tests and documentation.</summary>
/// <param name="Compliant">Each must satisfy the control.</param>
/// <param name="NonCompliant">Each must violate it.</param>
public sealed record ControlSamples(ImmutableArray<JObject> Compliant, ImmutableArray<JObject> NonCompliant)
{
    /// <summary>No samples: the control cannot be decided from a template.</summary>
    public static ControlSamples None { get; } = new([], []);
}
