using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Microsoft still keeps the definition up. Page: docs/rules/builtin-deprecated.md.</summary>
public sealed class BuiltInDeprecatedRule() : LintRule<PolicyDocument>(
    "builtin-deprecated", "A built-in definition is not deprecated", DiagnosticSeverity.Warning, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        from reference in subject.BuiltInReferences()
        let builtIn = context.FindBuiltIn(reference.Id.Value)
        where builtIn is { Deprecated: true }
        select subject.At(reference.Id, $"Microsoft has deprecated '{builtIn.DisplayName}'.");
}
