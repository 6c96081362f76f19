using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Required parts are there and have the right JSON type. Page: docs/rules/document-shape.md.</summary>
public sealed class DocumentShapeRule() : LintRule<PolicyDocument>(
    "document-shape", "A policy document has its required parts", DiagnosticSeverity.Error, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        subject.Problems.Where(p => p.Kind == PolicyProblemKind.Document).Select(p => subject.At(p.Source, p.Message));
}
