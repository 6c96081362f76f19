using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A field count inside a field count goes over a nested array. Page: docs/rules/nested-count.md.</summary>
public sealed class NestedCountRule() : LintRule<PolicyDefinition>(
    "nested-count", "A field count inside another goes over a nested array", DiagnosticSeverity.Error, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context) =>
        from outer in subject.Comparisons().OfType<CountCondition>()
        where outer.Count is FieldCount { Where: not null }
        let around = ((FieldCount)outer.Count).Field.Value
        from inner in outer.Count.Where!.SelfAndDescendants().OfType<CountCondition>().Select(c => c.Count).OfType<FieldCount>()
        where !inner.Field.Value.StartsWith(around, StringComparison.OrdinalIgnoreCase)
        select subject.At(inner.Field, $"The count of '{inner.Field.Value}' stands in a count of '{around}'; Azure takes a nested array there only.");
}
