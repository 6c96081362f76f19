using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Rendering;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

public class RuleNormalizerSpecs
{
    private const string A = "{'field': 'kind', 'equals': 'a'}";
    private const string B = "{'field': 'kind', 'equals': 'b'}";
    private const string C = "{'field': 'kind', 'equals': 'c'}";

    [TestCase("A", "A")]
    [TestCase("{'allOf': [A]}", "A")]
    [TestCase("{'anyOf': [A]}", "A")]
    [TestCase("{'allOf': [A, B]}", "{'allOf': [A, B]}")]
    [TestCase("{'allOf': [A, {'allOf': [B, C]}]}", "{'allOf': [A, B, C]}")]
    [TestCase("{'anyOf': [{'anyOf': [A, B]}, C]}", "{'anyOf': [A, B, C]}")]
    [TestCase("{'allOf': [A, {'anyOf': [B, C]}]}", "{'allOf': [A, {'anyOf': [B, C]}]}")]
    [TestCase("{'allOf': [A, {'anyOf': [{'allOf': [B]}]}]}", "{'allOf': [A, B]}")]
    [TestCase("{'allOf': [A, {'allOf': []}]}", "A")]
    [TestCase("{'allOf': [{'allOf': []}, {'allOf': []}]}", "{'allOf': []}")]
    [TestCase("{'anyOf': [A, {'allOf': []}]}", "{'anyOf': [A, {'allOf': []}]}", Description = "An empty allOf is true: it may not be left out of an anyOf.")]
    [TestCase("{'allOf': [A, {'anyOf': []}]}", "{'allOf': [A, {'anyOf': []}]}", Description = "An empty anyOf is false.")]
    [TestCase("{'not': {'allOf': [{'allOf': [A]}]}}", "{'not': A}")]
    [TestCase("{'count': {'field': 'x[*]', 'where': {'anyOf': [{'anyOf': [A, B]}]}}, 'equals': 0}", "{'count': {'field': 'x[*]', 'where': {'anyOf': [A, B]}}, 'equals': 0}")]
    [TestCase("{'not': {'count': {'field': 'x[*]', 'where': {'allOf': [A]}}, 'equals': 0}}", "{'not': {'count': {'field': 'x[*]', 'where': A}, 'equals': 0}}")]
    public void A_condition_becomes_as_plain_as_it_can_be(string condition, string expected)
    {
        var rule = new JObject { ["if"] = Read(condition), ["then"] = new JObject { ["effect"] = "audit" } };
        RuleNormalizer.Normalize(rule);
        Assert.That(rule["if"]!.ToString(), Is.EqualTo(Read(expected).ToString()));
        var once = rule.ToString();
        RuleNormalizer.Normalize(rule);
        Assert.That(rule.ToString(), Is.EqualTo(once));
    }

    [TestCase("{'allOf': [{'allOf': [A]}]}", "A")]
    [TestCase("{'allOf': []}", null)]
    [TestCase("{'allOf': [{'allOf': []}]}", null)]
    public void An_existence_condition_that_asks_nothing_is_left_out(string condition, string? expected)
    {
        var details = new JObject { ["type"] = "x", ["existenceCondition"] = Read(condition) };
        RuleNormalizer.Normalize(new JObject { ["if"] = Read(A), ["then"] = new JObject { ["details"] = details } });
        Assert.That(details["existenceCondition"]?.ToString(), Is.EqualTo(expected is null ? null : Read(expected).ToString()));
    }

    [TestCase("{'effect': 'modify', 'details': {'operations': []}}")]
    [TestCase("{'effect': 'append', 'details': [{'field': 'x', 'value': 1}]}")]
    public void What_is_done_about_it_stays(string then)
    {
        var rule = new JObject { ["if"] = Read(A), ["then"] = Read(then) };
        RuleNormalizer.Normalize(rule);
        Assert.That(rule["then"]!.ToString(), Is.EqualTo(Read(then).ToString()));
    }

    private static JToken Read(string text) => PolicyJson.Parse(text
        .Replace("A", A, StringComparison.Ordinal).Replace("B", B, StringComparison.Ordinal).Replace("C", C, StringComparison.Ordinal));
}
