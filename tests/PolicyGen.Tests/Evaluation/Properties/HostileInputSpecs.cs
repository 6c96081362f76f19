using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>
/// Policies and resources that are made to hang the engine, to exhaust its memory or to break its stack. What Azure refuses
/// is refused with a reason; the rest is answered. The sizes leave no room for anything worse than a little more than
/// linear.
/// </summary>
public class HostileInputSpecs
{
    private static readonly string Letters = new('a', 1_000_000);

    [TestCase(81_920, null)]
    [TestCase(81_921, "81921 characters")]
    public void An_expression_is_as_long_as_Azure_takes_it(int length, string? problem)
    {
        var text = "[coalesce('" + new string('a', length - "[coalesce('')]".Length) + "')]";
        Judge(new JObject { ["value"] = text, ["like"] = "a*" }, [], problem);
    }

    [TestCase(64, null)]
    [TestCase(65, "nested more than 64 deep")]
    [TestCase(8_000, "nested more than 64 deep")]
    public void Functions_nest_as_deep_as_Azure_takes_them(int depth, string? problem)
    {
        var text = "[" + string.Concat(Enumerable.Repeat("coalesce(", depth)) + "'a'" + new string(')', depth) + "]";
        Judge(new JObject { ["value"] = text, ["equals"] = "a" }, [], problem);
    }

    [TestCase("not", 120, null)]
    [TestCase("not", 128, "nested more than 128 deep")]
    [TestCase("not", 5_000, "nested more than 128 deep")]
    [TestCase("allOf", 5_000, "nested more than 128 deep")]
    [TestCase("anyOf", 5_000, "nested more than 128 deep")]
    public void Conditions_nest_as_deep_as_any_JSON_of_Azure(string logical, int depth, string? problem)
    {
        var condition = Field("name", "equals", "a");
        for (; depth > 0; depth--)
            condition = new JObject { [logical] = logical == "not" ? condition : new JArray(condition) };
        Judge(condition, [], problem);
    }

    [TestCase(4_096, null)]
    [TestCase(4_097, "4097 conditions")]
    public void A_rule_has_as_many_conditions_as_Azure_takes(int count, string? problem) =>
        Judge(new JObject { ["anyOf"] = new JArray(Enumerable.Range(1, count).Select(i => i == count ? Field("name", "equals", "a") : Field("name", "equals", $"x{i}"))) }, [], problem);

    [TestCase(10, 10, null)]
    [TestCase(10, 11, "110 iterations")]
    [TestCase(101, 1, "101 iterations")]
    [TestCase(1, 100_000, "100000 iterations")]
    public void Value_counts_go_over_as_many_elements_as_Azure_takes(int outer, int inner, string? problem) =>
        Judge(Count(outer, "x", Count(inner, "y", Field("name", "equals", "a"))), [], problem);

    [Test]
    public void Value_counts_over_what_a_resource_holds_fail_where_there_are_too_many_elements()
    {
        var condition = new JObject { ["count"] = new JObject { ["value"] = $"[field('{Shape.Type}/texts')]" }, ["greater"] = 0 };
        Assert.Multiple(() =>
        {
            Assert.That(Engine.Condition(condition, Content(("texts", Numbers(100)))), Is.EqualTo(Truth.True));
            Assert.That(Engine.Condition(condition, Content(("texts", Numbers(101)))), Is.EqualTo(Truth.Error));
        });
    }

    [TestCase("match", "?")]
    [TestCase("notMatch", "#")]
    [TestCase("match", ".")]
    [TestCase("matchInsensitively", "A")]
    [TestCase("notMatchInsensitively", "?")]
    public void A_pattern_of_a_million_signs_is_matched_in_one_pass(string kind, string sign)
    {
        var pattern = string.Concat(Enumerable.Repeat(sign, Letters.Length - 1));
        Answers(kind, pattern + "b");
        Answers(kind, "b" + pattern);
        Answers(kind, pattern);
    }

    [TestCase("like", "*{0}")]
    [TestCase("like", "{0}*")]
    [TestCase("notLike", "{0}*{0}")]
    [TestCase("like", "{0}*b")]
    [TestCase("contains", "{0}b")]
    [TestCase("contains", "b{0}")]
    [TestCase("contains", "{0}b{0}")]
    [TestCase("equals", "{0}b")]
    [TestCase("greaterOrEquals", "{0}b")]
    public void A_text_of_a_million_letters_is_compared(string kind, string operand)
    {
        Answers(kind, string.Format(null, operand, Letters));
        Answers(kind, string.Format(null, operand, Letters[..(Letters.Length / 2)]));
        Answers(kind, string.Format(null, operand, Letters[..(Letters.Length / 4)]));
    }

    // Every element is looked for in every other: a count of one array with a condition on another.
    [Test]
    public void Counts_of_counts_stop_and_say_so()
    {
        var condition = new JObject
        {
            ["count"] = new JObject { ["field"] = $"{Shape.Type}/texts[*]", ["where"] = Field($"{Shape.Type}/objects[*].name", "equals", "a") },
            ["equals"] = 0,
        };
        var objects = new JArray(Enumerable.Range(0, 100_000).Select(_ => new JObject { ["name"] = "a" }));
        var content = Content(("texts", Numbers(100_000)), ("objects", objects));
        var verdict = Engine.NewEvaluator().Evaluate(Engine.Compile(condition), Shape.Resource(content));
        Assert.Multiple(() =>
        {
            Assert.That(verdict.State, Is.EqualTo(ComplianceState.Unknown));
            Assert.That(verdict.Reasons.Select(r => r.Note), Has.Some.Contains("1,000,000 elements"));
        });
    }

    [Test]
    public void A_resource_with_a_million_elements_is_judged_within_the_bound()
    {
        var content = Content(("texts", Numbers(EvaluationState.MaxSteps)));
        Assert.That(Engine.Condition(Field($"{Shape.Type}/texts[*]", "less", 2_000_000), content), Is.EqualTo(Truth.True));
        ((JArray)content["properties"]!["texts"]!).Add(1);
        Assert.That(Engine.Condition(Field($"{Shape.Type}/texts[*]", "less", 2_000_000), content), Is.EqualTo(Truth.Unknown));
    }

    // No parser gives such a resource: it is handed to the engine as it is.
    [Test]
    public void A_resource_a_thousand_levels_deep_is_judged()
    {
        JToken deep = new JArray(Enumerable.Range(0, 100_000));
        for (var level = 0; level < 1_000; level++)
            deep = new JObject { ["outer"] = deep };
        var content = Content(("outer", deep), ("texts", new JArray(deep)), ("text", Unresolved.Create("[reference('x')]")));
        JObject[] conditions =
        [
            Field($"{Shape.Type}/outer", "equals", "x"), Field($"{Shape.Type}/outer", "containsKey", "outer"), Field($"{Shape.Type}/texts[*]", "notEquals", "{"),
            Field($"{Shape.Type}/outer", "less", 5), new JObject { ["value"] = $"[field('{Shape.Type}/outer')]", ["exists"] = true },
            new JObject { ["value"] = $"[string(field('{Shape.Type}/outer'))]", ["exists"] = true },
            new JObject { ["value"] = new JArray($"[field('{Shape.Type}/outer')]", "x"), ["contains"] = "x" },
        ];
        var policies = RandomPolicies.Assigned([
            .. conditions.Select(c => Engine.DefinitionJson(c, new JObject { ["effect"] = "deny" })),
            Engine.DefinitionJson(Field("name", "exists", true), new JObject { ["effect"] = "append", ["details"] = new JArray(new JObject { ["field"] = "tags.env", ["value"] = $"[field('{Shape.Type}/outer')]" }) })]);
        var states = new List<ComplianceState>();
        Engine.NewEvaluator().Evaluate(Shape.Resource(content), policies, (_, verdict) => states.Add(verdict.State));
        Assert.That(states, Has.Count.EqualTo(conditions.Length + 1));
    }

    // Azure computes expressions in what an initiative passes on, and nowhere else among parameters: nothing can go round.
    [Test]
    public void Parameters_that_name_each_other_are_texts()
    {
        var definition = PolicyJson.Read<PolicyDefinition>("""
            { 'mode': 'All', 'parameters': { 'a': { 'type': 'String', 'defaultValue': '[parameters(´b´)]' }, 'b': { 'type': 'String', 'defaultValue': '[parameters(´a´)]' } },
              'policyRule': { 'if': { 'field': 'name', 'equals': '[parameters(´a´)]' }, 'then': { 'effect': 'audit' } } }
            """);
        var initiative = PolicyJson.Read<PolicySetDefinition>("""
            { 'parameters': { 'a': { 'type': 'String', 'defaultValue': '[parameters(´b´)]' }, 'b': { 'type': 'String', 'defaultValue': '[parameters(´a´)]' } },
              'policyDefinitions': [
                { 'policyDefinitionId': '/providers/Microsoft.Authorization/policyDefinitions/test', 'policyDefinitionReferenceId': 'one', 'parameters': { 'a': { 'value': '[parameters(´a´)]' }, 'b': { 'value': '[parameters(´c´)]' } } },
                { 'policyDefinitionId': '/providers/Microsoft.Authorization/policySetDefinitions/test', 'policyDefinitionReferenceId': 'itself' } ] }
            """);
        var plan = new PolicyPlanner(Shape.Aliases()).Plan(new PolicyLibrary([definition with { Name = Named("test") }, initiative with { Name = Named("test") }]));
        var names = new List<string>();
        foreach (var assigned in plan.Policies.Where(p => p.Policy.Problems.IsEmpty))
        {
            var content = new JObject { ["name"] = "[parameters('b')]", ["type"] = Shape.Type, ["location"] = "eastus" };
            names.Add($"{Engine.NewEvaluator().Condition(assigned.Policy, Shape.Resource(content))}");
        }

        Assert.Multiple(() =>
        {
            Assert.That(names, Has.Some.EqualTo("True"));
            Assert.That(plan.Warnings, Has.Some.Contains("'b'"));
        });
    }

    private static SourcedText Named(string name) => new(name, new JValue(name));

    // Refused with a reason, and then not judged; or true of the resource named "a".
    private static void Judge(JObject condition, JObject properties, string? problem)
    {
        var policy = Engine.Compile(condition);
        var verdict = Engine.NewEvaluator().Evaluate(policy, Shape.Resource(new JObject { ["name"] = "a", ["type"] = Shape.Type, ["properties"] = properties }));
        Assert.Multiple(() =>
        {
            Assert.That(policy.Problems, problem is null ? Is.Empty : Has.Some.Contains(problem));
            Assert.That(policy.Problems.All(p => p.Length < 500), Is.True);
            Assert.That(verdict.State, Is.EqualTo(problem is null ? ComplianceState.NonCompliant : ComplianceState.Unknown));
        });
    }

    private static void Answers(string kind, string operand) =>
        Assert.That(Engine.Condition(Field($"{Shape.Type}/text", kind, operand), Content(("text", Letters))), Is.EqualTo(Truth.True).Or.EqualTo(Truth.False));

    private static JObject Field(string field, string kind, JToken operand) => new() { ["field"] = field, [kind] = operand };

    private static JObject Count(int length, string name, JObject where) => new()
    {
        ["count"] = new JObject { ["value"] = Numbers(length), ["name"] = name, ["where"] = where },
        ["greater"] = 0,
    };

    private static JArray Numbers(int count) => new(Enumerable.Range(0, count));

    private static JObject Content(params (string Name, JToken Value)[] properties) => new()
    {
        ["name"] = "a",
        ["type"] = Shape.Type,
        ["properties"] = new JObject(properties.Select(p => new JProperty(p.Name, p.Value))),
    };
}
