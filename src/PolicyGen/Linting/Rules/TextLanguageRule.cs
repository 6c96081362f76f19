using System.Text.RegularExpressions;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>The English text is English. Page: docs/rules/text-language.md.</summary>
public sealed partial class TextLanguageRule() : LintRule<Library>(
    "text-language", "English text holds no Japanese", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        CatalogueText.Of(subject)
            .Where(t => CatalogueText.HasJapanese(ItemLabel().Replace(t.Text.English, "")))
            .Select(t => new LintFinding($"{t.Owner} has Japanese characters in its English {t.Member}.", t.Location));

    // The guidelines number their items (ア), (イ), …; an English text cites them so.
    [GeneratedRegex(@"\([\p{IsKatakana}\p{IsHiragana}\p{IsCJKUnifiedIdeographs}]\)")]
    private static partial Regex ItemLabel();
}
