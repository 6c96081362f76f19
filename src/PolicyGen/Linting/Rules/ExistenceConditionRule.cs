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
    }
}
