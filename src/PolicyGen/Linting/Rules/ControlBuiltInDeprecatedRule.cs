using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>Microsoft still keeps up the definition that stands for the control. Page: docs/rules/control-builtin-deprecated.md.</summary>
public sealed class ControlBuiltInDeprecatedRule() : LintRule<Library>(
    "control-builtin-deprecated", "A built-in that stands for a control is not deprecated", DiagnosticSeverity.Error, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from found in subject.BuiltIns(context)
        where found.Reference.IsReferenced() && found.Definition is { Deprecated: true }
        select new LintFinding($"Microsoft has deprecated '{found.Definition.DisplayName}'.", found.Reference.Location);
}
