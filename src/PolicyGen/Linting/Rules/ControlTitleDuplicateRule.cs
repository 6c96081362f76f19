using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Titles tell controls apart. Page: docs/rules/control-title-duplicate.md.</summary>
public sealed class ControlTitleDuplicateRule() : LintRule<Library>(
    "control-title-duplicate", "Two controls have two titles", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from language in new[] { Language.English, Language.Japanese }
        from twins in subject.Controls.Values.GroupBy(c => c.Title.In(language).Trim(), StringComparer.OrdinalIgnoreCase)
        from control in twins.Skip(1)
        select new LintFinding($"The control '{control.Id}' has the {language} title of '{twins.First().Id}'.", control.Location);
}
