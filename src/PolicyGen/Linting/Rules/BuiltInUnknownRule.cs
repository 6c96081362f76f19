using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Microsoft has the definition. Page: docs/rules/builtin-unknown.md.</summary>
public sealed class BuiltInUnknownRule() : LintRule<PolicyDocument>(
    "builtin-unknown", "A built-in definition is one that Microsoft has", DiagnosticSeverity.Warning, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        subject.BuiltInReferences()
            .Where(r => context.FindBuiltIn(r.Id.Value) is null)
            .Select(r => subject.At(r.Id, $"The index of Microsoft's definitions has none of the id '{ResourceIds.LastSegment(r.Id.Value)}'; it may be newer than the index, or one of the Microsoft managed controls, which the index leaves out."));
}
