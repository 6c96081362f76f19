using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies.Loading;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>Whatever stands in place of any part of a policy file: loading says something or nothing, and never fails.</summary>
public class PolicyMutationSpecs : PolicyFolderFixture
{
    private static readonly (string Name, string Json)[] Seeds =
    [
        ("tree.json", "{'nodeName': '/', 'enforcementMode': 'Default', 'metadata': {'a': 1}, 'parameters': {'p': 1}, 'definitionEntryList': [{'policySetName': 's', 'assignment': {'append': true, 'name': 'n', 'displayName': 'd'}, 'nonComplianceMessages': [{'message': 'm'}]}, {'policyId': '/x/d', 'assignment': {'name': 'o', 'displayName': 'd'}}], 'notScopes': {'*': ['/subscriptions/2']}, 'children': [{'nodeName': 'c', 'ignoreBranch': false, 'overrides': [{'policySetName': 's', 'kind': 'policyEffect', 'value': 'Deny', 'selectors': [{'kind': 'resourceLocation', 'in': ['x']}]}], 'resourceSelectors': [{'name': 'r', 'selectors': []}], 'scope': {'t': ['/subscriptions/1']}}]}"),
        ("exemptions.json", "{'exemptions': [{'name': 'e', 'exemptionCategory': 'Waiver', 'scopes': [':/subscriptions/1'], 'policyAssignmentId': '/subscriptions/1/providers/Microsoft.Authorization/policyAssignments/n', 'policyDefinitionReferenceIds': ['policyDefinitions/d'], 'expiresOn': '2030-01-01', 'resourceSelectors': [{'name': 'r', 'selectors': [{'kind': 'resourceType', 'in': ['a/b']}]}]}]}"),
        ("settings.json", "{'pacEnvironments': [{'pacSelector': 't', 'globalNotScopes': ['/subscriptions/3']}], 'globalNotScopes': {'*': ['/subscriptions/4']}}"),
        ("set.json", "{'id': '/x/providers/Microsoft.Authorization/policySetDefinitions/s', 'name': 's', 'type': 'Microsoft.Authorization/policySetDefinitions', 'properties': {'importPolicyDefinitionGroups': ['/g'], 'policyDefinitions': [{'policyDefinitionName': 'd', 'policyDefinitionReferenceId': 'r', 'parameters': {'p': {'value': '[[parameters(´p´)]'}}}]}}"),
        ("x.alz_policy_assignment.json", "{'name': 'a', 'type': 'Microsoft.Authorization/policyAssignments', 'properties': {'policyDefinitionId': '/x/d', 'scope': '/providers/Microsoft.Management/managementGroups/placeholder', 'parameters': {'p': {'value': ['${x}']}}}}"),
        ("flat.json", "{'value': [{'name': 'a', 'id': '/subscriptions/1/providers/Microsoft.Authorization/policyExemptions/a', 'type': 'Microsoft.Authorization/policyExemptions', 'policyAssignmentId': '/a', 'exemptionCategory': 'Waiver', 'expiresOn': null}], 'nextLink': null}"),
        ("template.json", "{'$schema': 'deploymentTemplate.json#', 'contentVersion': '1.0.0.0', 'variables': {'v': {'w': ['x', '[concat(´a´, variables(´u´))]']}, 'u': '[format(´{0}/{1}´, ´b´, 1)]'}, 'resources': [{'type': 'Microsoft.Resources/deployments', 'condition': '[parameters(´c´)]', 'properties': {'expressionEvaluationOptions': {'scope': 'inner'}, 'parameters': {'q': {'value': '[variables(´v´).w[1]]'}}, 'template': {'resources': {'s': {'type': 'Microsoft.Authorization/policyAssignments', 'name': '[parameters(´q´)]', 'properties': {'policyDefinitionId': '[resourceId(´Microsoft.Authorization/policyDefinitions´, ´d´)]', 'parameters': {'p': {'value': '[parameters(´z´)]'}}}}}}}}, {'type': 'Microsoft.Authorization/policyDefinitions', 'name': 'd', 'properties': {'policyRule': {'if': {'field': 'type', 'equals': '[variables(´v´).w[0]]'}, 'then': {'effect': '[[parameters(´e´)]'}}}}]}"),
        ("snapshot.json", "{'predictedResources': [{'id': '/subscriptions/1/providers/Microsoft.Authorization/policyExemptions/e', 'type': 'Microsoft.Authorization/policyExemptions', 'name': 'e', 'properties': {'policyAssignmentId': '[reference(´x´)]', 'exemptionCategory': 'Waiver'}}]}"),
    ];

    private static readonly Func<JToken>[] Others = [JValue.CreateNull, () => new JValue(1), () => new JValue("[concat('"), () => new JValue("[parameters('x')]"), () => new JArray(new JValue(true)), () => new JObject { ["name"] = new JObject() }];

    private static IEnumerable<string> Names() => Seeds.Select(s => s.Name);

    [TestCaseSource(nameof(Names))]
    public void Nothing_in_place_of_a_part_makes_it_fail(string name)
    {
        var json = Seeds.Single(s => s.Name == name).Json.Replace('\'', '"').Replace('´', '\'');
        var seed = (JObject)JsonText.Parse(json, name, new DiagnosticBag())!;
        var mutants = new JArray();
        foreach (var path in seed.Descendants().Where(t => t is not JProperty).Select(t => t.Path))
        {
            foreach (var other in Others)
            {
                var mutant = (JObject)seed.DeepClone();
                mutant.SelectToken(path)!.Replace(other());
                mutants.Add(mutant);
            }

            var shorter = (JObject)seed.DeepClone();
            var token = shorter.SelectToken(path)!;
            if (token.Parent is JProperty property)
                property.Remove();
            else
                token.Remove();
            mutants.Add(shorter);
        }

        foreach (var (other, text) in Seeds.Where(s => s.Name != name))
            Write(other, text);
        Folder.Write(name, JsonText.Write(mutants));
        Assert.DoesNotThrow(() => PolicyFolder.Load([Folder.Root], new DiagnosticBag()));
    }
}
