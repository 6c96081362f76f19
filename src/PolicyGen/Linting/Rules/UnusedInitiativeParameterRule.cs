using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A parameter of an initiative reaches a definition. Page: docs/rules/unused-initiative-parameter.md.</summary>
public sealed class UnusedInitiativeParameterRule() : LintRule<PolicySetDefinition>(
    "unused-initiative-parameter", "An initiative uses its parameters", DiagnosticSeverity.Warning, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context) =>
        subject.UnusedParameters().Select(p => subject.At(p.Source, $"No definition is given the parameter '{p.Name}'."));
}
