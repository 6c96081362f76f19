using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Modes exist. Page: docs/rules/unknown-mode.md.</summary>
public sealed class UnknownModeRule() : LintRule<PolicyDefinition>(
    "unknown-mode", "A mode is All, Indexed or a resource provider's", DiagnosticSeverity.Error, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        // Provider modes come and go, but all are named after a provider's data plane.
        if (subject.Mode is { } mode && subject.HasProviderMode
            && !(mode.Value.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase) && mode.Value.EndsWith(".Data", StringComparison.OrdinalIgnoreCase)))
        {
            yield return subject.At(mode, $"'{mode.Value}' is no mode: it is All, Indexed or a resource provider mode such as Microsoft.Kubernetes.Data.");
        }
    }
}
