using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>What policy answers has a control behind it. Page: docs/rules/requirement-without-control.md.</summary>
public sealed class RequirementWithoutControlRule() : LintRule<Library>(
    "requirement-without-control", "A requirement that policy answers names a control", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        subject.Requirements
            .Where(r => r.Automation == Automation.Policy && !subject.Find(r.ControlIds()).Any())
            .Select(r => new LintFinding($"The requirement '{r.Id}' is answered by policy but names no control; a person attests all of it.", r.Location));
}
