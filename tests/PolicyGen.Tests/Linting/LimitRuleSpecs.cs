using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Linting;

/// <summary>The limits, at the last value that Azure takes and one beyond.</summary>
public class LimitRuleSpecs
{
    private static string Repeat(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));

    [TestCase(20, 0)]
    [TestCase(21, 1)]
    public void A_definition_has_20_parameters(int count, int findings)
    {
        var definition = Read<PolicyDefinition>($"{{'policyRule': {{}}, 'parameters': {{{Repeat(count, i => $"'p{i}': {{'type': 'String'}}")}}}}}");
        Assert.That(Lint("definition-limits", definition), Has.Count.EqualTo(findings));
    }

    [TestCase(4096, 0)]
    [TestCase(4097, 1)]
    public void An_if_has_4096_conditions(int count, int findings) =>
        Assert.That(Lint("definition-limits", If($"{{'anyOf': [{Repeat(count, i => $"{{'field': 'name', 'equals': 'n{i}'}}")}]}}")), Has.Count.EqualTo(findings));

    [TestCase(128, 0)]
    [TestCase(129, 1)]
    public void A_then_has_128_conditions(int count, int findings)
    {
        var then = $"{{'effect': 'auditIfNotExists', 'details': {{'type': 'A.B/c', 'existenceCondition': {{'anyOf': [{Repeat(count, i => $"{{'field': 'name', 'equals': 'n{i}'}}")}]}}}}}}";
        Assert.That(Lint("definition-limits", If("{'field': 'type', 'equals': 'A.B/c'}", then)), Has.Count.EqualTo(findings));
    }

    [TestCase(2048, 0)]
    [TestCase(2049, 1)]
    public void A_rule_calls_2048_functions(int count, int findings) =>
        Assert.That(Lint("definition-limits", If($"{{'field': 'name', 'in': [{Repeat(count, _ => "'[utcNow()]'")}]}}")), Has.Count.EqualTo(findings));

    [TestCase(128, 0)]
    [TestCase(129, 1)]
    public void A_function_takes_128_arguments(int count, int findings) =>
        Assert.That(Lint("definition-limits", If($"{{'field': 'name', 'equals': '[concat({Repeat(count, _ => "´a´")})]'}}")), Has.Count.EqualTo(findings));

    [TestCase(5, 0)]
    [TestCase(6, 1)]
    public void An_array_is_counted_5_times(int count, int findings) =>
        Assert.That(Lint("definition-limits", If($"{{'anyOf': [{Repeat(count, i => $"{{'count': {{'field': 'A.B/c/d[*]'}}, 'equals': {i}}}")}]}}")), Has.Count.EqualTo(findings));

    [TestCase(10, 0)]
    [TestCase(11, 1)]
    public void A_rule_has_10_value_counts(int count, int findings) =>
        Assert.That(Lint("definition-limits", If($"{{'anyOf': [{Repeat(count, i => $"{{'count': {{'value': ['a']}}, 'equals': {i}}}")}]}}")), Has.Count.EqualTo(findings));

    [TestCase(10, 10, 0)]
    [TestCase(10, 11, 1)]
    public void Value_counts_go_over_100_elements_with_those_around_them(int outer, int inner, int findings)
    {
        var where = $"{{'count': {{'value': [{Repeat(inner, i => $"{i}")}], 'name': 'i'}}, 'equals': 1}}";
        Assert.That(Lint("definition-limits", If($"{{'count': {{'value': [{Repeat(outer, i => $"{i}")}], 'name': 'o', 'where': {where}}}, 'equals': 1}}")), Has.Count.EqualTo(findings));
    }

    [TestCase(349_000, 0)]
    [TestCase(349_600, 1)]
    public void A_body_has_1048576_bytes_of_utf8(int characters, int findings)
    {
        var definition = If($"{{'field': 'name', 'equals': '{new string('語', characters)}'}}");
        Assert.That(Lint("definition-limits", definition), Has.Count.EqualTo(findings));
    }

    [TestCase("'policyDefinitions': [#]", "{'policyDefinitionId': '/x/i'}", 1000)]
    [TestCase("'policyDefinitions': [], 'parameters': {#}", "'i': {'type': 'String'}", 400)]
    [TestCase("'policyDefinitions': [], 'policyDefinitionGroups': [#]", "{'name': 'i'}", 1000)]
    [TestCase("'policyDefinitions': [{'policyDefinitionId': '/x', 'groupNames': [#]}]", "'i'", 16)]
    public void An_initiative_has_no_more_than_Azure_takes(string document, string item, int limit)
    {
        int Findings(int count) =>
            Lint("initiative-limits", Read<PolicySetDefinition>($"{{{document.Replace("#", Repeat(count, i => item.Replace("i'", $"i{i}'")))}}}")).Count;
        Assert.Multiple(() =>
        {
            Assert.That(Findings(limit), Is.Zero);
            Assert.That(Findings(limit + 1), Is.EqualTo(1));
        });
    }

    [TestCase("'notScopes': [#]", "'/s/i'", 400)]
    [TestCase("'overrides': [#]", "{'kind': 'policyEffect', 'value': 'i'}", 10)]
    [TestCase("'resourceSelectors': [#]", "{'name': 'i'}", 10)]
    [TestCase("'overrides': [{'selectors': [{'kind': 'resourceLocation', 'in': [#]}]}]", "'i'", 50)]
    [TestCase("'resourceSelectors': [{'selectors': [{'kind': 'resourceLocation', 'notIn': [#]}]}]", "'i'", 50)]
    public void An_assignment_has_no_more_than_Azure_takes(string document, string item, int limit)
    {
        int Findings(int count) =>
            Lint("assignment-limits", Read<PolicyAssignment>($"{{'policyDefinitionId': '/x', {document.Replace("#", Repeat(count, i => item.Replace("i'", $"i{i}'")))}}}")).Count;
        Assert.Multiple(() =>
        {
            Assert.That(Findings(limit), Is.Zero);
            Assert.That(Findings(limit + 1), Is.EqualTo(1));
        });
    }

    [TestCase("{'kind': 'resourceType', 'in': ['a']}, {'kind': 'ResourceType', 'notIn': ['b']}", "used twice")]
    [TestCase("{'kind': 'resourceType', 'in': ['a'], 'notIn': ['b']}", "either 'in' or 'notIn'")]
    public void A_selector_is_unambiguous(string selectors, string message)
    {
        var assignment = Read<PolicyAssignment>($"{{'policyDefinitionId': '/x', 'resourceSelectors': [{{'selectors': [{selectors}]}}]}}");
        Assert.That(Lint("assignment-limits", assignment).Single().Message, Does.Contain(message));
    }

    [TestCase("'displayName': '#'", 128)]
    [TestCase("'description': '#'", 512)]
    [TestCase("'metadata': {'note': '#'}", 1024)]
    public void Texts_are_as_long_as_Azure_takes_them(string property, int limit)
    {
        int Findings(int length) => Lint("text-length", Read<PolicyDefinition>($"{{'policyRule': {{}}, {property.Replace("#", new string('語', length))}}}")).Count;
        Assert.Multiple(() =>
        {
            Assert.That(Findings(limit), Is.Zero);
            Assert.That(Findings(limit + 1), Is.EqualTo(1));
        });
    }

    [TestCase(64, 0)]
    [TestCase(65, 1)]
    public void A_name_has_64_characters(int length, int findings) =>
        Assert.That(Lint("name-invalid", Read<PolicyDefinition>($"{{'name': '{new string('n', length)}', 'properties': {{'policyRule': {{}}}}}}")), Has.Count.EqualTo(findings));
}
