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
        Engine.Check(700, RuleCase.Random(unknown: true), c => c.Smaller(), c =>
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

        return Shape.Paths.Values.Contains(Regex.Replace(reason.Path, @"\[\d+\]", "[*]")) && LeadsTo(c.Content, reason.Path, reason.Actual);
    }

    // An alias's path, as far as it has indexes: what is there is what the reason shows.
    private static bool LeadsTo(JToken? token, string path, JToken? actual)
    {
        foreach (var step in Regex.Matches(path, @"[^.\[\]]+").Select(m => m.Value))
        {
            // Elements that are not known, or of which there are none.
            if (token is JRaw || step == "*")
                return token is JRaw && actual is JRaw || actual is JArray { Count: 0 };
            token = int.TryParse(step, out var index) ? ((JArray)token!)[index] : (token as JObject)?.GetValue(step, StringComparison.OrdinalIgnoreCase);
        }

        // Within a count the counted array has the one element.
        return JToken.DeepEquals(token is { Type: JTokenType.Null } ? null : token, actual)
            || token is JArray array && actual is JArray { Count: 1 } one && array.Any(e => JToken.DeepEquals(e, one[0]));
    }

    // What stands on the left of conditions and is no field: expressions, literals, counted arrays.
    private static IEnumerable<string> Sides(JObject rule) => rule.DescendantsAndSelf().OfType<JProperty>()
        .Where(p => p.Name is "value" or "field")
        .Select(p => p.Value is JValue { Value: string text } ? text : p.Value.ToString(Newtonsoft.Json.Formatting.None));
}
