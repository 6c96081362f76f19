using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Microsoft has the definition that stands for the control. Page: docs/rules/control-builtin-unknown.md.</summary>
public sealed class ControlBuiltInUnknownRule() : LintRule<Library>(
    "control-builtin-unknown", "A built-in that stands for a control is one that Microsoft has", DiagnosticSeverity.Error, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from found in subject.BuiltIns(context)
        where found.Reference.IsReferenced() && found.Definition is null
        select new LintFinding(
            $"The index of Microsoft's definitions has none of the id '{found.Reference.Id}' ('{found.Reference.Name}').",
            found.Reference.Location);
}
