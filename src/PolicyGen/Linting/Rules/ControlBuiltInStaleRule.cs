using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>What a control says about other built-ins is still true. Page: docs/rules/control-builtin-stale.md.</summary>
public sealed class ControlBuiltInStaleRule() : LintRule<Library>(
    "control-builtin-stale", "A built-in that a control is compared with exists and is not deprecated", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from found in subject.BuiltIns(context)
        where !found.Reference.IsReferenced() && found.Definition is (null or { Deprecated: true })
        select new LintFinding(
            found.Definition is { } definition
                ? $"Microsoft has deprecated '{definition.DisplayName}', which the control is compared with."
                : $"The index of Microsoft's definitions has none of the id '{found.Reference.Id}' ('{found.Reference.Name}'), which the control is compared with.",
            found.Reference.Location);
}
