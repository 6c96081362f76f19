using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Azure refuses definitions with parameters that nothing uses. Page: docs/rules/unused-parameter.md.</summary>
public sealed class UnusedParameterRule() : LintRule<PolicyDefinition>(
    "unused-parameter", "A definition uses its parameters", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.UnusedParameters().Select(p => subject.At(p.Source, $"The rule does not use the parameter '{p.Name}'; Azure refuses such a definition."));
}
