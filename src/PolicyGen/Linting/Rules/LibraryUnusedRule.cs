using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>What policies/library.json offers is taken. Page: docs/rules/library-unused.md.</summary>
public sealed class LibraryUnusedRule() : LintRule<Library>(
    "library-unused", "The shared words of the library are used", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context)
    {
        var vocabulary = subject.Vocabulary;
        var controls = subject.Controls.Values.ToList();
        var areas = controls.Select(c => c.Area).ToHashSet(StringComparer.Ordinal);
        var signals = controls.SelectMany(c => c.Signals).Concat(subject.Requirements.SelectMany(r => r.Signals)).ToHashSet(StringComparer.Ordinal);
        var parameters = controls.SelectMany(c => c.Parameters).Select(p => p.InitiativeParameter).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var lists = subject.Requirements.SelectMany(r => new[] { r.Controls.Direct, r.Controls.Supporting }).Select(l => l.ToHashSet(StringComparer.Ordinal)).ToList();
        return
        [
            .. vocabulary.Areas.Keys.Where(a => !areas.Contains(a))
                .Select(a => new LintFinding($"No control is in the area '{a}'.", VocabularyLocations.Area(a))),
            .. vocabulary.Signals.Keys.Where(s => !signals.Contains(s))
                .Select(s => new LintFinding($"No requirement and no control has the signal '{s}'.", VocabularyLocations.Signal(s))),
            .. vocabulary.Parameters.Values.Where(p => !parameters.Contains(p.Name))
                .Select(p => new LintFinding($"No control takes the initiative parameter '{p.Name}'.", p.Location)),

            // Requirements come with their groups expanded: one that holds all members may have named the group.
            .. vocabulary.Groups.Values.Where(g => !lists.Exists(l => l.IsSupersetOf(g.Controls)))
                .Select(g => new LintFinding($"No requirement names the control group '{g.Name}'.", g.Location)),
        ];
    }
}
