using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A direct control is about what the requirement is about. Page: docs/rules/evidence-signal.md.</summary>
public sealed class EvidenceSignalRule() : LintRule<Library>(
    "evidence-signal", "A direct control shares a signal with its requirement", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from requirement in subject.Requirements
        from control in subject.Find(requirement.Controls.Direct)
        where !control.Signals.Intersect(requirement.Signals, StringComparer.Ordinal).Any()
        select new LintFinding(
            $"The requirement '{requirement.Id}' and its direct control '{control.Id}' share no signal; the control has {string.Join(", ", control.Signals.DefaultIfEmpty("none"))}.",
            requirement.Location);
}
