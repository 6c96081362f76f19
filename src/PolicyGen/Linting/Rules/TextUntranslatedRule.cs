using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>The Japanese text is Japanese. Page: docs/rules/text-untranslated.md.</summary>
public sealed class TextUntranslatedRule() : LintRule<Library>(
    "text-untranslated", "Japanese text is translated", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        CatalogueText.Of(subject)
            .Where(t => t.Kind == CatalogueTextKind.Sentence && !CatalogueText.HasJapanese(t.Text.Japanese))
            .Select(t => new LintFinding($"{t.Owner} has a Japanese {t.Member} without a Japanese character.", t.Location));
}
