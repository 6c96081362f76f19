using System.Globalization;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Expressions can be parsed. Page: docs/rules/invalid-expression.md.</summary>
public sealed class InvalidExpressionRule() : LintRule<PolicyDocument>(
    "invalid-expression", "An expression is well-formed", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        from expression in subject.Expressions
        where expression.Result.Error is not null
        let error = expression.Result.Error
        select subject.At(expression.Source, string.Create(CultureInfo.InvariantCulture, $"{error.Message} (character {error.Position + 1} of the expression)"));
}
