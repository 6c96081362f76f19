using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Policies;

public class PolicyDocumentReaderSpecs
{
    [TestCase("{'type': 'Microsoft.Authorization/policyDefinitions', 'properties': {}}", typeof(PolicyDefinition))]
    [TestCase("{'type': 'microsoft.authorization/POLICYSETDEFINITIONS', 'properties': {}}", typeof(PolicySetDefinition))]
    [TestCase("{'id': '/subscriptions/x/providers/Microsoft.Authorization/policyAssignments/a', 'properties': {}}", typeof(PolicyAssignment))]
    [TestCase("{'name': 'a', 'properties': {'policyRule': {}}}", typeof(PolicyDefinition))]
    [TestCase("{'policyRule': {}}", typeof(PolicyDefinition))]
    [TestCase("{'PolicyRule': null}", typeof(PolicyDefinition))]
    [TestCase("{'policyDefinitions': []}", typeof(PolicySetDefinition))]
    [TestCase("{'policyDefinitionId': '/x'}", typeof(PolicyAssignment))]
    public void A_policy_resource_is_known_by_type_by_id_or_by_shape(string json, Type kind) =>
        Assert.That(PolicyDocumentReader.Read(Parse(json), "f"), Is.TypeOf(kind));

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("'text'")]
    [TestCase("{'properties': 1}")]
    [TestCase("{'type': 'Microsoft.Storage/storageAccounts', 'properties': {'policyRule': {}}}")]
    [TestCase("{'type': 'Microsoft.Authorization/policyExemptions', 'properties': {'policyAssignmentId': '/x'}}")]
    [TestCase("{'$schema': 'x', 'resources': [{'type': 'Microsoft.Authorization/policyDefinitions'}]}")]
    public void Other_json_is_passed_over(string json) =>
        Assert.That(PolicyDocumentReader.Read(Parse(json), "f"), Is.Null);

    [Test]
    public void A_definition_is_read_with_all_its_parts()
    {
        var definition = Read<PolicyDefinition>("""
            {'id': '/x/providers/Microsoft.Authorization/policyDefinitions/tls', 'name': 'tls', 'type': 'Microsoft.Authorization/policyDefinitions', 'properties': {
              'displayName': 'TLS', 'description': 'D', 'mode': 'Indexed', 'version': '1.2.0', 'metadata': {'category': 'Storage'},
              'parameters': {'effect': {'type': 'String', 'allowedValues': ['Modify', 'Disabled'], 'defaultValue': 'Modify', 'metadata': {'displayName': 'E'}}, 'tls': {'type': 'String'}},
              'policyRule': {'if': {'field': 'type', 'equals': 'A.B/c'}, 'then': {'effect': '[parameters(´Effect´)]', 'details': {
                'roleDefinitionIds': ['/r'], 'conflictEffect': 'audit', 'operations': [{'operation': 'addOrReplace', 'field': 'A.B/c/tls', 'value': '[parameters(´tls´)]', 'condition': '[true()]'}]}}}}}
            """);
        Assert.Multiple(() =>
        {
            Assert.That(definition.Problems, Is.Empty);
            Assert.That(definition.Name?.Value, Is.EqualTo("tls"));
            Assert.That(definition.Mode?.Value, Is.EqualTo("Indexed"));
            Assert.That(definition.MetadataText("Category")?.Value, Is.EqualTo("Storage"));
            Assert.That(definition.EffectParameter?.Name, Is.EqualTo("effect"));
            Assert.That(definition.PossibleEffects().Select(e => e.Value), Is.EqualTo(new[] { "Modify", "Disabled" }));
            Assert.That(definition.Parameters[1].Required, Is.True);
            Assert.That(definition.Rule?.Then?.Details?.Operations.Single().Operation?.Value, Is.EqualTo("addOrReplace"));
            Assert.That(definition.Expressions.Select(e => e.Text), Is.EqualTo(new[] { "[parameters('Effect')]", "[parameters('tls')]", "[true()]" }));
        });
    }

    [Test]
    public void Conditions_become_a_tree_whatever_the_letter_case_of_their_names()
    {
        var definition = If("""
            {'AllOf': [
              {'field': 'type', 'Equals': 'A.B/c'},
              {'not': {'anyof': [{'value': '[field(´name´)]', 'notlike': 'x*'}, {'field': 'location', 'in': ['a', 'b']}]}},
              {'count': {'field': 'A.B/c/d[*]', 'where': {'field': 'A.B/c/d[*].e', 'exists': true}}, 'greaterOrEquals': 1},
              {'count': {'value': [1, 2], 'name': 'n', 'where': {'value': '[current(´n´)]', 'less': 2}}, 'equals': 0}]}
            """);
        var all = (AllOfCondition)definition.Rule!.If!;
        Assert.Multiple(() =>
        {
            Assert.That(definition.Problems, Is.Empty);
            Assert.That(((FieldCondition)all.Conditions[0]).Operator, Is.EqualTo(ConditionOperator.Equals));
            Assert.That(((AnyOfCondition)((NotCondition)all.Conditions[1]).Inner).Conditions.Select(c => ((Comparison)c).Operator), Is.EqualTo(new[] { ConditionOperator.NotLike, ConditionOperator.In }));
            Assert.That(((FieldCount)((CountCondition)all.Conditions[2]).Count).Field.Value, Is.EqualTo("A.B/c/d[*]"));
            Assert.That(((ValueCount)((CountCondition)all.Conditions[3]).Count).Name?.Value, Is.EqualTo("n"));
            Assert.That(all.SelfAndDescendants().Count(), Is.EqualTo(10));
        });
    }

    [TestCase("1", "must be an object")]
    [TestCase("{}", "needs 'field'")]
    [TestCase("{'field': 'type'}", "no operator")]
    [TestCase("{'field': 'type', 'is': 'x'}", "'is' is no operator")]
    [TestCase("{'field': 'type', 'equals': 'x', 'like': 'y'}", "both 'equals' and 'like'")]
    [TestCase("{'field': 'type', 'value': 'x', 'equals': 'y'}", "both 'field' and 'value'")]
    [TestCase("{'allOf': [], 'field': 'type', 'equals': 'y'}", "both 'allOf' and 'field'")]
    [TestCase("{'allOf': {}}", "must be an array")]
    [TestCase("{'anyOf': []}", "no conditions")]
    [TestCase("{'not': []}", "must be an object")]
    [TestCase("{'field': 1, 'equals': 'y'}", "'field' must be a text")]
    [TestCase("{'count': [], 'equals': 1}", "'count' must be an object")]
    [TestCase("{'count': {}, 'equals': 1}", "either 'field' or 'value'")]
    [TestCase("{'count': {'field': 'a', 'value': 'b'}, 'equals': 1}", "either 'field' or 'value'")]
    [TestCase("{'count': {'field': 'a', 'wher': {}}, 'equals': 1}", "no property 'wher'")]
    public void What_is_no_condition_is_a_problem_and_not_an_exception(string condition, string message)
    {
        var definition = If($"{{'allOf': [{condition}, {{'field': 'name', 'equals': 'sibling'}}]}}");
        Assert.That(definition.Problems.Single(), Has.Property("Kind").EqualTo(PolicyProblemKind.Rule).And.Property("Message").Contains(message));
        Assert.That(((AllOfCondition)definition.Rule!.If!).Conditions[1], Is.TypeOf<FieldCondition>());
    }

    [TestCase("{'policyRule': []}")]
    [TestCase("{'policyRule': {'if': 1, 'then': 2}}")]
    [TestCase("{'policyRule': {'then': {'effect': 1, 'details': 'x'}}}")]
    [TestCase("{'policyRule': {'then': {'effect': 'modify', 'details': {'type': 1, 'roleDefinitionIds': [1, null], 'operations': [[]], 'deployment': [], 'existenceCondition': 'x'}}}}")]
    [TestCase("{'policyRule': {}, 'mode': 1, 'parameters': {'a': 1, 'b': {'type': [], 'allowedValues': 'x'}}, 'metadata': 'x', 'displayName': {}}")]
    [TestCase("{'policyDefinitions': [1, {}, {'policyDefinitionId': 1, 'parameters': {'x': 1, 'y': {}}, 'groupNames': 'g'}], 'policyDefinitionGroups': [1, {}]}")]
    [TestCase("{'policyDefinitionId': '/x', 'parameters': [], 'overrides': [1, {'selectors': [1, {'in': 1}]}], 'notScopes': [1], 'nonComplianceMessages': [{}], 'resourceSelectors': 1}")]
    [TestCase("{'type': 'Microsoft.Authorization/policyAssignments', 'name': 1, 'identity': 1, 'location': 1, 'properties': {}}")]
    public void Malformed_documents_are_read_as_far_as_they_go_and_every_rule_bears_them(string json)
    {
        var document = PolicyDocumentReader.Read(Parse(json), "f")!;
        Assert.That(document.Problems, Is.Not.Empty);
        Assert.That(PolicyGen.Linting.LintRules.All.Select(r => Lint(r.Id, document).Count).Sum(), Is.Positive);
    }

    [Test]
    public void Conditions_that_are_nested_too_deep_are_a_problem()
    {
        JToken deep = JToken.Parse("""{"field": "type", "equals": "x"}""");
        for (var i = 0; i < 5000; i++)
            deep = new JObject(new JProperty("not", deep));
        var document = PolicyDocumentReader.Read(new JObject(new JProperty("policyRule", new JObject(new JProperty("if", deep), new JProperty("then", new JObject(new JProperty("effect", "audit")))))), "f")!;
        Assert.That(document.Problems.Single().Message, Does.Contain("128"));
    }

    [Test]
    public void Expressions_of_the_deployed_template_are_told_from_those_of_the_rule()
    {
        var definition = If("{'field': 'type', 'equals': 'x'}", """
            {'effect': 'deployIfNotExists', 'details': {'type': 'x', 'deployment': {'properties': {
              'parameters': {'l': {'value': '[field(´location´)]'}},
              'template': {'resources': [{'name': '[variables(´n´)]', '[concat(´a´)]': '[[literal]'}]}}}}}
            """);
        Assert.That(definition.Expressions.Select(e => (e.Text, e.Place)), Is.EqualTo(new[]
        {
            ("[field('location')]", PolicyExpressionPlace.Rule),
            ("[variables('n')]", PolicyExpressionPlace.Template),
            ("[concat('a')]", PolicyExpressionPlace.Template),
        }));
    }

    [Test]
    public void The_types_that_a_template_deploys_are_found_in_nested_templates_and_children()
    {
        var template = (JObject)Parse("""
            {'resources': [
              {'type': 'A.B/c', 'resources': [{'type': 'd'}, {'type': 'X.Y/z'}]},
              {'type': 'A.B/e/providers/diagnosticSettings', 'name': '[concat(´n´, ´/´, ´Microsoft.Insights/set´)]'},
              {'type': 'A.B/e/providers/unknown', 'name': '[parameters(´n´)]'},
              {'type': '[parameters(´t´)]'},
              {'type': 'Microsoft.Resources/deployments', 'properties': {'template': {'resources': {'symbol': {'type': 'F.G/h'}, 'old': {'type': 'F.G/i', 'existing': true}}}}},
              {'type': 'Microsoft.Resources/resourceGroups'}]}
            """);
        Assert.That(TemplateResources.TypesIn(template), Is.EquivalentTo(new[]
        {
            "A.B/c", "A.B/c/d", "X.Y/z", "Microsoft.Insights/diagnosticSettings", "Microsoft.Resources/deployments", "F.G/h", "Microsoft.Resources/subscriptions/resourceGroups",
        }));
    }
}
