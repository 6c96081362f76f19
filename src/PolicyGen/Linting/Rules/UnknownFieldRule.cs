using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A field is one that every resource has, a tag or an alias. Page: docs/rules/unknown-field.md.</summary>
public sealed class UnknownFieldRule() : LintRule<PolicyDefinition>(
    "unknown-field", "A field is a common field, a tag or an alias", DiagnosticSeverity.Error, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.FieldUses()
            .Where(use => !FieldNames.IsCommon(use.Name) && !FieldNames.IsAlias(use.Name))
            .Select(use => subject.At(use.Source, $"'{use.Name}' is no field: a property of a resource is reached by its alias, Provider/type/property."));
}
