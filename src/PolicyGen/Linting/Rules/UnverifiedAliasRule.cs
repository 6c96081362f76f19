using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Says where the alias table cannot judge. Page: docs/rules/unverified-alias.md.</summary>
public sealed class UnverifiedAliasRule() : LintRule<PolicyDefinition>(
    "unverified-alias", "The alias table knows the resource type", DiagnosticSeverity.Info, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.AliasUses()
            .Where(use => !context.Aliases.TryGet(use.Name, out _) && !context.Aliases.HasType(use.Name[..use.Name.LastIndexOf('/')]))
            .Select(use => subject.At(use.Source, $"The alias table knows nothing of '{use.Name[..use.Name.LastIndexOf('/')]}', so '{use.Name}' is not checked."));
}
