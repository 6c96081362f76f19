using System.Collections.Immutable;
using PolicyGen.Catalogue;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>A reference of an initiative to a policy definition.</summary>
/// <param name="Id">policyDefinitionReferenceId, unique in the initiative; also names it in overrides and messages.</param>
/// <param name="Control">The control that it answers for.</param>
/// <param name="Target">The definition.</param>
/// <param name="Groups">Requirement ids, at most 16; empty for evidence that only supports requirements.</param>
/// <param name="Message">
/// What a person reads beside a non-compliant resource: of an attestation all of it, of a control what this guideline says,
/// after which <see cref="ControlMessage"/> follows.
/// </param>
internal sealed record PolicyReference(
    string Id,
    Control Control,
    DefinitionTarget Target,
    ImmutableArray<string> Groups,
    string Message)
{
    /// <summary>True for what a person attests.</summary>
    public bool IsAttestation => Control.Pattern == Control.ManualPattern;

    /// <summary>True where Azure takes a message: for Resource Manager modes only (azure-docs, assignment-structure.md).</summary>
    public bool TakesMessage => !(Target.BuiltIn?.Mode ?? Control.Mode).StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The initiative of one guideline.</summary>
/// <param name="Guideline">The guideline.</param>
/// <param name="References">References in a stable order: controls by id, then attestations by requirement.</param>
/// <param name="Parameters">Initiative parameters in use, by name.</param>
internal sealed record Initiative(
    Guideline Guideline,
    ImmutableArray<PolicyReference> References,
    ImmutableArray<InitiativeParameter> Parameters)
{
    /// <summary>Resource name.</summary>
    public string Name => Control.DefinitionNamePrefix + Guideline.Id.Name();

    /// <summary>Controls whose rendered definition the initiative refers to, shared ones among them.</summary>
    public IEnumerable<Control> CustomDefinitions => References.Select(r => r.Target.Custom).OfType<Control>().Distinct();

    /// <summary>
    /// For each control and effect, the references that an override must name to give the control that effect.
    /// </summary>
    public IEnumerable<(string Control, string Effect, IEnumerable<PolicyReference> References)> EffectMap() =>
        from byControl in References.GroupBy(r => r.Control.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        from effect in byControl.First().Control.Effects.Allowed
        select (byControl.Key, effect, byControl.Where(r => r.Target.Effects.Contains(effect, StringComparer.Ordinal)));
}

/// <summary>Limits that initiatives are built within.</summary>
internal static class InitiativeLimits
{
    /// <summary>groupNames of one reference; the largest number in any built-in initiative.</summary>
    public const int GroupsPerReference = 16;
}
