using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Bicep;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation;

/// <summary>Where nobody said where a template is deployed, ids are made up: what hangs on them is not known.</summary>
public class MadeUpIdSpecs
{
    private static readonly PolicyCompiler Compiler = new(AliasTable.Load());

    // The group is named by the template, the subscription is not.
    [TestCase("rg-clinic", """{ "field": "id", "contains": "/resourceGroups/rg-clinic/" }""", "true")]
    [TestCase("rg-clinic", """{ "field": "id", "contains": "/resourceGroups/rg-other/" }""", "false")]
    [TestCase("rg-clinic", """{ "field": "id", "contains": "zone" }""", "false")]
    [TestCase("rg-clinic", """{ "field": "id", "contains": "cafe" }""", "unknown")]
    [TestCase("rg-clinic", """{ "field": "id", "like": "/subscriptions/*" }""", "true")]
    [TestCase("rg-clinic", """{ "field": "id", "like": "/subscriptions/11111111-0000-0000-0000-000000000001/*" }""", "unknown")]
    [TestCase("rg-clinic", """{ "field": "id", "equals": "/subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/rg-clinic/providers/Microsoft.Storage/storageAccounts/st" }""", "unknown")]
    [TestCase("rg-clinic", """{ "field": "id", "equals": "/subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/rg-clinic/providers/Microsoft.Storage/storageAccounts/other" }""", "false")]
    [TestCase("rg-clinic", """{ "field": "id", "in": ["/subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/rg-clinic/providers/Microsoft.Storage/storageAccounts/st"] }""", "unknown")]
    [TestCase("rg-clinic", """{ "field": "id", "like": "[concat(resourceGroup().id, '/*')]" }""", "true")]
    [TestCase("rg-clinic", """{ "field": "id", "equals": "[concat(resourceGroup().id, '/providers/Microsoft.Storage/storageAccounts/st')]" }""", "true")]
    [TestCase("rg-clinic", """{ "value": "[resourceGroup().name]", "equals": "rg-clinic" }""", "true")]
    [TestCase("rg-clinic", """{ "value": "[subscription().subscriptionId]", "equals": "11111111-0000-0000-0000-000000000001" }""", "unknown")]
    [TestCase("rg-clinic", """{ "value": "[last(split(field('id'), '/'))]", "equals": "st" }""", "true")]
    [TestCase("rg-clinic", """{ "value": "[split(field('id'), '/')[2]]", "equals": "11111111-0000-0000-0000-000000000001" }""", "unknown")]
    [TestCase("rg-clinic", """{ "value": "[uniqueString(resourceGroup().id)]", "equals": "abc" }""", "unknown")]
    [TestCase("rg-clinic", """{ "field": "id", "match": "#" }""", "unknown")]
    // The group is not named either.
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "id", "contains": "/resourceGroups/rg-prod" }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "id", "contains": "prod" }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "id", "contains": "/providers/Microsoft.Sql/" }""", "false")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "id", "notContains": "/resourceGroups/rg-prod" }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "value": "[resourceGroup().name]", "like": "rg-*" }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "value": "[startsWith(field('id'), '/subscriptions/1')]", "equals": true }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "tags['made']", "equals": "st-rg-prod-1" }""", "unknown")]
    [TestCase(DeploymentContext.PlaceholderResourceGroup, """{ "field": "tags['made']", "equals": "st-rg-prod-2" }""", "false")]
    public void A_condition_is(string group, string condition, string expected)
    {
        const string Type = "Microsoft.Storage/storageAccounts";
        var rule = new JObject { ["if"] = JObject.Parse(condition), ["then"] = new JObject { ["effect"] = "audit" } };
        var definition = (PolicyDefinition)PolicyDocumentReader.Read(new JObject { ["name"] = "d", ["properties"] = new JObject { ["mode"] = "All", ["policyRule"] = rule } }, "d")!;
        var resource = new ArmResource
        {
            Id = $"/subscriptions/{DeploymentContext.PlaceholderSubscription}/resourceGroups/{group}/providers/{Type}/st",
            Type = Type,
            FullName = "st",
            Content = new JObject { ["type"] = Type, ["name"] = "st", ["tags"] = new JObject { ["made"] = $"st-{group}-1" } },
            Origin = ResourceOrigin.Request,
        };
        var environment = new EvaluationEnvironment
        {
            Now = DateTimeOffset.UnixEpoch,
            Placeholders = new[] { DeploymentContext.PlaceholderSubscription, DeploymentContext.PlaceholderResourceGroup }.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
        };
        var policy = Compiler.Compile(definition, new Dictionary<string, JToken>());
        Assert.That(policy.Problems, Is.Empty);
        Assert.That(CatalogueJson.Name(new PolicyEvaluator(environment, new RelatedResources([])).Condition(policy, resource)), Is.EqualTo(expected));
    }
}
