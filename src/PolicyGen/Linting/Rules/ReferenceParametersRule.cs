using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An initiative gives its definitions what they take. Page: docs/rules/reference-parameters.md.</summary>
public sealed class ReferenceParametersRule() : LintRule<PolicySetDefinition>(
    "reference-parameters", "An initiative gives its definitions the parameters they take", DiagnosticSeverity.Error, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context) =>
        from reference in subject.References
        where reference.DefinitionId is not null
        let signature = ParameterSignature.OfDefinition(reference.DefinitionId!.Value, reference.DefinitionVersion, context)
        where signature is not null
        from finding in signature.Check(subject, reference.Parameters, reference.Source, subject.Parameters)
        select finding;
}
