using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting;

/// <summary>What a text of the catalogue is.</summary>
internal enum CatalogueTextKind
{
    /// <summary>A phrase or sentences.</summary>
    Sentence,

    /// <summary>A name, which may be the same in both languages: "SIEM".</summary>
    Name,
}

/// <summary>A text that people read in both languages.</summary>
/// <param name="Owner">What it is about, for messages.</param>
/// <param name="Member">The member that holds it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Both languages.</param>
/// <param name="Location">Where its owner is written.</param>
internal sealed record CatalogueText(string Owner, string Member, CatalogueTextKind Kind, LocalizedText Text, SourceLocation Location)
{
    /// <summary>Every text of a catalogue.</summary>
    public static IEnumerable<CatalogueText> Of(Library library) =>
    [
        .. library.Requirements.SelectMany(Of),
        .. library.Controls.Values.SelectMany(Of),
        .. library.Vocabulary.Parameters.Values.SelectMany(p => Described($"The initiative parameter '{p.Name}'", p.Title, p.Description, p.Location)),
        .. library.Vocabulary.Signals.Select(s => new CatalogueText(
            $"The signal '{s.Key}'", "name", CatalogueTextKind.Name, s.Value, VocabularyLocations.Signal(s.Key))),
    ];

    /// <summary>True when the text holds hiragana, katakana or kanji; punctuation and full-width Latin do not count.</summary>
    public static bool HasJapanese(string text) => text.Any(IsJapanese);

    private static IEnumerable<CatalogueText> Of(Requirement requirement)
    {
        return
        [
            Sentence("title", requirement.Title),
            Sentence("summary", requirement.Summary),
            .. requirement.Remainder is { } remainder ? [Sentence("remainder", remainder)] : Array.Empty<CatalogueText>(),
            .. requirement.Unserved.Values.Select(reason => Sentence("reason under unserved", reason)),
            .. requirement.Action is { } action ? [Sentence("action", action)] : Array.Empty<CatalogueText>(),
        ];

        CatalogueText Sentence(string member, LocalizedText text) =>
            new($"The requirement '{requirement.Id}'", member, CatalogueTextKind.Sentence, text, requirement.Location);
    }

    // A parameter that an initiative parameter sets repeats its texts, which are judged there.
    private static IEnumerable<CatalogueText> Of(Control control) =>
    [
        new($"The control '{control.Id}'", "title", CatalogueTextKind.Sentence, control.Title, control.Location),
        new($"The control '{control.Id}'", "remediation", CatalogueTextKind.Sentence, control.Remediation, control.Location),
        .. control.Parameters.Where(p => p.InitiativeParameter is null)
            .SelectMany(p => Described($"The parameter '{p.Name}' of the control '{control.Id}'", p.Title, p.Description, p.Location)),
    ];

    private static IEnumerable<CatalogueText> Described(string owner, LocalizedText title, LocalizedText description, SourceLocation location) =>
    [
        new(owner, "title", CatalogueTextKind.Sentence, title, location),
        new(owner, "description", CatalogueTextKind.Sentence, description, location),
    ];

    // Unicode blocks Hiragana and Katakana without their punctuation, half-width katakana, the iteration mark of kanji,
    // CJK Unified Ideographs with Extension A and the compatibility ideographs.
    private static bool IsJapanese(char c) =>
        c is (>= '\u3041' and <= '\u309F') or (>= '\u30A1' and <= '\u30FA') or (>= '\u30FC' and <= '\u30FF') or (>= '\uFF66' and <= '\uFF9D')
            or '\u3005' or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
