using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Custom definitions that are referred to are there. Page: docs/rules/custom-reference-missing.md.</summary>
public sealed class CustomReferenceMissingRule() : LintRule<PolicyDocument>(
    "custom-reference-missing", "A custom definition that is referred to is among the files", DiagnosticSeverity.Warning, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        from reference in subject.References()
        where !ResourceIds.IsBuiltIn(reference.Id.Value)
        let found = ResourceIds.IsSetDefinition(reference.Id.Value)
            ? context.Library.FindInitiative(reference.Id.Value) is not null
            : context.Library.FindDefinition(reference.Id.Value) is not null
        where !found
        select subject.At(reference.Id, $"'{ResourceIds.LastSegment(reference.Id.Value)}' is not among the linted files.");
}
