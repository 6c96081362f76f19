using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>What planning makes of what was loaded.</summary>
public class LoadedPlanSpecs : PolicyFolderFixture
{
    private static readonly PolicyPlanner Planner = new(AliasTable.Load());

    private void WriteTree(string scope) => Write("assign.json", $"{{'nodeName': '/', 'definitionEntry': {{'policyName': 'tls'}}, 'assignment': {{'name': 'asg', 'displayName': 'A'}}, 'notScopes': {{'*': ['/subscriptions/*/resourceGroups/managed-*']}}, 'children': [{{'nodeName': 'x', 'scope': {scope}}}]}}");

    private static ArmResource Resource(string id) => new()
    {
        Id = id,
        Type = "a/b",
        FullName = "r",
        Content = new JObject { ["type"] = "a/b", ["name"] = "r" },
        Origin = ResourceOrigin.Existing,
    };

    [Test]
    public void An_assignment_at_several_scopes_holds_at_each_of_them()
    {
        Write("tls.json", Definition("tls"));
        WriteTree("{'dev': ['/subscriptions/1', '/subscriptions/2']}");
        var plan = Planner.Plan(Load().Library);
        Assert.Multiple(() =>
        {
            Assert.That(plan.Policies.Select(p => p.Scope.Scope), Is.EqualTo(new[] { "/subscriptions/1", "/subscriptions/2" }));
            Assert.That(plan.Policies[0].Scope.Covers(Resource("/subscriptions/1/resourceGroups/rg/providers/a/b/r")), Is.EqualTo(Truth.True));
            Assert.That(plan.Policies[0].Scope.Covers(Resource("/subscriptions/1/resourceGroups/Managed-7/providers/a/b/r")), Is.EqualTo(Truth.False), "EPAC's pattern");
            Assert.That(plan.Policies[0].Scope.Covers(Resource("/subscriptions/1")), Is.EqualTo(Truth.True));
        });
    }

    [Test]
    public void Management_groups_of_several_environments_are_one_policy_for_every_resource()
    {
        Write("tls.json", Definition("tls"));
        WriteTree("{'dev': ['/providers/Microsoft.Management/managementGroups/dev'], 'prod': ['/providers/Microsoft.Management/managementGroups/prod']}");
        Assert.That(Planner.Plan(Load().Library).Policies.Select(p => p.Scope.Scope), Is.EqualTo(new string?[] { null }));
    }

    [TestCase("policyDefinitions")]
    [TestCase("policySetDefinitions")]
    public void A_value_that_is_only_known_at_deployment_makes_the_verdict_unknown(string assigned)
    {
        Write("a.json", "{'name': 'd', 'type': 'Microsoft.Authorization/policyDefinitions', 'properties': {'mode': 'All', 'parameters': {'wanted': {'type': 'String', 'defaultValue': 'r', 'allowedValues': ['r', 's']}}, 'policyRule': {'if': {'allOf': [{'field': 'type', 'equals': 'a/b'}, {'field': 'name', 'equals': '[parameters(´wanted´)]'}]}, 'then': {'effect': 'audit'}}}}");
        Write("b.json", "{'name': 'd', 'type': 'Microsoft.Authorization/policySetDefinitions', 'properties': {'parameters': {'wanted': {'type': 'String', 'defaultValue': 'r'}}, 'policyDefinitions': [{'policyDefinitionId': '/x/policyDefinitions/d', 'parameters': {'wanted': {'value': '[parameters(´wanted´)]'}}}]}}");
        Write("c.alz_policy_assignment.json", $"{{'name': 'asg', 'type': 'Microsoft.Authorization/policyAssignments', 'properties': {{'policyDefinitionId': '/x/providers/Microsoft.Authorization/{assigned}/d', 'parameters': {{'wanted': {{'value': '${{name}}'}}}}}}}}");
        var plan = Planner.Plan(Try().Loaded!.Library);
        var judged = new List<(string? Assignment, ComplianceState State)>();
        var evaluator = new PolicyEvaluator(new EvaluationEnvironment { Now = DateTimeOffset.UnixEpoch }, new RelatedResources([]));
        evaluator.Evaluate(Resource("/subscriptions/1/resourceGroups/rg/providers/a/b/r"), plan.Policies, (identity, verdict) => judged.Add((identity.Places[0].Assignment, verdict.State)));
        Assert.Multiple(() =>
        {
            Assert.That(plan.Warnings, Is.Empty);
            Assert.That(judged.Where(j => j.Assignment == "asg").Select(j => j.State), Is.EqualTo(new[] { ComplianceState.Unknown }));
        });
    }
}
