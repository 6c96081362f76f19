using System.Collections.Frozen;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A rule that a template decides is shown at work. Page: docs/rules/control-samples.md.</summary>
public sealed class ControlSamplesRule() : LintRule<Library>(
    "control-samples", "A control that a template decides has samples", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    // Their rules judge the resource itself, so that a template shows all that they look at. What only the service writes
    // is the exception; such a control cannot deny, and its notes say why nothing can be shown.
    private static readonly FrozenSet<string> Decidable =
        new[] { "property", "version", "array", "shapes", "public-exposure" }.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from control in subject.Controls.Values
        where Decidable.Contains(control.Pattern) && (control.Samples.Compliant.IsEmpty || control.Samples.NonCompliant.IsEmpty)
        let fault = Fault(control)
        where fault is not null
        select new LintFinding($"The control '{control.Id}' lacks samples that satisfy and that violate it, {fault}.", control.Location);

    private static string? Fault(Control control)
    {
        if (control.Effects.Allowed.Contains("Deny", StringComparer.Ordinal))
            return "though it may deny requests and so is decided by what they hold";
        return string.IsNullOrWhiteSpace(control.Notes) ? "and no notes say why a template cannot show them" : null;
    }
}
