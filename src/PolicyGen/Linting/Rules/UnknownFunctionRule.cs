using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>Functions exist. Page: docs/rules/unknown-function.md.</summary>
public sealed class UnknownFunctionRule() : LintRule<PolicyDocument>(
    "unknown-function", "A function is one that Azure has", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        from expression in subject.Expressions
        where expression.Place != PolicyExpressionPlace.Template && expression.Result.Expression is not null
        from call in expression.Result.Expression!.Calls()
        where PolicyFunctions.Find(call.Name) == FunctionAvailability.Unknown
        select subject.At(expression.Source, $"Azure has no function '{call.Name}'.");
}
