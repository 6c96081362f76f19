using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Tests.Evaluation;

/// <summary>The semantics of Azure Policy, case by case, as data.</summary>
public class EvaluationCaseSpecs
{
    private static readonly Dictionary<(string, string), EvaluationCase> Cases = EvaluationCase.All().ToDictionary(c => (c.File, c.Name));

    private static IEnumerable<TestCaseData> Names() => Cases.Keys.Select(k => new TestCaseData(k.Item1, k.Item2).SetArgDisplayNames(k.Item1, k.Item2));

    [Test]
    public void There_are_hundreds_and_each_names_its_source()
    {
        Assert.That(Cases, Has.Count.GreaterThanOrEqualTo(400));
        Assert.That(Cases.Values.Where(c => string.IsNullOrWhiteSpace(c.Source)).Select(c => c.Name), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void Azure_Policy_would_say(string file, string name)
    {
        var expected = Cases[(file, name)].Expected;
        var actual = Cases[(file, name)].Run();
        var said = string.Join(" | ", actual.Verdict.Reasons) + " " + string.Join(" | ", actual.Problems);
        Assert.Multiple(() =>
        {
            foreach (var (member, value) in expected)
            {
                switch (member)
                {
                    case "of":
                        break;
                    case "condition":
                        Assert.That(CatalogueJson.Name(actual.Condition), Is.EqualTo(value!.Type == JTokenType.Boolean ? (bool)value ? "true" : "false" : (string?)value), "condition; " + said);
                        break;
                    case "applicable":
                        Assert.That(actual.Applicable, Is.EqualTo((bool)value!), "applicable; " + said);
                        break;
                    case "state":
                        Assert.That(CatalogueJson.Name(actual.Verdict.State), Is.EqualTo((string?)value), "state; " + said);
                        break;
                    case "effect":
                        Assert.That(actual.Effect, Is.EqualTo((string?)value).IgnoreCase, "effect");
                        break;
                    case "problem":
                        Assert.That(actual.Problems, Has.Some.Contains((string)value!).IgnoreCase);
                        break;
                    case "reasons":
                        foreach (var reason in value!.Cast<JObject>())
                            Assert.That(actual.Verdict.Reasons.Any(r => Matches(reason, r)), Is.True, $"no reason {reason.ToString(Newtonsoft.Json.Formatting.None)} in {said}");
                        break;
                    case "changes":
                        Assert.That(actual.Verdict.Changes.Select(Write), Is.EqualTo(value!.Select(v => v.ToString(Newtonsoft.Json.Formatting.None))));
                        break;
                    default:
                        Assert.Fail($"There is no expectation '{member}'.");
                        break;
                }
            }
        });
    }

    private static bool Matches(JObject expected, Reason actual) =>
        (expected["path"] is not { } path || (string?)path == actual.Path)
        && (expected["operator"] is not { } kind || string.Equals((string?)kind, actual.Operator, StringComparison.OrdinalIgnoreCase))
        && (!expected.ContainsKey("expected") || Same(expected["expected"]!, actual.Expected))
        && (!expected.ContainsKey("actual") || Same(expected["actual"]!, actual.Actual));

    private static bool Same(JToken expected, JToken? actual) => JToken.DeepEquals(expected, actual ?? JValue.CreateNull()) || actual is JRaw raw && (string?)expected == (string?)raw.Value;

    private static string Write(PropertyChange change) => new JObject
    {
        ["operation"] = change.Operation,
        ["path"] = change.Path,
        ["before"] = change.Before,
        ["after"] = change.After,
    }.ToString(Newtonsoft.Json.Formatting.None);
}
