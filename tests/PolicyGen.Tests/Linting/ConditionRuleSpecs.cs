using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Linting;

/// <summary>Corner cases of the rules about conditions and expressions; the plain ones are on the rules' pages.</summary>
public class ConditionRuleSpecs
{
    private const string Storage = "{'field': 'type', 'equals': 'Microsoft.Storage/storageAccounts'}";
    private const string Vault = "{'field': 'type', 'equals': 'Microsoft.KeyVault/vaults'}";
    private const string Tls = "{'field': 'Microsoft.Storage/storageAccounts/minimumTlsVersion', 'equals': 'TLS1_2'}";

    [TestCase("{'allOf': [" + Vault + ", " + Tls + "]}", 1, TestName = "An alias beside the test of another type")]
    [TestCase("{'allOf': [" + Vault + ", {'not': " + Tls + "}]}", 1, TestName = "An alias that is negated beside it")]
    [TestCase("{'allOf': [" + Vault + ", {'anyOf': [" + Tls + ", " + Tls + "]}]}", 2, TestName = "Aliases in a disjunction below it")]
    [TestCase("{'allOf': [" + Vault + ", {'value': '[field(´Microsoft.Storage/storageAccounts/minimumTlsVersion´)]', 'equals': 'x'}]}", 1, TestName = "An alias in the function field")]
    [TestCase("{'allOf': [" + Vault + ", {'count': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]'}, 'equals': 0}]}", 1, TestName = "An alias that is counted")]
    [TestCase("{'allOf': [" + Vault + ", {'count': {'value': [1], 'where': " + Tls + "}, 'equals': 0}]}", 1, TestName = "An alias in a where")]
    [TestCase("{'allOf': [{'anyOf': [" + Vault + ", " + Storage + "]}, " + Tls + "]}", 0, TestName = "An alias of one of several types")]
    [TestCase("{'anyOf': [" + Vault + ", " + Tls + "]}", 0, TestName = "An alias in another branch")]
    [TestCase("{'anyOf': [{'allOf': [" + Storage + ", " + Tls + "]}, " + Vault + "]}", 0, TestName = "An alias with its own type in another branch")]
    [TestCase("{'not': {'anyOf': [{'not': " + Vault + "}, " + Tls + "]}}", 1, TestName = "A negated disjunction is a conjunction")]
    [TestCase("{'not': {'allOf': [" + Vault + ", " + Tls + "]}}", 0, TestName = "A negated conjunction is a disjunction")]
    [TestCase("{'allOf': [" + Vault + ", {'field': 'Microsoft.Compute/imagePublisher', 'equals': 'x'}]}", 0, TestName = "An alias of a whole provider")]
    [TestCase("{'allOf': [{'field': 'type', 'equals': '[parameters(´t´)]'}, " + Tls + "]}", 0, TestName = "A type that a parameter gives")]
    [TestCase("{'allOf': [{'field': 'type', 'equals': 'MICROSOFT.STORAGE/STORAGEACCOUNTS'}, " + Tls + "]}", 0, TestName = "Another letter case")]
    [TestCase("{'allOf': [" + Vault + ", " + Storage + ", " + Tls + "]}", 0, TestName = "A contradiction says nothing of aliases")]
    public void Alias_of_other_type(string condition, int findings) =>
        Assert.That(Lint("alias-of-other-type", If(condition)), Has.Count.EqualTo(findings));

    [Test]
    public void A_misspelt_alias_is_reported_with_the_one_that_is_near()
    {
        var finding = Lint("unknown-alias", If("{'field': 'Microsoft.Storage/storageAccounts/minimumTlsVersoin', 'equals': 'x'}")).Single();
        Assert.That(finding.Message, Is.EqualTo("Microsoft.Storage/storageAccounts has no alias 'minimumTlsVersoin'; 'minimumTlsVersion' is near."));
        Assert.That(finding.Location.JsonPath, Is.EqualTo("policyRule.if.field"));
    }

    [TestCase("unknown-alias")]
    [TestCase("unknown-field")]
    [TestCase("type-condition-first")]
    public void Provider_modes_have_fields_of_their_own(string rule) =>
        Assert.That(Lint(rule, If("{'allOf': [{'field': 'Microsoft.Storage/storageAccounts/x', 'equals': 'x'}, {'field': 'y', 'equals': 'x'}]}", mode: "Microsoft.KeyVault.Data")), Is.Empty);

    [TestCase("name")]
    [TestCase("FullName")]
    [TestCase("tags")]
    [TestCase("tags.environment")]
    [TestCase("tags[environment]")]
    [TestCase("tags[´cost/center´]")]
    [TestCase("identity.type")]
    [TestCase("[concat(´tags[´, parameters(´t´), ´]´)]")]
    public void These_fields_every_resource_has(string field) =>
        Assert.That(Lint("unknown-field", If($"{{'field': '{field}', 'exists': true}}")), Is.Empty);

    [TestCase("sku")]
    [TestCase("properties.x")]
    [TestCase("tags.")]
    [TestCase("tags[]")]
    [TestCase("")]
    public void These_fields_no_resource_has(string field) =>
        Assert.That(Lint("unknown-field", If($"{{'field': '{field}', 'exists': true}}")), Has.Count.EqualTo(1));

    [TestCase("'in': 'x'", 1)]
    [TestCase("'in': '[parameters(´x´)]'", 0)]
    [TestCase("'exists': 'True'", 0)]
    [TestCase("'exists': 'yes'", 1)]
    [TestCase("'exists': 1", 1)]
    [TestCase("'like': 1", 1)]
    [TestCase("'less': 1.5", 0)]
    [TestCase("'less': true", 1)]
    [TestCase("'greater': '[addDays(utcNow(), 1)]'", 0)]
    [TestCase("'equals': true", 0)]
    [TestCase("'equals': null", 0)]
    public void Operands_fit_their_operators(string comparison, int findings) =>
        Assert.That(Lint("condition-operand", If($"{{'field': 'name', {comparison}}}")), Has.Count.EqualTo(findings));

    [TestCase("[current()]", 1)]
    [TestCase("[reference('x')]", 1)]
    [TestCase("[concat(variables('x'), resourceId('y'))]", 2)]
    [TestCase("[ipRangeContains('10.0.0.0/8', '10.1.0.0')]", 0)]
    public void Functions_stand_where_they_may(string expression, int findings) =>
        Assert.That(Lint("function-not-allowed", If($"{{'value': '{expression.Replace('\'', '´')}', 'equals': true}}")), Has.Count.EqualTo(findings));

    [Test]
    public void The_element_of_a_count_is_current_in_its_where() =>
        Assert.That(Lint("function-not-allowed", If("{'count': {'value': [1], 'where': {'value': '[current()]', 'equals': 1}}, 'equals': 1}")), Is.Empty);

    [TestCase("function-not-allowed")]
    [TestCase("unknown-function")]
    [TestCase("undeclared-parameter")]
    public void Templates_have_functions_and_parameters_of_their_own(string rule)
    {
        var then = "{'effect': 'deployIfNotExists', 'details': {'type': 'A.B/c', 'deployment': {'properties': {'template': {'resources': [{'name': '[own.fn(reference(parameters(´n´)))]'}]}}}}}";
        Assert.That(Lint(rule, If(Storage, then)), Is.Empty);
    }

    [TestCase("[parameters('A')]", 1, TestName = "One of two parameters is used")]
    [TestCase("[concat(parameters('a'), parameters('B'))]", 0, TestName = "Both are used in another letter case")]
    [TestCase("[parameters(concat('a', 'b'))]", 0, TestName = "A computed name may be any")]
    [TestCase("[parameters('a']", 0, TestName = "An expression that is no expression may be any")]
    [TestCase("[[parameters('a')]", 2, TestName = "An escaped expression uses nothing")]
    public void Unused_parameter(string expression, int findings)
    {
        var definition = Read<PolicyDefinition>($"{{'parameters': {{'a': {{'type': 'String'}}, 'b': {{'type': 'String'}}}}, 'policyRule': {{'if': {{'field': 'name', 'equals': '{expression.Replace('\'', '´')}'}}, 'then': {{'effect': 'audit'}}}}}}");
        Assert.That(Lint("unused-parameter", definition), Has.Count.EqualTo(findings));
    }
}
