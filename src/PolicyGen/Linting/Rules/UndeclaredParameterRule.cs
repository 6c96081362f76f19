using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>What expressions call a parameter is one. Page: docs/rules/undeclared-parameter.md.</summary>
public sealed class UndeclaredParameterRule() : LintRule<PolicyDocument>(
    "undeclared-parameter", "A parameter is declared", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        var declared = subject.DeclaredParameters().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
            from expression in subject.Expressions
            where expression.Place != PolicyExpressionPlace.Template && expression.Result.Expression is not null
            from call in expression.Result.Expression!.Calls()
            where call.Is("parameters") && call.LiteralArgument is { } name && !declared.Contains(name)
            select subject.At(expression.Source, $"The parameter '{call.LiteralArgument}' is not declared.");
    }
}
