using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Effects that change resources name the roles they need. Page: docs/rules/role-definitions-missing.md.</summary>
public sealed class RoleDefinitionsMissingRule() : LintRule<PolicyDefinition>(
    "role-definitions-missing", "modify and deployIfNotExists name their roles", DiagnosticSeverity.Error, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Rule?.Then is not { } then)
            yield break;
        if (subject.PossibleEffects().FirstOrDefault(e => PolicyEffects.NeedsIdentity(e.Value)) is { } effect && then.Details is not { RoleDefinitionIds.IsEmpty: false })
            yield return subject.At((JToken?)then.Details?.Source ?? then.Source, $"'{effect.Value}' needs 'roleDefinitionIds': the roles that its identity works with.");
        foreach (var id in then.Details?.RoleDefinitionIds ?? [])
        {
            if (!id.Value.Contains("/roleDefinitions/", StringComparison.OrdinalIgnoreCase) || !Guid.TryParse(ResourceIds.LastSegment(id.Value), out _))
                yield return subject.At(id, $"'{id.Value}' is not the id of a role: /providers/Microsoft.Authorization/roleDefinitions/<guid>.");
        }
    }
}
