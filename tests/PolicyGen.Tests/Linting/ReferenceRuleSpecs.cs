using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Linting;

/// <summary>Corner cases of the rules about initiatives, assignments and what they refer to.</summary>
public class ReferenceRuleSpecs
{
    private const string Custom = "{definitionScope}/providers/Microsoft.Authorization/policyDefinitions/tls";
    private const string SecureTransfer = "/providers/Microsoft.Authorization/policyDefinitions/404c3081-a854-4457-ae30-26a93ef643f9";
    private const string ModifyAppConfiguration = "/providers/Microsoft.Authorization/policyDefinitions/72bc14af-4ab8-43af-b4e4-38e7983f9a1f";

    private static readonly PolicyDefinition Tls = Read<PolicyDefinition>("""
        {'name': 'TLS', 'properties': {'policyRule': {'if': {'field': 'name', 'in': '[parameters(´names´)]'}, 'then': {'effect': '[parameters(´effect´)]'}}, 'parameters': {
          'effect': {'type': 'String', 'allowedValues': ['Audit', 'Deny', 'Modify'], 'defaultValue': 'Audit'}, 'names': {'type': 'Array'}}}}
        """);

    private static PolicySetDefinition Initiative(string values, string id = Custom, string version = "", string parameters = "") => Read<PolicySetDefinition>(
        $"{{'name': 'set', 'properties': {{'parameters': {{{parameters}}}, 'policyDefinitions': [{{'policyDefinitionId': '{id}', 'parameters': {{{values}}} {(version.Length > 0 ? $", 'definitionVersion': '{version}'" : "")}}}]}}}}");

    [TestCase("'names': {'value': ['a']}", null)]
    [TestCase("'NAMES': {'value': ['a']}, 'Effect': {'value': 'deny'}", null)]
    [TestCase("'names': {'value': '[parameters(´list´)]'}", null)]
    [TestCase("'names': {'value': '[createArray(´a´)]'}", null)]
    [TestCase("", "needs the parameter 'names'")]
    [TestCase("'names': {'value': 'a'}", "takes array, not a text")]
    [TestCase("'names': {'value': '[parameters(´text´)]'}", "takes array, but 'text' is string")]
    [TestCase("'names': {'value': []}, 'effect': {'value': 'Block'}", "allows Audit, Deny, Modify")]
    [TestCase("'names': {'value': []}, 'effekt': {'value': 'Deny'}", "has no parameter 'effekt'")]
    public void A_custom_definition_is_given_what_it_takes(string values, string? message)
    {
        var initiative = Initiative(values, parameters: "'list': {'type': 'Array'}, 'text': {'type': 'String'}");
        var findings = Lint("reference-parameters", Tls, initiative).Select(d => d.Message);
        Assert.That(findings, message is null ? Is.Empty : Has.One.Contains(message));
    }

    [TestCase("'effect': {'value': 'Deny'}", 0)]
    [TestCase("'effect': {'value': 'DeployIfNotExists'}", 1)]
    [TestCase("'efect': {'value': 'Deny'}", 1)]
    [TestCase("'efect': {'value': 'Deny'}", 0, "1.*.*")]
    public void A_built_in_definition_is_given_what_its_indexed_version_takes(string values, int findings, string version = "2.*.*") =>
        Assert.That(Lint("reference-parameters", Initiative(values, SecureTransfer, version)), Has.Count.EqualTo(findings));

    [Test]
    public void A_built_in_definition_need_not_be_named_by_a_guid() =>
        Assert.That(Lint("builtin-unknown", Initiative("", "/providers/Microsoft.Authorization/policyDefinitions/17k78e20-9358-41c9-923c-fb736d382a12")), Is.Empty);

    [TestCase("/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyDefinitions/tls", 0)]
    [TestCase("/subscriptions/s/providers/Microsoft.Authorization/policyDefinitions/Tls", 0)]
    [TestCase(Custom, 0)]
    [TestCase("{definitionScope}/providers/Microsoft.Authorization/policyDefinitions/other", 1)]
    public void A_custom_definition_is_found_by_the_last_segment_of_any_id(string id, int findings) =>
        Assert.That(Lint("custom-reference-missing", Tls, Initiative("", id)), Has.Count.EqualTo(findings));

    [Test]
    public void A_definition_without_a_name_is_found_by_its_file()
    {
        var definition = (PolicyDefinition)PolicyDocumentReader.Read(Parse("{'policyRule': {}}"), "definitions/tls.json")!;
        Assert.That(Lint("custom-reference-missing", definition, Initiative("")), Is.Empty);
    }

    [TestCase("1.*.*", 0)]
    [TestCase("1.2.*", 0)]
    [TestCase("1.*.*-preview", 0)]
    [TestCase("1.2.3", 1)]
    [TestCase("1.*", 1)]
    [TestCase("*.*.*", 1)]
    [TestCase("latest", 1)]
    public void A_pinned_version_has_Azures_form(string version, int findings) =>
        Assert.That(Lint("definition-version", Initiative("", SecureTransfer, version)), Has.Count.EqualTo(findings));

    [TestCase("", "Default", 0)]
    [TestCase("'effect': {'value': 'Modify'}", "a definition", 1)]
    [TestCase("'effect': {'value': '[parameters(´e´)]'}", "an initiative's default", 1)]
    public void An_identity_is_asked_for_where_an_initiative_turns_a_changing_effect_on(string values, string why, int findings)
    {
        var initiative = Initiative(values, parameters: "'e': {'type': 'String', 'defaultValue': 'Modify'}");
        Assert.That(Lint("assignment-identity", Tls, initiative, Assignment("/x/policySetDefinitions/set")), Has.Count.EqualTo(findings), why);
    }

    [TestCase("", 1)]
    [TestCase(", 'identity': {'type': 'None'}", 1)]
    [TestCase(", 'identity': {'type': 'SystemAssigned'}", 1)]
    [TestCase(", 'identity': {'type': 'SystemAssigned'}, 'location': 'global'", 1)]
    [TestCase(", 'identity': {'type': 'SystemAssigned'}, 'location': 'japaneast'", 0)]
    public void An_identity_has_a_location(string more, int findings) =>
        Assert.That(Lint("assignment-identity", Assignment(ModifyAppConfiguration, more)), Has.Count.EqualTo(findings));

    [Test]
    public void The_given_value_of_an_effect_counts_and_not_its_default() =>
        Assert.That(Lint("assignment-identity", Assignment(ModifyAppConfiguration, values: "'effect': {'value': 'Disabled'}")), Is.Empty);

    [Test]
    public void Bare_properties_cannot_tell_of_an_identity() =>
        Assert.That(Lint("assignment-identity", Read<PolicyAssignment>($"{{'policyDefinitionId': '{ModifyAppConfiguration}'}}")), Is.Empty);

    [Test]
    public void Assignments_at_two_scopes_may_share_a_name()
    {
        PolicyAssignment At(string scope) => Read<PolicyAssignment>($"{{'name': 'a', 'properties': {{'policyDefinitionId': '/x', 'scope': '{scope}'}}}}");
        Assert.Multiple(() =>
        {
            Assert.That(Lint("duplicate-name", At("/s1"), At("/s2")), Is.Empty);
            Assert.That(Lint("duplicate-name", At("/s1"), At("/S1")), Has.Count.EqualTo(1));
            Assert.That(Lint("duplicate-name", Tls, Read<PolicySetDefinition>("{'name': 'tls', 'properties': {'policyDefinitions': []}}")), Is.Empty);
        });
    }

    private static PolicyAssignment Assignment(string id, string more = "", string values = "") =>
        Read<PolicyAssignment>($"{{'name': 'a', 'type': 'Microsoft.Authorization/policyAssignments' {more}, 'properties': {{'policyDefinitionId': '{id}', 'parameters': {{{values}}}}}}}");
}
