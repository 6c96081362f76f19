using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>The effect that is in force for a reference.</summary>
/// <param name="Effect">Effect; null when only the definition knows.</param>
/// <param name="IsOverridden">True when an override of the assignment sets it.</param>
/// <param name="IsPartlyDisabled">True when an override switches it off for some resources.</param>
internal readonly record struct EffectInForce(string? Effect, bool IsOverridden, bool IsPartlyDisabled)
{
    /// <summary>True when nothing is evaluated.</summary>
    public bool IsDisabled => string.Equals(Effect, "Disabled", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds effects of references (assignment-structure.md, "Overrides"; initiative-definition-structure.md).</summary>
internal sealed class ReferenceEffects(Library library)
{
    private const string ParameterCall = "[parameters('";

    /// <summary>The effect of a reference under an assignment; without one, by the defaults of the initiative.</summary>
    public EffectInForce Of(PolicySetDefinition initiative, AuditedReference reference, PolicyAssignment? assignment)
    {
        var partly = false;
        foreach (var change in assignment?.Overrides ?? [])
        {
            if (change.Kind?.Is("policyEffect") != true || change.Value is not { } effect)
                continue;
            var selectors = PolicyScopes.Conditions(change.Selectors);
            var references = selectors.Where(s => s.Kind.Equals("policyDefinitionReferenceId", StringComparison.OrdinalIgnoreCase)).ToList();
            if (!references.TrueForAll(s => s.Values.Contains(reference.Id, StringComparer.OrdinalIgnoreCase) != s.Excludes))
                continue;
            // The first that fits counts: one for all resources ends the search.
            if (references.Count == selectors.Length)
                return new EffectInForce(effect.Value, true, partly);
            partly |= effect.Is("Disabled");
        }

        return new EffectInForce(Value(initiative, reference, assignment) ?? Default(reference), false, partly);
    }

    private static string? Value(PolicySetDefinition initiative, AuditedReference reference, PolicyAssignment? assignment)
    {
        var given = reference.Source.Parameters.FirstOrDefault(p => p.Name.EndsWith("effect", StringComparison.OrdinalIgnoreCase))?.Value;
        if (given is not { Type: JTokenType.String } || (string)given! is not { } text)
            return null;
        if (!text.StartsWith('['))
            return text;
        if (!text.StartsWith(ParameterCall, StringComparison.OrdinalIgnoreCase) || !text.EndsWith("')]", StringComparison.Ordinal))
            return null;
        var name = text[ParameterCall.Length..^3];
        var value = assignment?.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.Value
            ?? initiative.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.DefaultValue;
        return value is { Type: JTokenType.String } ? (string)value! : null;
    }

    private string? Default(AuditedReference reference) =>
        reference.Definition.StartsWith(Control.DefinitionNamePrefix, StringComparison.OrdinalIgnoreCase)
            ? library.Controls.GetValueOrDefault(reference.Definition[Control.DefinitionNamePrefix.Length..])?.Effects.Default
            : null;
}
