using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// A policy definition (MicrosoftDocs/azure-docs, governance/policy/concepts/definition-structure-basics.md).
/// </summary>
public sealed record PolicyDefinition : PolicyDocument
{
    /// <summary>All, Indexed or a resource provider mode; Azure takes null as Indexed.</summary>
    public SourcedText? Mode { get; init; }

    /// <summary>Version of the definition, the property and not the one in metadata.</summary>
    public SourcedText? Version { get; init; }

    /// <summary>Parameters, in order.</summary>
    public ImmutableArray<PolicyParameter> Parameters { get; init; } = [];

    /// <summary>The rule; null when it is missing or not an object.</summary>
    public PolicyRule? Rule { get; init; }

    /// <summary>True for a resource provider mode such as Microsoft.Kubernetes.Data, where the provider evaluates.</summary>
    public bool HasProviderMode => Mode is { } mode && !mode.Is("All") && !mode.Is("Indexed");

    /// <summary>The parameter that sets the effect, or null when the effect is fixed or the parameter is undeclared.</summary>
    public PolicyParameter? EffectParameter =>
        Rule?.Then?.EffectParameterName is { } name
            ? Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>
    /// Every effect that the definition can have: the fixed one, or the allowed values and the default of the effect's
    /// parameter.
    /// </summary>
    public IEnumerable<SourcedText> PossibleEffects()
    {
        if (Rule?.Then is not { Effect: { } effect } then)
            yield break;
        if (then.EffectParameterName is null)
        {
            if (!Expressions.Any(e => e.Source == effect.Source))
                yield return effect;
            yield break;
        }

        if (EffectParameter is not { } parameter)
            yield break;
        foreach (var allowed in parameter.AllowedTexts())
            yield return allowed;
        if (parameter is { AllowedValues: null, DefaultValue: { Type: JTokenType.String } value })
            yield return new SourcedText((string)value!, value);
    }

    /// <summary>True when the definition can have the effect.</summary>
    public bool CanHaveEffect(string effect) => PossibleEffects().Any(e => e.Is(effect));
}

/// <summary>A rule: when <see cref="If"/> is true of a resource, <see cref="Then"/> happens.</summary>
/// <param name="If">The condition; null when missing.</param>
/// <param name="Then">The consequence; null when missing.</param>
/// <param name="Source">The JSON object.</param>
public sealed record PolicyRule(Condition? If, PolicyThen? Then, JObject Source);
