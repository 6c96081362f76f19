using NUnit.Framework;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>Folders of the shape of Azure/Azure-Landing-Zones-Library, platform/alz.</summary>
public class AlzLibrarySpecs : PolicyFolderFixture
{
    private void WriteLibrary(string workspace = "/subscriptions/9/resourcegroups/rg/providers/Microsoft.OperationalInsights/workspaces/la")
    {
        Write("alz/policy_definitions/Deny-X.alz_policy_definition.json", Definition("Deny-X"));
        Write("alz/policy_set_definitions/Enforce-X.alz_policy_set_definition.json", """
            {'name': 'Enforce-X', 'type': 'Microsoft.Authorization/policySetDefinitions', 'properties': {'parameters': {'effect': {'type': 'String', 'defaultValue': 'Deny'}}, 'policyDefinitions': [
              {'groupNames': [], 'parameters': {'effect': {'value': '[parameters(´effect´)]'}}, 'policyDefinitionReferenceId': 'X',
               'policyDefinitionId': '/providers/Microsoft.Management/managementGroups/contoso/providers/Microsoft.Authorization/policyDefinitions/Deny-X'}]}}
            """);
        Write("alz/policy_assignments/Enforce-X.alz_policy_assignment.json", """
            {'type': 'Microsoft.Authorization/policyAssignments', 'apiVersion': '2022-06-01', 'name': 'Enforce-X', 'location': '${default_location}', 'dependsOn': [], 'identity': {'type': 'SystemAssigned'},
             'properties': {'policyDefinitionId': '/providers/Microsoft.Management/managementGroups/placeholder/providers/Microsoft.Authorization/policySetDefinitions/Enforce-X',
              'enforcementMode': '', 'nonComplianceMessages': [{'message': 'X {enforcementMode} be so.'}],
              'parameters': {'logAnalytics': {'value': 'WORKSPACE'}, 'other': {'value': 'True'}},
              'scope': '/providers/Microsoft.Management/managementGroups/placeholder', 'notScopes': []}}
            """.Replace("WORKSPACE", workspace, StringComparison.Ordinal));
        Write("alz/archetype_definitions/corp.alz_archetype_definition.json", "{'name': 'corp', 'policy_assignments': ['Enforce-X'], 'policy_definitions': [], 'policy_set_definitions': []}");
        Write("alz/alz_policy_default_values.json", "{'defaults': [{'default_name': 'la', 'policy_assignments': [{'policy_assignment_name': 'Enforce-X', 'parameter_names': ['logAnalytics']}]}]}");
    }

    [Test]
    public void References_are_followed_whatever_their_scope()
    {
        WriteLibrary();
        var loaded = Load();
        var assignment = Assignment(loaded, "Enforce-X");
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "Enforce-X", "Deny-X", "Enforce-X" }));
            Assert.That(loaded.Library.FindInitiative(assignment.DefinitionId!.Value)!.References.Select(r => loaded.Library.FindDefinition(r.DefinitionId!.Value)?.ReferenceName), Is.EqualTo(new[] { "Deny-X" }));
            Assert.That(loaded.Library.FindInitiative("Enforce-X")!.Expressions.Single().Text, Is.EqualTo("[parameters('effect')]"), "one bracket, and it stays");
        });
    }

    [TestCase("/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/placeholder/providers/Microsoft.OperationalInsights/workspaces/placeholder-la")]
    [TestCase("${log_analytics_workspace_id}")]
    [TestCase("/subscriptions/9/resourceGroups/placeholder")]
    public void A_placeholder_is_a_value_that_is_not_known(string placeholder)
    {
        WriteLibrary(placeholder);
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(said.Single(), Does.Contain("warning policy-value-unresolved: The assignment Enforce-X has placeholders for logAnalytics: what depends on them is unknown."));
            Assert.That(Assignment(loaded, "Enforce-X").Parameters.Select(p => Unresolved.Is(p.Value)), Is.EqualTo(new[] { true, false }));
        });
    }

    [TestCase("policy_definitions/Deny-Y.alz_policy_definition.yaml")]
    [TestCase("policy_assignments/Deny-Y.alz_policy_assignment.yml")]
    public void The_yaml_form_is_said_to_be_left_out(string path)
    {
        WriteLibrary();
        Write(path, "name: Deny-Y");
        Write("corp.alz_archetype_definition.yaml", "name: corp");
        Assert.That(Try().Said, Is.EqualTo(new[] { path + ": warning policies-not-read: Only the JSON form of the ALZ library is read: the policy in this file is left out." }));
    }
}
