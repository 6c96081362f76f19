using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An assignment gives what it assigns the parameters it takes. Page: docs/rules/assignment-parameters.md.</summary>
public sealed class AssignmentParametersRule() : LintRule<PolicyAssignment>(
    "assignment-parameters", "An assignment gives the parameters that its definition takes", DiagnosticSeverity.Error, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyAssignment subject, LintContext context)
    {
        if (subject.DefinitionId is not { } id)
            return [];
        var signature = ResourceIds.IsSetDefinition(id.Value)
            ? context.Library.FindInitiative(id.Value) is { } initiative ? ParameterSignature.Of(initiative.ReferenceName, initiative.Parameters) : null
            : ParameterSignature.OfDefinition(id.Value, subject.DefinitionVersion, context);
        return signature?.Check(subject, subject.Parameters, subject.Properties, []) ?? [];
    }
}
