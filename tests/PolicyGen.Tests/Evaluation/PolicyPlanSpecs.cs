using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation;

/// <summary>What a plan must not lose.</summary>
public class PolicyPlanSpecs
{
    private const string Definitions = "/providers/Microsoft.Authorization/policyDefinitions/";

    private static PolicyDocument Read(string json) => PolicyDocumentReader.Read(JToken.Parse(json), "policies.json")!;

    private static PolicyDocument Definition(string condition) => Read($$"""
        { "type": "Microsoft.Authorization/policyDefinitions", "name": "d", "properties": { "mode": "All",
          "parameters": { "types": { "type": "Array" } },
          "policyRule": { "if": {{condition}}, "then": { "effect": "audit" } } } }
        """);

    private static PolicyDocument Assignment(string scope, string target = Definitions + "d") => Read($$"""
        { "type": "Microsoft.Authorization/policyAssignments", "name": "a", "id": "{{scope}}/providers/Microsoft.Authorization/policyAssignments/a",
          "properties": { "scope": "{{scope}}", "policyDefinitionId": "{{target}}", "parameters": { "types": { "value": ["a/b"] } } } }
        """);

    private static PolicyPlan Plan(params PolicyDocument[] documents) => new PolicyPlanner(AliasTable.Load()).Plan(new PolicyLibrary(documents));

    [Test]
    public void Assignments_of_one_name_at_two_management_groups_are_two()
    {
        var plan = Plan(
            Definition("{ \"field\": \"type\", \"in\": \"[parameters('types')]\" }"),
            Assignment("/providers/Microsoft.Management/managementGroups/m1"),
            Assignment("/providers/Microsoft.Management/managementGroups/m2"));
        Assert.Multiple(() =>
        {
            Assert.That(plan.Below(["m1"]).Policies, Has.Length.EqualTo(1));
            Assert.That(plan.Below(["m2"]).Policies, Has.Length.EqualTo(1));
        });
    }

    [Test]
    public void A_reference_without_its_definition_is_missing_with_its_groups()
    {
        var plan = Plan(Read($$"""
            { "type": "Microsoft.Authorization/policySetDefinitions", "name": "i", "properties": { "policyDefinitions": [
              { "policyDefinitionReferenceId": "r", "policyDefinitionId": "{{Definitions}}elsewhere", "groupNames": ["G"] },
              { "policyDefinitionReferenceId": "without" } ] } }
            """));
        Assert.That(plan.Missing.Select(m => m.Identity.Control + ":" + string.Join(',', m.Identity.Requirements)), Is.EqualTo(new[] { "r:G", "without:" }));
    }

    [Test]
    public void An_assignment_of_something_that_is_not_at_hand_is_missing_in_its_scope_only()
    {
        var plan = Plan(Assignment("/providers/Microsoft.Management/managementGroups/m1", Definitions + "elsewhere"));
        Assert.Multiple(() =>
        {
            Assert.That(plan.Missing.Select(m => m.Identity.Control), Is.EqualTo(new[] { "elsewhere" }));
            Assert.That(plan.Below(["m2"]).Missing, Is.Empty);
            Assert.That(plan.And(plan).AnywhereInSubscriptions().Where(i => i.Control == "elsewhere").Missing, Has.Length.EqualTo(2));
            Assert.That(plan.Where(i => i.Control == "other").Missing, Is.Empty);
        });
    }

    [Test]
    public void An_assignment_assigns_the_definition_of_its_id_among_several_of_one_name()
    {
        PolicyDocument Of(string group, string type) => Read($$"""
            { "type": "Microsoft.Authorization/policyDefinitions", "name": "d", "id": "/providers/Microsoft.Management/managementGroups/{{group}}{{Definitions}}d",
              "properties": { "mode": "All", "parameters": { "types": { "type": "Array" } }, "policyRule": { "if": { "field": "type", "equals": "{{type}}" }, "then": { "effect": "audit" } } } }
            """);
        var plan = Plan(Of("m1", "a/one"), Of("m2", "a/two"), Assignment("/subscriptions/1", "/providers/microsoft.management/managementGroups/m2" + Definitions + "d"));
        Assert.That(plan.Policies.Single(p => p.Identity.Places.Any(a => a.Assignment == "a")).Policy.Types.Types, Is.EqualTo(new[] { "a/two" }));
    }

    [TestCase("""{ "field": "type", "in": "[parameters('types')]" }""")]
    [TestCase("""{ "field": "type", "equals": "[parameters('types')]" }""")]
    [TestCase("""{ "not": { "field": "type", "notEquals": "[parameters('types')]" } }""")]
    public void A_type_that_is_only_known_after_deployment_excludes_none(string condition)
    {
        var assignment = JToken.Parse("""{ "type": "Microsoft.Authorization/policyAssignments", "name": "a", "properties": { "scope": "/subscriptions/1", "parameters": { "types": {} } } }""");
        assignment["properties"]!["policyDefinitionId"] = Definitions + "d";
        assignment["properties"]!["parameters"]!["types"]!["value"] = Unresolved.Create("[reference('x').types]");
        var plan = Plan(Definition(condition), PolicyDocumentReader.Read(assignment, "assignments.json")!);
        var resource = new ArmResource
        {
            Id = "/subscriptions/1/resourceGroups/g/providers/a/b/r",
            Type = "a/b",
            FullName = "r",
            Content = new JObject { ["type"] = "a/b", ["name"] = "r", ["location"] = "eastus" },
            Origin = ResourceOrigin.Request,
        };
        var states = new List<ComplianceState>();
        new PolicyEvaluator(new EvaluationEnvironment { Now = DateTimeOffset.UnixEpoch }, new RelatedResources([])).Evaluate(resource, plan.For("a/b"), (_, verdict) => states.Add(verdict.State));
        Assert.That(states, Is.EqualTo(new[] { ComplianceState.Unknown }));
    }
}
