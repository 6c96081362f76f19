using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Nothing that 'controls new' left to be written stays unwritten. Page: docs/rules/text-placeholder.md.</summary>
public sealed class TextPlaceholderRule() : LintRule<Library>(
    "text-placeholder", "Texts are written out", DiagnosticSeverity.Error, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        CatalogueText.Of(subject)
            .Where(t => IsOpen(t.Text.English) || IsOpen(t.Text.Japanese))
            .Select(t => new LintFinding($"{t.Owner} has a {t.Member} that is still to be written.", t.Location))
            .Concat(subject.Controls.Values
                .Where(c => c.Notes is { } notes && IsOpen(notes))
                .Select(c => new LintFinding($"The control '{c.Id}' has notes that are still to be written.", c.Location)));

    private static bool IsOpen(string text) => text.Contains(ControlScaffold.Placeholder, StringComparison.Ordinal);
}
