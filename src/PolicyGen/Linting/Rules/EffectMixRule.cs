using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>The effects to choose from can stand for each other. Page: docs/rules/effect-mix.md.</summary>
public sealed class EffectMixRule() : LintRule<PolicyDefinition>(
    "effect-mix", "Allowed effects are interchangeable", DiagnosticSeverity.Warning, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        var families = subject.PossibleEffects()
            .Select(e => (Effect: e, Family: PolicyEffects.FamilyOf(e.Value)))
            .Where(e => e.Family is not (EffectFamily.Any or EffectFamily.Unknown))
            .ToList();
        var first = families.FirstOrDefault();
        return families.Where(e => e.Family != first.Family)
            .Select(e => subject.At(e.Effect, $"'{e.Effect.Value}' cannot take the place of '{first.Effect.Value}': they need different details."));
    }
}
