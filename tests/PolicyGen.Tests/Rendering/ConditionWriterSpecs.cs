using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Patterns;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>A requirement becomes the condition that is true just where it does not hold.</summary>
public class ConditionWriterSpecs
{
    private const string Account = "Microsoft.Storage/storageAccounts/";
    private const string Tls = Account + "minimumTlsVersion";
    private const string Https = Account + "supportsHttpsTrafficOnly";
    private const string Days = Account + "keyPolicy.keyExpirationPeriodInDays";
    private static readonly AliasTable Aliases = AliasTable.Load();
    private static readonly string[] Types = ["Microsoft.Storage/storageAccounts"];

    // Requirement and violation, with T for the text property, B for the Boolean one and N for the number.
    [TestCase("{T, 'equals': 'a', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'notEquals': 'a'}]}")]
    [TestCase("{T, 'equals': 'a', 'ifMissing': 'nonCompliant'}", "{T, 'notEquals': 'a'}")]
    [TestCase("{T, 'notEquals': 'a', 'ifMissing': 'compliant'}", "{T, 'equals': 'a'}")]
    [TestCase("{T, 'notEquals': 'a', 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'equals': 'a'}]}")]
    [TestCase("{T, 'in': ['a', 'b'], 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'notIn': ['a', 'b']}]}")]
    [TestCase("{T, 'in': ['a', 'b'], 'ifMissing': 'nonCompliant'}", "{T, 'notIn': ['a', 'b']}")]
    [TestCase("{T, 'notIn': ['a'], 'ifMissing': 'compliant'}", "{T, 'in': ['a']}")]
    [TestCase("{T, 'notIn': ['a'], 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'in': ['a']}]}")]
    [TestCase("{T, 'like': 'a*', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'notLike': 'a*'}]}")]
    [TestCase("{T, 'like': 'a*', 'ifMissing': 'nonCompliant'}", "{T, 'notLike': 'a*'}")]
    [TestCase("{T, 'notLike': 'a*', 'ifMissing': 'compliant'}", "{T, 'like': 'a*'}")]
    [TestCase("{T, 'notLike': 'a*', 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'like': 'a*'}]}")]
    [TestCase("{T, 'contains': 'a', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'notContains': 'a'}]}")]
    [TestCase("{T, 'contains': 'a', 'ifMissing': 'nonCompliant'}", "{T, 'notContains': 'a'}")]
    [TestCase("{T, 'notContains': 'a', 'ifMissing': 'compliant'}", "{T, 'contains': 'a'}")]
    [TestCase("{T, 'notContains': 'a', 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'contains': 'a'}]}")]
    [TestCase("{T, 'containsKey': 'a', 'ifMissing': 'nonCompliant'}", "{T, 'notContainsKey': 'a'}")]
    [TestCase("{T, 'notContainsKey': 'a', 'ifMissing': 'compliant'}", "{T, 'containsKey': 'a'}")]
    [TestCase("{T, 'match': '##', 'ifMissing': 'nonCompliant'}", "{T, 'notMatch': '##'}")]
    [TestCase("{T, 'notMatch': '##', 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'match': '##'}]}")]
    [TestCase("{T, 'matchInsensitively': '?', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'notMatchInsensitively': '?'}]}")]
    [TestCase("{T, 'notMatchInsensitively': '?', 'ifMissing': 'compliant'}", "{T, 'matchInsensitively': '?'}")]
    [TestCase("{N, 'less': 5, 'ifMissing': 'compliant'}", "{'allOf': [{N, 'exists': true}, {N, 'greaterOrEquals': 5}]}")]
    [TestCase("{N, 'less': 5, 'ifMissing': 'nonCompliant'}", "{'anyOf': [{N, 'exists': false}, {N, 'greaterOrEquals': 5}]}")]
    [TestCase("{N, 'lessOrEquals': 5, 'ifMissing': 'compliant'}", "{'allOf': [{N, 'exists': true}, {N, 'greater': 5}]}")]
    [TestCase("{N, 'lessOrEquals': 5, 'ifMissing': 'nonCompliant'}", "{'anyOf': [{N, 'exists': false}, {N, 'greater': 5}]}")]
    [TestCase("{N, 'greater': 5, 'ifMissing': 'compliant'}", "{'allOf': [{N, 'exists': true}, {N, 'lessOrEquals': 5}]}")]
    [TestCase("{N, 'greater': 5, 'ifMissing': 'nonCompliant'}", "{'anyOf': [{N, 'exists': false}, {N, 'lessOrEquals': 5}]}")]
    [TestCase("{N, 'greaterOrEquals': 5, 'ifMissing': 'compliant'}", "{'allOf': [{N, 'exists': true}, {N, 'less': 5}]}")]
    [TestCase("{N, 'greaterOrEquals': 5, 'ifMissing': 'nonCompliant'}", "{'anyOf': [{N, 'exists': false}, {N, 'less': 5}]}")]
    [TestCase("{B, 'equals': true, 'ifMissing': 'compliant'}", "{B, 'equals': false}")]
    [TestCase("{B, 'equals': true, 'ifMissing': 'nonCompliant'}", "{B, 'notEquals': true}")]
    [TestCase("{B, 'exists': true}", "{B, 'exists': false}")]
    [TestCase("{B, 'exists': false}", "{B, 'exists': true}")]
    [TestCase("{T, 'equals': '', 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'notEquals': ''}]}", Description = "Azure takes a missing property for an empty text.")]
    [TestCase("{T, 'in': ['a', ''], 'ifMissing': 'nonCompliant'}", "{'anyOf': [{T, 'exists': false}, {T, 'notIn': ['a', '']}]}")]
    [TestCase("{T, 'notEquals': '', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'equals': ''}]}")]
    [TestCase("{T, 'notLike': '*', 'ifMissing': 'compliant'}", "{'allOf': [{T, 'exists': true}, {T, 'like': '*'}]}")]
    [TestCase("{'field': 'kind', 'equals': 'x'}", "{'field': 'kind', 'notEquals': 'x'}")]
    [TestCase("{'field': 'location', 'greater': 'x'}", "{'field': 'location', 'lessOrEquals': 'x'}")]
    [TestCase("{'value': '[x()]', 'in': ['a']}", "{'value': '[x()]', 'notIn': ['a']}")]
    [TestCase("{'count': 'networkAcls.ipRules[*]', 'less': 3}", "{'count': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]'}, 'greaterOrEquals': 3}")]
    [TestCase("{'count': 'networkAcls.ipRules[*]', 'where': {'property': 'networkAcls.ipRules[*].value', 'like': '10.*'}, 'equals': 0}",
        "{'count': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]', 'where': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*].value', 'like': '10.*'}}, 'notEquals': 0}",
        Description = "What is counted is not negated, the number is.")]
    [TestCase("{'countValue': [1, 2], 'as': 'n', 'where': {'value': '[current(´n´)]', 'greater': 1}, 'equals': 1}",
        "{'count': {'value': [1, 2], 'name': 'n', 'where': {'value': '[current(´n´)]', 'greater': 1}}, 'notEquals': 1}")]
    [TestCase("{'allOf': [{B, 'exists': true}, {'field': 'kind', 'equals': 'x'}]}", "{'anyOf': [{B, 'exists': false}, {'field': 'kind', 'notEquals': 'x'}]}")]
    [TestCase("{'anyOf': [{B, 'exists': true}, {'field': 'kind', 'equals': 'x'}]}", "{'allOf': [{B, 'exists': false}, {'field': 'kind', 'notEquals': 'x'}]}")]
    [TestCase("{'not': {'allOf': [{'field': 'kind', 'equals': 'x'}, {T, 'like': 'y*'}]}}", "{'allOf': [{'field': 'kind', 'equals': 'x'}, {T, 'like': 'y*'}]}")]
    [TestCase("{'anyOf': [{'allOf': [{B, 'exists': true}, {'not': {'field': 'kind', 'equals': 'x'}}]}, {T, 'exists': true}]}",
        "{'allOf': [{'anyOf': [{B, 'exists': false}, {'field': 'kind', 'equals': 'x'}]}, {T, 'exists': false}]}")]
    public void A_violation_says_what_is_wrong(string requirement, string violation)
    {
        var diagnostics = new DiagnosticBag();
        var actual = new ConditionWriter(Aliases, diagnostics, "test.json").Violation(Read(requirement, "property"), Types);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(actual.ToString(), Is.EqualTo(Read(violation, "field").ToString()));
    }

    [TestCase("{T, 'equals': 'a'}", "if-missing-unsaid")]
    [TestCase("{'allOf': [{B, 'exists': true}, {N, 'less': 5}]}", "if-missing-unsaid")]
    [TestCase("{'not': {T, 'equals': 'a', 'ifMissing': 'compliant'}}", "condition-invalid")]
    [TestCase("{T, 'equals': 'a', 'like': 'b'}", "condition-invalid")]
    [TestCase("{T, 'ifMissing': 'compliant'}", "condition-invalid")]
    [TestCase("{T, 'field': 'kind', 'equals': 'a'}", "condition-invalid")]
    [TestCase("{'equals': 'a'}", "condition-invalid")]
    [TestCase("{'anyOf': ['a']}", "condition-invalid")]
    [TestCase("{'property': 'minimumTlsVersoin', 'equals': 'a', 'ifMissing': 'compliant'}", "unknown-alias")]
    public void A_requirement_that_cannot_be_meant_is_told_with_its_place(string requirement, string id)
    {
        var diagnostics = new DiagnosticBag();
        _ = new ConditionWriter(Aliases, diagnostics, "test.json").Violation(Read(requirement, "property"), Types);
        Assert.That(diagnostics.Select(d => d.Id), Is.EqualTo(new[] { id }));
        Assert.That(diagnostics.Single().Location, Is.Not.EqualTo(new SourceLocation("test.json")).And.Property("File").EqualTo("test.json"));
    }

    [TestCase("minimumTlsVersion", Tls)]
    [TestCase("Microsoft.Storage/storageAccounts/minimumTlsVersion", Tls)]
    public void A_condition_is_written_as_it_is_with_full_aliases(string property, string alias)
    {
        var condition = new ConditionWriter(Aliases, [], "test.json").Condition(PolicyJson.Parse($"{{'not': {{'property': '{property}', 'equals': 'a', 'ifMissing': 'compliant'}}}}"), Types);
        Assert.That(condition.ToString(), Is.EqualTo(PolicyJson.Parse($"{{'not': {{'field': '{alias}', 'equals': 'a'}}}}").ToString()));
    }

    [Test]
    public void A_violation_is_true_exactly_where_the_requirement_does_not_hold()
    {
        var cases = Requirements(3).SelectMany(r => Resources().Select(p => (Requirement: r, Resource: p)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var diagnostics = new DiagnosticBag();
            var violation = new ConditionWriter(Aliases, diagnostics, "test.json").Violation(JObject.Parse(c.Requirement), Types);
            var holds = Holds(JObject.Parse(c.Requirement), c.Resource);
            var violated = Evaluate(violation, c.Resource);
            return (diagnostics.Count == 0 && holds != violated).Label($"{c.Requirement} on {string.Join(", ", c.Resource)}: holds {holds}, violated {violated}\n{violation}");
        }));
    }

    // What the author of a control means: a property that is missing counts as "ifMissing" says.
    private static bool Holds(JObject requirement, IReadOnlyDictionary<string, JToken> resource)
    {
        if (requirement["allOf"] is { } all)
            return all.Children<JObject>().All(c => Holds(c, resource));
        if (requirement["anyOf"] is { } any)
            return any.Children<JObject>().Any(c => Holds(c, resource));
        if (requirement["not"] is JObject negated)
            return !Holds(negated, resource);
        var subject = Account + (string)requirement["property"]!;
        if (requirement["exists"] is { } exists)
            return resource.ContainsKey(subject) == (bool)exists;
        return resource.TryGetValue(subject, out var value) ? Compare(value, Operator(requirement)) : (string?)requirement["ifMissing"] == "compliant";
    }

    // Azure: a missing field is null, which text operators take for an empty text and ordering operators refuse.
    private static bool Evaluate(JObject condition, IReadOnlyDictionary<string, JToken> resource)
    {
        if (condition["allOf"] is { } all)
            return all.Children<JObject>().All(c => Evaluate(c, resource));
        if (condition["anyOf"] is { } any)
            return any.Children<JObject>().Any(c => Evaluate(c, resource));
        if (condition["not"] is JObject negated)
            return !Evaluate(negated, resource);
        var present = resource.TryGetValue((string)condition["field"]!, out var value);
        if (condition["exists"] is { } exists)
            return present == (bool)exists;
        var comparison = Operator(condition);
        if (!present && comparison.Name is "less" or "lessOrEquals" or "greater" or "greaterOrEquals" && !present)
            throw new InvalidOperationException("An ordering operator met a missing property: Azure would deny.");
        return Compare(present ? value! : "", comparison);
    }

    private static (string Name, JToken Operand) Operator(JObject node)
    {
        var property = node.Properties().Single(p => p.Name is not ("property" or "field" or "ifMissing"));
        return (property.Name, property.Value);
    }

    private static bool Compare(JToken value, (string Name, JToken Operand) comparison) => comparison.Name switch
    {
        "equals" => Same(value, comparison.Operand),
        "notEquals" => !Same(value, comparison.Operand),
        "in" => comparison.Operand.Any(o => Same(value, o)),
        "notIn" => !comparison.Operand.Any(o => Same(value, o)),
        "like" => Like(value, comparison.Operand),
        "notLike" => !Like(value, comparison.Operand),
        "contains" => value.ToString().Contains(comparison.Operand.ToString(), StringComparison.OrdinalIgnoreCase),
        "notContains" => !value.ToString().Contains(comparison.Operand.ToString(), StringComparison.OrdinalIgnoreCase),
        "less" => (int)value < (int)comparison.Operand,
        "lessOrEquals" => (int)value <= (int)comparison.Operand,
        "greater" => (int)value > (int)comparison.Operand,
        "greaterOrEquals" => (int)value >= (int)comparison.Operand,
        _ => throw new ArgumentException(comparison.Name),
    };

    private static bool Same(JToken value, JToken operand) => string.Equals(value.ToString(), operand.ToString(), StringComparison.OrdinalIgnoreCase);

    private static bool Like(JToken value, JToken operand) => value.ToString().StartsWith(operand.ToString().TrimEnd('*'), StringComparison.OrdinalIgnoreCase);

    private static Gen<Dictionary<string, JToken>> Resources() =>
        from tls in Gen.Elements<JToken?>(null, "", "a", "B", "ab")
        from https in Gen.Elements<JToken?>(null, true, false)
        from days in Gen.Elements<JToken?>(null, 4, 5, 6)
        select new[] { (Tls, tls), (Https, https), (Days, days) }.Where(p => p.Item2 is not null).ToDictionary(p => p.Item1, p => p.Item2!);

    private static Gen<string> Requirements(int depth)
    {
        var leaf = Gen.OneOf(Leaf("minimumTlsVersion", TextOperators), Leaf("supportsHttpsTrafficOnly", ["'equals': true", "'equals': false", "'notEquals': true"]), Leaf("keyPolicy.keyExpirationPeriodInDays", NumberOperators),
            Gen.Elements("{'property': 'minimumTlsVersion', 'exists': true}", "{'property': 'supportsHttpsTrafficOnly', 'exists': false}")).Select(t => t.Replace('\'', '"'));
        if (depth == 0)
            return leaf;
        var inner = Requirements(depth - 1);
        return Gen.OneOf(
            leaf,
            from name in Gen.Elements("allOf", "anyOf")
            from size in Gen.Choose(1, 3)
            from members in inner.ArrayOf(size)
            select $"{{\"{name}\": [{string.Join(", ", members)}]}}",
            // Below "not" a condition is written as it is: existence is the same in both readings.
            from inverted in Gen.Elements("true", "false")
            select $"{{\"not\": {{\"property\": \"minimumTlsVersion\", \"exists\": {inverted}}}}}");
    }

    private static readonly string[] TextOperators =
        ["'equals': 'a'", "'notEquals': 'b'", "'equals': ''", "'notEquals': ''", "'in': ['A', 'b']", "'notIn': ['a']", "'in': ['', 'ab']", "'notIn': ['']", "'like': 'a*'", "'notLike': 'a*'", "'like': '*'", "'notLike': '*'", "'contains': 'b'", "'notContains': 'b'", "'contains': ''"];

    private static readonly string[] NumberOperators =
        ["'less': 5", "'lessOrEquals': 5", "'greater': 5", "'greaterOrEquals': 5", "'equals': 5", "'notEquals': 5", "'in': [4, 6]"];

    private static Gen<string> Leaf(string property, string[] operators) =>
        from comparison in Gen.Elements(operators)
        from missing in Gen.Elements("compliant", "nonCompliant")
        select $"{{'property': '{property}', {comparison}, 'ifMissing': '{missing}'}}";

    private static JToken Read(string text, string subject)
    {
        string Name(string property) => $"'{subject}': '{(subject == "field" ? Account : "")}{property}'";
        return PolicyJson.Parse(text
            .Replace("{T,", "{" + Name("minimumTlsVersion") + ",", StringComparison.Ordinal)
            .Replace("{B,", "{" + Name("supportsHttpsTrafficOnly") + ",", StringComparison.Ordinal)
            .Replace("{N,", "{" + Name("keyPolicy.keyExpirationPeriodInDays") + ",", StringComparison.Ordinal));
    }
}
