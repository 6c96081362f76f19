using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>The roles allow what the definition writes. Page: docs/rules/role-definitions-insufficient.md.</summary>
public sealed class RoleDefinitionsInsufficientRule() : LintRule<PolicyDefinition>(
    "role-definitions-insufficient", "The roles allow what the definition writes", DiagnosticSeverity.Warning, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Rule?.Then?.Details is not { RoleDefinitionIds.IsEmpty: false } details)
            yield break;
        var roles = new List<BuiltInRole>();
        foreach (var id in details.RoleDefinitionIds)
        {
            // A role that the table lacks may allow anything.
            if (context.Roles.Find(id.Value) is not { } role)
                yield break;
            roles.Add(role);
        }

        foreach (var action in Actions(subject, details).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            if (!roles.Exists(r => r.Allows(action)))
                yield return subject.At(details.RoleDefinitionIds[0], $"{string.Join(" and ", roles.Select(r => r.Name))} {(roles.Count == 1 ? "does" : "do")} not allow {action}.");
        }
    }

    private static IEnumerable<string> Actions(PolicyDefinition subject, EffectDetails details)
    {
        if (subject.CanHaveEffect("deployIfNotExists") && details.Template is { } template)
        {
            yield return "Microsoft.Resources/deployments/write";
            foreach (var type in TemplateResources.TypesIn(template))
                yield return type + "/write";
        }

        var fields = details.Operations.Select(o => o.Field?.Value).OfType<string>().ToList();
        if (!subject.CanHaveEffect("modify") || fields.Count == 0)
            yield break;
        if (fields.TrueForAll(f => f.Contains("tags", StringComparison.OrdinalIgnoreCase) && (FieldNames.IsTag(f) || TemplateText.IsExpression(f))))
        {
            yield return "Microsoft.Resources/tags/write";
        }
        else
        {
            foreach (var type in ResourceTypeSet.Of(subject.Rule?.If).Types)
                yield return type + "/write";
        }
    }
}
