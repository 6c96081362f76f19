using System.Collections.Frozen;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Nothing is refused or changed that nobody asked to be. Page: docs/rules/enforcing-default.md.</summary>
public sealed class EnforcingDefaultRule() : LintRule<Library>(
    "enforcing-default", "A control only audits by default", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    private static readonly FrozenSet<string> Enforcing =
        new[] { "Deny", "DenyAction", "Modify", "Append", "DeployIfNotExists" }.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        subject.Controls.Values
            .Where(c => Enforcing.Contains(c.Effects.Default))
            .Select(c => new LintFinding($"The default effect of the control '{c.Id}' is {c.Effects.Default}, which enforces as soon as the initiative is assigned.", c.Location));
}
