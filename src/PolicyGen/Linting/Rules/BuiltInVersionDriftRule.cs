using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>A pinned version is the current major one. Page: docs/rules/builtin-version-drift.md.</summary>
public sealed class BuiltInVersionDriftRule() : LintRule<PolicyDocument>(
    "builtin-version-drift", "A built-in definition is pinned to its current major version", DiagnosticSeverity.Warning, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        from reference in subject.BuiltInReferences()
        where reference.Version is not null
        let builtIn = context.FindBuiltIn(reference.Id.Value)
        where builtIn is not null && PolicyVersions.Major(builtIn.Version) != PolicyVersions.Major(reference.Version!.Value)
        select subject.At(reference.Version!, $"'{builtIn.DisplayName}' is at {builtIn.Version}; the reference is pinned to {reference.Version!.Value}.");
}
