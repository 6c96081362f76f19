using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>The related resource can be found and its condition is about it. Page: docs/rules/existence-condition.md.</summary>
public sealed class ExistenceConditionRule() : LintRule<PolicyDefinition>(
    "existence-condition", "An existence condition is about the related resource", DiagnosticSeverity.Warning, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Rule is not { Then.Details: { Type: { } related } details } || TemplateText.IsExpression(related.Value))
            yield break;

        var uses = (details.ExistenceCondition?.SelfAndDescendants() ?? []).OfType<Comparison>().SelectMany(FieldUse.In);
        foreach (var use in uses.Where(u => !u.ByFunction && FieldNames.IsAlias(u.Name)))
        {
            if (!context.CanBelong(use.Name, related.Value))
                yield return subject.At(use.Source, $"'{use.Name}' belongs to {context.OwnerOf(use.Name)}, but the related resource is a {related.Value}: it never has a value.");
        }

        var tested = ResourceTypeSet.Of(subject.Rule.If);
        if (details.Name is null && tested.Types.Count == 1 && tested.Contains(related.Value))
            yield return subject.At(related, "The related resource has the type of the tested one; without 'name', any other resource of the type satisfies the rule.");
        else if (details is { Name: null, ResourceGroupName: null, ExistenceScope: null } && IsChildOfAnother(related.Value, tested))
            yield return subject.At(related, $"{related.Value} is no child of the tested type, so any of them in the resource group satisfies the rule, whichever resource it belongs to; 'name' narrows it.");
    }

    // Children of the tested type are looked for under the tested resource, everything else in its resource group.
    private static bool IsChildOfAnother(string related, ResourceTypeSet tested) =>
        related.Count(c => c == '/') >= 2
        && tested.Types.Count > 0
        && !tested.Types.Any(t => related.StartsWith(t + "/", StringComparison.OrdinalIgnoreCase)
            || t.StartsWith("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase));
}
