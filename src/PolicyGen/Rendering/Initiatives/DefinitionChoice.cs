using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>Which policy definitions an initiative refers to.</summary>
public enum DefinitionPreference
{
    /// <summary>
    /// A built-in wherever it says the same with at least the effects that the control allows, our own otherwise: a scope
    /// holds at most 500 custom definitions.
    /// </summary>
    BuiltInFirst,

    /// <summary>
    /// Our own wherever there is one: for clouds without the built-ins, or estates that pin every rule. Data-plane modes
    /// still refer to built-ins: Azure takes no custom definition in Microsoft.KeyVault.Data (definition-structure-basics.md),
    /// and in Microsoft.Kubernetes.Data one would need a constraint template of its own (policy-for-kubernetes.md).
    /// </summary>
    Custom,
}

/// <summary>A policy definition that answers for a control, or for a part of it.</summary>
/// <param name="BuiltIn">The built-in, or null for a definition of ours.</param>
/// <param name="Custom">The control whose rendered definition it is, itself or a shared one; null for a built-in.</param>
/// <param name="Effects">The control's effects that it can carry.</param>
/// <param name="InitialEffect">
/// Effect that the initiative passes to it, or null when its own default is right. A definition that is there only to
/// repair starts Disabled.
/// </param>
/// <param name="Parameters">Values that the initiative passes, by the definition's parameter names; the effect's left out.</param>
internal sealed record DefinitionTarget(
    BuiltInDefinition? BuiltIn,
    Control? Custom,
    ImmutableArray<string> Effects,
    string? InitialEffect,
    ImmutableSortedDictionary<string, JToken> Parameters);

/// <summary>Chooses the definitions behind each control.</summary>
internal sealed class DefinitionChoice(IEnumerable<Control> controls, BuiltInIndex builtIns, DefinitionPreference preference, DiagnosticBag diagnostics)
{
    private readonly SharedDefinitions _shared = new(controls);

    /// <summary>The definitions for a control, the one that carries its default effect first.</summary>
    public ImmutableArray<DefinitionTarget> For(Control control)
    {
        if (control.HasDefinition && preference == DefinitionPreference.Custom)
            return [Ours(control)];

        var same = Usable(control, BuiltInRelation.Same);
        var parts = Usable(control, BuiltInRelation.Part);

        // One built-in that can do everything.
        if (same.FirstOrDefault(b => Missing(control, b).IsEmpty) is { Definition: not null } whole)
            return [Target(control, whole, whole.Definition, initiallyDisabled: false)];

        // One that judges and others that repair, together with every effect. The repairers start disabled.
        if (same.FirstOrDefault(b => Allows(b.Definition, control.Effects.Default)) is { Definition: not null } judge)
        {
            var chosen = ImmutableArray.CreateBuilder<DefinitionTarget>();
            chosen.Add(Target(control, judge, judge.Definition, initiallyDisabled: false));
            var missing = Missing(control, judge);
            foreach (var other in same.Where(b => b != judge && Allows(b.Definition, "Disabled")))
            {
                var adds = missing.Where(e => Allows(other.Definition, e)).ToImmutableArray();
                if (adds.IsEmpty)
                    continue;
                chosen.Add(Target(control, other, other.Definition, initiallyDisabled: true) with { Effects = [.. adds, "Disabled"] });
                missing = missing.RemoveRange(adds);
            }

            if (missing.IsEmpty)
                return chosen.ToImmutable();
        }

        // Several that divide the kinds of the resource between them.
        if (!parts.IsEmpty && parts.All(p => Missing(control, p).IsEmpty))
            return [.. parts.Select(p => Target(control, p, p.Definition, initiallyDisabled: false))];

        if (control.HasDefinition)
            return [Ours(control)];
        diagnostics.Error("builtin-effects", $"No usable built-in of this control allows all of {string.Join(", ", control.Effects.Allowed)}, and the control has no rule of its own.", control.Location);
        return [];
    }

    private ImmutableArray<(BuiltInReference Reference, BuiltInDefinition Definition)> Usable(Control control, BuiltInRelation relation)
    {
        var result = ImmutableArray.CreateBuilder<(BuiltInReference, BuiltInDefinition)>();
        foreach (var reference in control.BuiltIns.Where(b => b.Relation == relation))
        {
            if (builtIns.Find(reference.Id) is { Deprecated: false } definition)
                result.Add((reference, definition));
            else if (relation == BuiltInRelation.Part)
                return [];
        }

        return result.ToImmutable();
    }

    private DefinitionTarget Target(Control control, (BuiltInReference Reference, BuiltInDefinition Definition) chosen, BuiltInDefinition definition, bool initiallyDisabled)
    {
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, JToken>(StringComparer.Ordinal);
        foreach (var (name, value) in chosen.Reference.Parameters)
        {
            if (!definition.Parameters.Any(p => p.Name == name))
                diagnostics.Error("reference-parameters", $"The built-in \"{definition.DisplayName}\" has no parameter \"{name}\".", chosen.Reference.Location);
            parameters[name] = value.Parameter is { } own ? ValueOf(control.Parameters.First(p => p.Name == own)) : value.Literal!;
        }

        foreach (var required in definition.Parameters.Where(p => p.Required && p.Name != definition.EffectParameter && !parameters.ContainsKey(p.Name)))
            diagnostics.Error("reference-parameters", $"The built-in \"{definition.DisplayName}\" needs a value for its parameter \"{required.Name}\".", chosen.Reference.Location);

        var initial = initiallyDisabled ? "Disabled" : control.Effects.Default;
        return new DefinitionTarget(
            definition,
            null,
            [.. control.Effects.Allowed.Where(e => Allows(definition, e))],
            string.Equals(definition.Effect, initial, StringComparison.OrdinalIgnoreCase) ? null : initial,
            parameters.ToImmutable());
    }

    private DefinitionTarget Ours(Control control) => _shared.For(control) is { } shared
        ? new(null, shared.Definition, control.Effects.Allowed, null, shared.Arguments)
        : Own(control);

    private static DefinitionTarget Own(Control control) => new(
        null,
        control,
        control.Effects.Allowed,
        null,
        control.Parameters.Where(p => p.InitiativeParameter is not null).ToImmutableSortedDictionary(p => p.Name, ValueOf, StringComparer.Ordinal));

    // What people tune comes from the initiative's parameter, everything else stays at the control's default.
    internal static JToken ValueOf(ControlParameter parameter) =>
        parameter.InitiativeParameter is { } shared ? $"[parameters('{shared}')]" : parameter.Default;

    private static ImmutableArray<string> Missing(Control control, (BuiltInReference Reference, BuiltInDefinition Definition) builtIn) =>
        [.. control.Effects.Allowed.Where(e => !Allows(builtIn.Definition, e))];

    // An override can disable a definition whose effect is fixed (assignment-structure.md, overrides).
    private static bool Allows(BuiltInDefinition definition, string effect) =>
        definition.AllowedEffects.Contains(effect, StringComparer.OrdinalIgnoreCase)
        || (definition.EffectParameter is null && effect == "Disabled");
}
