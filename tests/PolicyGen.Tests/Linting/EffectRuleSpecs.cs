using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Linting;

/// <summary>Corner cases of the rules about effects, their details and their roles.</summary>
public class EffectRuleSpecs
{
    private const string Sql = "{'field': 'type', 'equals': 'Microsoft.Sql/servers'}";
    private const string Contributor = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c";
    private const string Reader = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";

    private static PolicyDefinition WithEffects(string allowed, string details = "{}") => Read<PolicyDefinition>(
        $"{{'mode': 'All', 'parameters': {{'effect': {{'type': 'String', 'allowedValues': [{allowed}]}}}}, 'policyRule': {{'if': {Sql}, 'then': {{'effect': '[parameters(´effect´)]', 'details': {details}}}}}}}");

    [TestCase("'Audit', 'Deny', 'Modify', 'Append', 'Disabled'", 0)]
    [TestCase("'AuditIfNotExists', 'deployIfNotExists', 'disabled'", 0)]
    [TestCase("'Audit', 'AuditIfNotExists'", 1)]
    [TestCase("'Manual', 'Audit', 'Deny'", 2)]
    [TestCase("'denyAction', 'auditAction', 'Disabled'", 0)]
    public void Effects_of_one_family_can_be_chosen_from(string allowed, int findings) =>
        Assert.That(Lint("effect-mix", WithEffects(allowed)), Has.Count.EqualTo(findings));

    [TestCase("'DeployIfNotExists'", "{'type': 'A.B/c'}", "template")]
    [TestCase("'Modify'", "{}", "operations")]
    [TestCase("'DenyAction'", "{}", "actionNames")]
    [TestCase("'AuditIfNotExists'", "{}", "'details.type'")]
    [TestCase("'Modify'", "{'operations': [{'operation': 'add', 'field': 'tags.a'}]}", "needs a 'value'")]
    [TestCase("'Modify'", "{'operations': [{'operation': 'set', 'field': 'tags.a', 'value': 1}]}", "'set' is none of")]
    [TestCase("'Modify'", "{'operations': [{'field': 'tags.a', 'value': 1}]}", "needs an 'operation'")]
    [TestCase("'Modify'", "{'conflictEffect': 'modify', 'operations': [{'operation': 'remove', 'field': 'tags.a'}]}", "'modify' is none of")]
    [TestCase("'Manual'", "{'defaultState': 'Open'}", "'Open' is none of")]
    [TestCase("'AuditIfNotExists'", "{'type': 'A.B/c', 'existenceScope': 'tenant'}", "'tenant' is none of")]
    [TestCase("'DeployIfNotExists'", "{'type': 'A.B/c', 'deploymentScope': 'subscription', 'deployment': {'properties': {'template': {}}}}", "'location'")]
    public void Details_that_are_missing_are_named(string effect, string details, string message) =>
        Assert.That(Lint("effect-details", WithEffects(effect, details)).Single().Message, Does.Contain(message));

    [TestCase("'Modify'", "{'operations': [{'operation': 'remove', 'field': 'tags.a'}, {'operation': '[parameters(´o´)]', 'field': 'tags.a'}]}")]
    [TestCase("'Modify'", "{'operations': [{'operation': 'add', 'field': 'tags.a', 'value': null}]}")]
    [TestCase("'Manual'", "{'defaultState': '[parameters(´s´)]'}")]
    [TestCase("'Manual'", "{}")]
    public void Details_that_are_there_are_not_reported(string effect, string details) =>
        Assert.That(Lint("effect-details", WithEffects(effect, details)), Is.Empty);

    [TestCase("PT360M", 0)]
    [TestCase("PT6H", 0)]
    [TestCase("AfterProvisioningSuccess", 0)]
    [TestCase("[parameters(´d´)]", 0)]
    [TestCase("PT361M", 1)]
    [TestCase("-PT1M", 1)]
    [TestCase("P99999999999999999D", 1)]
    [TestCase("soon", 1)]
    public void An_evaluation_is_delayed_by_six_hours_at_most(string delay, int findings) =>
        Assert.That(Lint("evaluation-delay", WithEffects("'AuditIfNotExists'", $"{{'type': 'A.B/c', 'evaluationDelay': '{delay}'}}")), Has.Count.EqualTo(findings));

    [TestCase(Contributor, 0)]
    [TestCase(Reader, 2)]
    [TestCase(Reader + "','/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-0000-0000-000000000000", 0)]
    public void Roles_are_judged_when_all_of_them_are_known(string roles, int findings)
    {
        var details = $"{{'type': 'A.B/c', 'roleDefinitionIds': ['{roles}'], 'deployment': {{'properties': {{'template': {{'resources': [{{'type': 'A.B/c'}}]}}}}}}}}";
        Assert.That(Lint("role-definitions-insufficient", WithEffects("'DeployIfNotExists'", details)), Has.Count.EqualTo(findings));
    }

    [TestCase("tags.owner", "Microsoft.Resources/tags/write")]
    [TestCase("[concat(´tags[´, parameters(´t´), ´]´)]", "Microsoft.Resources/tags/write")]
    [TestCase("Microsoft.Sql/servers/minimalTlsVersion", "Microsoft.Sql/servers/write")]
    public void Modify_writes_tags_or_the_tested_type(string field, string action)
    {
        var details = $"{{'roleDefinitionIds': ['{Reader}'], 'operations': [{{'operation': 'remove', 'field': '{field}'}}]}}";
        Assert.That(Lint("role-definitions-insufficient", WithEffects("'Modify'", details)).Single().Message, Does.Contain($"not allow {action}."));
    }

    [TestCase("'Modify'", "{}", 1)]
    [TestCase("'Audit', 'Deny'", "{}", 0)]
    [TestCase("'Modify'", "{'roleDefinitionIds': ['Contributor']}", 1)]
    public void Effects_that_change_resources_name_their_roles(string effects, string details, int findings) =>
        Assert.That(Lint("role-definitions-missing", WithEffects(effects, details)), Has.Count.EqualTo(findings));

    [TestCase("{'type': 'Microsoft.Sql/servers'}", 1)]
    [TestCase("{'type': 'Microsoft.Sql/servers', 'name': '[field(´name´)]'}", 0)]
    [TestCase("{'type': 'Microsoft.Sql/servers/databases'}", 0)]
    [TestCase("{'type': 'Microsoft.Insights/diagnosticSettings'}", 0)]
    [TestCase("{'type': 'Microsoft.Sql/managedInstances/databases'}", 1)]
    [TestCase("{'type': 'Microsoft.Sql/managedInstances/databases', 'name': 'x'}", 0)]
    [TestCase("{'type': 'Microsoft.Sql/managedInstances/databases', 'existenceScope': 'Subscription'}", 0)]
    [TestCase("{'type': 'Microsoft.Sql/servers/databases', 'existenceCondition': {'value': '[field(´Microsoft.Sql/servers/version´)]', 'equals': '12'}}", 0)]
    public void A_related_resource_can_be_told_from_the_tested_one(string details, int findings) =>
        Assert.That(Lint("existence-condition", WithEffects("'AuditIfNotExists'", details)), Has.Count.EqualTo(findings));
}
