using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A definition says its mode. Page: docs/rules/missing-mode.md.</summary>
public sealed class MissingModeRule() : LintRule<PolicyDefinition>(
    "missing-mode", "A definition says its mode", DiagnosticSeverity.Warning, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.Mode is null)
            yield return subject.At(subject.Properties, "The definition has no 'mode'; Azure takes Indexed, which leaves out types without tags and location.");
    }
}
