using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A rule says first which type it is about. Page: docs/rules/type-condition-first.md.</summary>
public sealed class TypeConditionFirstRule() : LintRule<PolicyDefinition>(
    "type-condition-first", "The type is tested first", DiagnosticSeverity.Info, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Rule?.If is not { } condition)
            yield break;
        var tests = condition.SelfAndDescendants().Any(ResourceTypeSet.TestsType);
        if (!tests)
        {
            if (subject.AliasUses().Any(u => context.OwnerOf(u.Name) is not null))
                yield return subject.At(condition.Source, "The rule uses aliases but does not test the type, so it is evaluated for every resource.");
        }
        else if (condition is AllOfCondition all && !all.Conditions[0].SelfAndDescendants().Any(ResourceTypeSet.TestsType)
            && all.Conditions.FirstOrDefault(c => ResourceTypeSet.TestsType(c)) is { } late)
        {
            yield return subject.At(late.Source, "The test of the type comes after other conditions; first, it tells readers what the rule is about.");
        }
    }
}
