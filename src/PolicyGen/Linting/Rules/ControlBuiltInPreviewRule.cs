using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A preview may change under an initiative. Page: docs/rules/control-builtin-preview.md.</summary>
public sealed class ControlBuiltInPreviewRule() : LintRule<Library>(
    "control-builtin-preview", "A built-in that stands for a control is no preview", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from found in subject.BuiltIns(context)
        where found.Reference.IsReferenced() && found.Definition is { Preview: true, Deprecated: false }
        select new LintFinding($"'{found.Definition.DisplayName}' is a preview (version {found.Definition.Version}).", found.Reference.Location);
}
