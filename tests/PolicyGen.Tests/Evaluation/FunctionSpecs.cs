using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Tests.Evaluation;

public class FunctionSpecs
{
    private static readonly string[] Contextual =
        ["parameters", "field", "current", "requestContext", "policy", "resourceGroup", "subscription", "utcNow", "if", "and", "or", "coalesce"];

    private static readonly FunctionCase[] Cases = [.. FunctionCase.All()];

    private static IEnumerable<TestCaseData> Numbered() => Cases.Select((c, i) => new TestCaseData(i).SetArgDisplayNames(c.File, c.Expression));

    [TestCaseSource(nameof(Numbered))]
    public void The_function_gives(int number)
    {
        var value = FunctionEvaluator.Evaluate(Cases[number].Expression);
        Assert.That(FunctionCase.Write(value), Is.EqualTo(Cases[number].ExpectedText), value.Error ?? Cases[number].Source);
    }

    [Test]
    public void Each_case_has_a_source_and_each_function_has_cases()
    {
        var called = Cases.SelectMany(c => ExpressionParser.Parse($"[{c.Expression}]").Expression!.Calls()).Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Multiple(() =>
        {
            Assert.That(Cases.Where(c => c.Source.Length == 0).Select(c => c.Expression), Is.Empty);
            Assert.That(Cases, Has.Length.GreaterThan(250));
            Assert.That(Cases.Select(c => c.Expression), Is.Unique);
            Assert.That(TemplateFunctions.All.Select(f => f.Name).Where(name => !called.Contains(name)), Is.Empty);
        });
    }

    [Test]
    public void The_functions_are_those_that_rules_may_call()
    {
        Assert.Multiple(() =>
        {
            foreach (var function in TemplateFunctions.All)
                Assert.That(PolicyFunctions.Find(function.Name), Is.EqualTo(FunctionAvailability.PolicyRule), function.Name);
            foreach (var name in Contextual)
                Assert.That(TemplateFunctions.Find(name), Is.Null, name);
            Assert.That(PolicyFunctions.InRules.Except(Contextual, StringComparer.OrdinalIgnoreCase).Where(name => TemplateFunctions.Find(name) is null), Is.Empty);
            Assert.That(TemplateFunctions.Find("TOLOWER"), Is.SameAs(TemplateFunctions.Find("toLower")));
        });
    }

    [Test]
    public void Arguments_keep_their_parents_and_content()
    {
        foreach (var function in TemplateFunctions.All)
        {
            foreach (var argument in new[] { JToken.Parse("[[1], {'a': 1}, 1]"), JToken.Parse("{'a': {'b': [1]}, 'c': 2}"), new JValue("a"), new JValue(1L) })
            {
                foreach (var second in new[] { argument, new JValue(1L), new JValue("a") })
                {
                    var before = argument.ToString();
                    var parent = argument.Parent;
                    TemplateFunctions.Invoke(function, [argument, second]);
                    TemplateFunctions.Invoke(function, [argument]);
                    Assert.That(argument.Parent, Is.SameAs(parent), function.Name);
                    Assert.That(argument.ToString(), Is.EqualTo(before), function.Name);
                }
            }
        }
    }

    [TestCase("format('{0,2000000000}', 'a')")]
    [TestCase("format('{0,999999}{0,999999}{0,999999}{0,999999}', 'a')")]
    [TestCase("format('{0:D999999999}', 1)")]
    [TestCase("format('{0:F999999999}', json('1.5'))")]
    [TestCase("cidrSubnet('::/0', 128, 1)")]
    [TestCase("json('{0}')", 50_000, "[")]
    public void A_hostile_argument_ends_quickly(string expression, int times = 0, string part = "") =>
        Assert.That(FunctionCase.Write(FunctionEvaluator.Evaluate(expression.Replace("{0}", times > 0 ? string.Concat(Enumerable.Repeat(part, times)) : "{0}", StringComparison.Ordinal))),
            Is.EqualTo(expression.StartsWith("cidr", StringComparison.Ordinal) ? "unknown" : "fails"));

    [Test]
    public void A_text_has_at_most_131072_characters()
    {
        var text = new JValue(new string('a', TemplateFunctions.MaxTextLength));
        var list = new JArray(Enumerable.Repeat(text, 1000));
        Assert.Multiple(() =>
        {
            Assert.That(Invoke("concat", text).IsError, Is.False);
            Assert.That(Invoke("concat", text, new JValue("a")).IsError, Is.True);
            Assert.That(Invoke("replace", text, new JValue("a"), text).IsError, Is.True);
            Assert.That(Invoke("replace", text, new JValue("a"), new JValue("b")).IsError, Is.False);
            Assert.That(Invoke("join", list, text).IsError, Is.True);
            Assert.That(Invoke("string", list).IsError, Is.True);
            Assert.That(Invoke("format", new JValue("{0}"), list).IsError, Is.True);
            Assert.That(Invoke("dataUri", list).IsError, Is.True);
            Assert.That(Invoke("uriComponent", new JValue(new string('é', 100_000))).IsError, Is.True);
        });
    }

    [Test]
    public void A_value_has_at_most_32768_nodes()
    {
        var most = new JArray(Enumerable.Range(0, 32_767));
        var more = new JArray(Enumerable.Range(0, 32_768));
        Assert.Multiple(() =>
        {
            Assert.That(FunctionCase.Write(Invoke("length", most)), Is.EqualTo("32767"));
            Assert.That(Invoke("length", more).IsError, Is.True);
            Assert.That(Invoke("concat", most, most).IsError, Is.True);
            Assert.That(FunctionCase.Write(Invoke("length", Invoke("union", most, most).Token)), Is.EqualTo("32767"));
            Assert.That(Invoke("split", new JValue(new string(',', 40_000)), new JValue(",")).IsError, Is.True);
        });
    }

    [TestCase(128, false)]
    [TestCase(129, true)]
    [TestCase(50_000, true)]
    public void A_value_is_nested_at_most_128_deep(int depth, bool fails)
    {
        JToken value = new JArray();
        for (var i = 1; i < depth; i++)
            value = new JArray { value };
        Assert.That(Invoke("empty", value).IsError, Is.EqualTo(fails));
        Assert.That(Invoke("createArray", value).IsError, Is.True, "one deeper");
    }

    private static PolicyGen.Evaluation.PolicyValue Invoke(string name, params JToken[] arguments) => TemplateFunctions.Invoke(TemplateFunctions.Find(name)!, arguments);
}
