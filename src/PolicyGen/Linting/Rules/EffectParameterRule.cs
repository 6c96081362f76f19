using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>The effect is a parameter that can be turned down. Page: docs/rules/effect-parameter.md.</summary>
public sealed class EffectParameterRule() : LintRule<PolicyDefinition>(
    "effect-parameter", "The effect is a parameter with allowed values and a default", DiagnosticSeverity.Warning, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.Rule?.Then is not { Effect: { } effect } then)
            yield break;
        if (then.EffectParameterName is null)
        {
            if (subject.PossibleEffects().Any())
                yield return subject.At(effect, $"The effect is fixed to '{effect.Value}'; a parameter lets an assignment choose it.");
            yield break;
        }

        if (subject.EffectParameter is not { } parameter)
            yield break;
        if (parameter.AllowedValues is null)
            yield return subject.At(parameter.Source, $"The effect's parameter '{parameter.Name}' has no allowed values.");
        else if (!parameter.AllowedTexts().Any(v => v.Is("Disabled")))
            yield return subject.At(parameter.AllowedValues, $"The effect's parameter '{parameter.Name}' does not allow Disabled.");
        if (parameter.DefaultValue is null)
            yield return subject.At(parameter.Source, $"The effect's parameter '{parameter.Name}' has no default.");
        if (parameter.Type is { } type && !type.Is("String"))
            yield return subject.At(type, $"The effect's parameter '{parameter.Name}' must be a String.");
    }
}
