using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Effects exist. Page: docs/rules/unknown-effect.md.</summary>
public sealed class UnknownEffectRule() : LintRule<PolicyDefinition>(
    "unknown-effect", "An effect is one that Azure has", DiagnosticSeverity.Error, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.PossibleEffects()
            .Where(e => PolicyEffects.FamilyOf(e.Value) == EffectFamily.Unknown)
            .Select(e => subject.At(e, $"'{e.Value}' is no effect."));
}
