using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A definition keeps to Azure's limits. Page: docs/rules/definition-limits.md.</summary>
public sealed class DefinitionLimitsRule() : LintRule<PolicyDefinition>(
    "definition-limits", "A definition keeps to Azure's limits", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        var limits = context.Limits;
        if (subject.Parameters.Length > limits.DefinitionParameters)
            yield return subject.At(subject.Properties.Find("parameters")!, RuleLimits.Message("parameters", subject.Parameters.Length, limits.DefinitionParameters));
        if (RequestBody.Bytes(subject) is var bytes && bytes > limits.BodyBytes)
            yield return subject.At(subject.Source, RuleLimits.Message("bytes", bytes, limits.BodyBytes));
        foreach (var exceeded in RuleLimits.Exceeded(subject, limits))
            yield return subject.At(exceeded.Source, exceeded.Message);
    }
}
