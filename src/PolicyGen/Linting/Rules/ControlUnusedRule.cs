using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Somebody asks for what is checked. Page: docs/rules/control-unused.md.</summary>
public sealed class ControlUnusedRule() : LintRule<Library>(
    "control-unused", "A control serves a requirement", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context)
    {
        var used = subject.Requirements.SelectMany(r => r.ControlIds()).ToHashSet(StringComparer.Ordinal);
        return subject.Controls.Values
            .Where(c => !c.IsShared && !used.Contains(c.Id))
            .Select(c => new LintFinding($"No requirement names the control '{c.Id}', directly or as support.", c.Location));
    }
}
