using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An alias belongs to a type that the rule tests. Page: docs/rules/alias-of-other-type.md.</summary>
public sealed class AliasOfOtherTypeRule() : LintRule<PolicyDefinition>(
    "alias-of-other-type", "An alias belongs to a resource type that can get there", DiagnosticSeverity.Warning, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        subject.HasProviderMode || subject.Rule?.If is not { } condition
            ? []
            : Walk(subject, condition, ResourceTypeSet.Any, negated: false, context);

    private static IEnumerable<LintFinding> Walk(PolicyDefinition subject, Condition condition, ResourceTypeSet types, bool negated, LintContext context)
    {
        // What is below matters only for the types for which the whole can be true: a part of a conjunction narrows
        // them for the others, a part of a disjunction does not.
        var here = types.Intersect(ResourceTypeSet.Of(condition, negated));
        if (condition is Comparison comparison)
        {
            foreach (var use in FieldUse.In(comparison).Where(u => FieldNames.IsAlias(u.Name)))
            {
                if (here.Types.Count > 0 && !here.Types.Any(type => context.CanBelong(use.Name, type)))
                    yield return subject.At(use.Source, $"'{use.Name}' belongs to {context.OwnerOf(use.Name)}, but here the type is {string.Join(" or ", here.Types.Order(StringComparer.Ordinal))}: it never has a value.");
            }
        }

        foreach (var child in condition.Children())
        {
            foreach (var finding in Walk(subject, child, here, condition is NotCondition ? !negated : condition is not CountCondition && negated, context))
                yield return finding;
        }
    }
}
