using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Every verdict that asks for an action says why, and points to what is there.</summary>
public class ExplanationSpecs
{
    [Test]
    public void A_verdict_says_why() =>
        Engine.Check(1000, RuleCase.Random(unknown: true), c => c.Smaller(), c =>
        {
            var verdict = Engine.NewEvaluator().Evaluate(Engine.Compile(c.If) with { Problems = [] }, Shape.Resource(c.Content));
            return verdict.State is ComplianceState.NonCompliant or ComplianceState.Unknown or ComplianceState.Error == verdict.Reasons.IsEmpty
                ? $"{verdict.State} with {verdict.Reasons.Length} reasons"
                : verdict.Reasons.Length > 50 ? "There are more reasons than anyone reads."
                : verdict.State == ComplianceState.Unknown && verdict.Reasons.All(r => r.Note is null) ? "No reason says what is not known."
                : verdict.Reasons.FirstOrDefault(r => !Fits(r, c)) is { } wrong ? $"A reason is about nothing there: {wrong}"
                : null;
        });

    private static bool Fits(Reason reason, RuleCase c)
    {
        if (Sides(c.If).Contains(reason.Path) || Shape.AliasNames.Contains(reason.Path, StringComparer.OrdinalIgnoreCase))
            return true;
        if (Shape.CommonFields.Select(f => f.Replace("tags[owner]", "tags.owner", StringComparison.Ordinal)).Contains(reason.Path, StringComparer.OrdinalIgnoreCase))
            return true;
        // A condition without a field: only the note tells.
        if (reason.Path.Length == 0)
            return reason.Note is not null;

        // An alias's path, and what it leads to.
        if (!Shape.Paths.Values.Contains(Regex.Replace(reason.Path, @"\[\d+\]", "[*]")))
            return false;
        JToken? token = c.Content;
        foreach (var step in Regex.Matches(reason.Path, @"[^.\[\]]+|\[\*\]").Select(m => m.Value))
        {
            if (step == "[*]" || token is JRaw)
                return reason.Actual is JRaw or JArray { Count: 0 } && !reason.Path.EndsWith(']') || step == "[*]" || JToken.DeepEquals(token, reason.Actual);
            if (int.TryParse(step, out var index))
                token = ((JArray)token!)[index];
            else
                token = (token as JObject)?.GetValue(step, StringComparison.OrdinalIgnoreCase);
        }

        return JToken.DeepEquals(token is { Type: JTokenType.Null } ? null : token, reason.Actual);
    }

    // What stands on the left of conditions and is no field: expressions, literals, counted arrays.
    private static IEnumerable<string> Sides(JObject rule) => rule.DescendantsAndSelf().OfType<JProperty>()
        .Where(p => p.Name is "value" or "field")
        .Select(p => p.Value is JValue { Value: string text } ? text : p.Value.ToString(Newtonsoft.Json.Formatting.None));
}
