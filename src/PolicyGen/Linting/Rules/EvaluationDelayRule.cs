using System.Xml;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>An evaluation delay is a word or a duration of at most six hours. Page: docs/rules/evaluation-delay.md.</summary>
public sealed class EvaluationDelayRule() : LintRule<PolicyDefinition>(
    "evaluation-delay", "An evaluation delay is one that Azure takes", DiagnosticSeverity.Error, LintCategory.Effect)
{
    private static readonly string[] Words = ["AfterProvisioning", "AfterProvisioningSuccess", "AfterProvisioningFailure"];

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.Rule?.Then?.Details?.EvaluationDelay is { } delay && !TemplateText.IsExpression(delay.Value)
            && !Words.Any(delay.Is) && !IsDuration(delay.Value))
        {
            yield return subject.At(delay, $"'{delay.Value}' is none of {string.Join(", ", Words)} and no ISO 8601 duration from PT0M to PT360M.");
        }
    }

    private static bool IsDuration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text) is var span && span >= TimeSpan.Zero && span <= TimeSpan.FromMinutes(360);
        }
        catch (FormatException)
        {
            return false;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
