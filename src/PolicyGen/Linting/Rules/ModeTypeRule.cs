using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Mode Indexed sees the tested types. Page: docs/rules/mode-type.md.</summary>
public sealed class ModeTypeRule() : LintRule<PolicyDefinition>(
    "mode-type", "The mode covers the types that the rule tests", DiagnosticSeverity.Warning, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Mode is { } mode && mode.Is("All"))
            yield break;
        foreach (var type in ResourceTypeSet.Of(subject.Rule?.If).Types.Order(StringComparer.Ordinal))
        {
            if (UnindexedTypes.Contains(type))
                yield return subject.At((subject.Mode?.Source) ?? subject.Properties, $"Mode Indexed never sees {type}, which has no tags or no location; use All.");
        }
    }
}
