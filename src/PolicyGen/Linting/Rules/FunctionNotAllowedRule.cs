using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>Functions may be called where they are called. Page: docs/rules/function-not-allowed.md.</summary>
public sealed class FunctionNotAllowedRule() : LintRule<PolicyDocument>(
    "function-not-allowed", "A function may be called from a policy", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        foreach (var expression in subject.Expressions)
        {
            if (expression.Place == PolicyExpressionPlace.Template || expression.Result.Expression is not { } parsed)
                continue;
            foreach (var call in parsed.Calls())
            {
                if (PolicyFunctions.Find(call.Name) == FunctionAvailability.TemplateOnly)
                    yield return subject.At(expression.Source, $"'{call.Name}' is for templates; a policy cannot call it.");
                else if (call.Is("current") && !IsCounting(expression.Source))
                    yield return subject.At(expression.Source, "'current' is the element of a count and has no meaning outside its 'where'.");
            }
        }
    }

    private static bool IsCounting(JToken source) =>
        source.Ancestors().OfType<JProperty>().Any(p => string.Equals(p.Name, "where", StringComparison.OrdinalIgnoreCase));
}
