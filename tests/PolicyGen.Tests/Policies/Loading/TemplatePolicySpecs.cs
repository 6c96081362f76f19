using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>Policies in ARM templates and snapshots. ´ stands for a single quote.</summary>
public class TemplatePolicySpecs : PolicyFolderFixture
{
    private const string Rule = "{'mode': 'All', 'parameters': {'effect': {'type': 'String', 'defaultValue': 'Audit'}}, 'policyRule': {'if': {'field': 'type', 'equals': '[[concat(´a´, field(´name´))]'}, 'then': {'effect': '[[parameters(´effect´)]'}}}";

    private static string Template(string resources, string more = "") =>
        $"{{'$schema': 'https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#', 'contentVersion': '1.0.0.0', {more} 'resources': {resources}}}";

    private static string Resource(string type, string name, string properties, string more = "") =>
        $"{{'type': 'Microsoft.Authorization/{type}', 'apiVersion': '2023-04-01', {more} 'name': '{name}', 'properties': {properties}}}";

    private static string Nested(string template, string parameters = "{}", string scope = "inner") =>
        $"{{'type': 'Microsoft.Resources/deployments', 'apiVersion': '2022-09-01', 'name': 'n', 'properties': {{'mode': 'Incremental', 'expressionEvaluationOptions': {{'scope': '{scope}'}}, 'parameters': {parameters}, 'template': {template}}}}}";

    [Test]
    public void Policies_of_a_template_lose_the_bracket_that_escapes_their_expressions()
    {
        Write("main.json", Template($"[{{'type': 'Microsoft.Storage/storageAccounts', 'name': '[parameters(´s´)]'}},\n{Resource("policyDefinitions", "tls", Rule)},\n"
            + Resource("policySetDefinitions", "set", "{'policyDefinitions': [{'policyDefinitionId': '[extensionResourceId(managementGroup().id, ´Microsoft.Authorization/policyDefinitions´, ´tls´)]', 'parameters': {'effect': {'value': '[[parameters(´e´)]'}}}]}") + "]"));
        var library = Load().Library;
        Assert.Multiple(() =>
        {
            Assert.That(library.FindDefinition("tls")!.Expressions.Select(e => e.Text), Is.EquivalentTo(new[] { "[concat('a', field('name'))]", "[parameters('effect')]" }));
            Assert.That(library.FindDefinition("tls")!.Locate(library.FindDefinition("tls")!.Rule!.Then!.Source).ToString(), Does.Contain("Line = 2").And.Contain("resources[1].properties.policyRule.then"));
            Assert.That(library.FindInitiative("set")!.References.Single().DefinitionId!.Value, Is.EqualTo("{unknown}/providers/Microsoft.Authorization/policyDefinitions/tls"));
            Assert.That(library.FindInitiative("set")!.Expressions.Single().Text, Is.EqualTo("[parameters('e')]"));
        });
    }

    [TestCase("tls", "tls")]
    [TestCase("[´tls´]", "tls")]
    [TestCase("[variables(´name´)]", "tls")]
    [TestCase("[variables(´all´).names[1]]", "tls")]
    [TestCase("[concat(variables(´prefix´), ´-´, 1)]", "deny-1")]
    [TestCase("[concat(parameters(´p´), ´/tls´)]", "tls")]
    [TestCase("[format(´{0}/{1}´, parameters(´p´), variables(´name´))]", "tls")]
    [TestCase("[format(´{0}-{{x}}´, variables(´prefix´))]", "deny-{x}")]
    [TestCase("[parameters(´p´)]", null)]
    [TestCase("[concat(´tls-´, parameters(´p´))]", null)]
    [TestCase("[format(´{0}-{1:D2}´, variables(´prefix´), 1)]", null)]
    [TestCase("[variables(´names´)[copyIndex()]]", null)]
    [TestCase("[variables(´loop´)]", null)]
    [TestCase("[guid(subscription().id)]", null)]
    [TestCase("[oops(]", null)]
    public void A_name_is_what_is_certain_of_it(string name, string? expected)
    {
        Write("main.json", Template("[" + Resource("policyDefinitions", name, Rule) + "]",
            "'parameters': {'p': {'type': 'string', 'defaultValue': 'x'}}, 'variables': {'prefix': 'deny', 'name': '[concat(´t´, ´ls´)]', 'all': {'names': ['a', '[variables(´name´)]']}, 'loop': '[variables(´loop´)]'},"));
        var (loaded, said) = Try();
        if (expected is null)
            Assert.That(said.Single(), Does.StartWith("main.json(1,").And.Contain("error policy-unresolved: ").And.Contain("Its name is only known at deployment. Give a deployment snapshot"));
        else
            Assert.That(Names(loaded), Is.EqualTo(new[] { expected }));
    }

    [TestCase("[resourceId(´Microsoft.Authorization/policyDefinitions´, ´tls´)]", "{unknown}/providers/Microsoft.Authorization/policyDefinitions/tls")]
    [TestCase("[tenantResourceId(´Microsoft.Authorization/policySetDefinitions´, ´tls´)]", "/providers/Microsoft.Authorization/policySetDefinitions/tls")]
    [TestCase("[subscriptionResourceId(parameters(´p´), ´Microsoft.Authorization/policyDefinitions´, ´tls´)]", "{unknown}/providers/Microsoft.Authorization/policyDefinitions/tls")]
    [TestCase("[concat(managementGroup().id, ´/providers/Microsoft.Authorization/policyDefinitions/´, ´tls´)]", "{unknown}/providers/Microsoft.Authorization/policyDefinitions/tls")]
    [TestCase("/providers/Microsoft.Authorization/policyDefinitions/tls", "/providers/Microsoft.Authorization/policyDefinitions/tls")]
    [TestCase("[parameters(´p´)]", null)]
    [TestCase("[resourceId(´Microsoft.Authorization/policyDefinitions´, parameters(´p´))]", null)]
    [TestCase("[reference(´x´).id]", null)]
    public void What_is_assigned_is_what_is_certain_of_it(string id, string? expected)
    {
        Write("main.json", Template("[" + Resource("policyAssignments", "asg", $"{{'policyDefinitionId': '{id}'}}") + "]"));
        var (loaded, said) = Try();
        if (expected is null)
            Assert.That(said.Single(), Does.Contain("error policy-unresolved: ").And.Contain("'policyDefinitionId' is only known at deployment"));
        else
            Assert.That(Assignment(loaded, "asg").DefinitionId!.Value, Is.EqualTo(expected));
    }

    [Test]
    public void Values_that_are_only_known_at_deployment_stay_unknown_and_other_parts_are_left_out()
    {
        Write("main.json", Template("[" + Resource("policyAssignments", "asg",
            "{'policyDefinitionId': '/x/policyDefinitions/d', 'displayName': '[parameters(´p´)]', 'notScopes': ['/subscriptions/1', '[parameters(´p´)]'], 'parameters': {'la': {'value': '[parameters(´p´)]'}, 'list': {'value': ['a', '[parameters(´p´)]']}, 'text': {'value': '[[x]'}}}") + "]"));
        var (loaded, said) = Try();
        var assignment = Assignment(loaded, "asg");
        Assert.Multiple(() =>
        {
            Assert.That(said, Has.Count.EqualTo(2));
            Assert.That(said, Has.One.Contains("warning policy-value-unresolved").And.Contains("(parameters.la.value, parameters.list.value[1]): what depends on them is unknown."));
            Assert.That(said, Has.One.Contains("warning policy-value-unresolved").And.Contains("(displayName, notScopes[1]): they are left out."));
            Assert.That(assignment.Parameters.Select(p => Unresolved.IsWithin(p.Value)), Is.EqualTo(new[] { true, true, false }));
            Assert.That((string?)assignment.Parameters[2].Value, Is.EqualTo("[x]"));
            Assert.That(assignment.NotScopes.Select(s => s.Value), Is.EqualTo(new[] { "/subscriptions/1" }));
            Assert.That(assignment.DisplayName, Is.Null);
            Assert.That(assignment.Problems, Is.Empty);
        });
    }

    [TestCase("'[parameters(´p´)]'")]
    [TestCase("[{'name': 'x', 'selectors': '[parameters(´p´)]'}]")]
    [TestCase("[{'name': 'x', 'selectors': [{'kind': 'resourceLocation', 'in': '[parameters(´p´)]'}]}]")]
    [TestCase("[{'name': 'x', 'selectors': [{'kind': 'resourceLocation', 'in': ['[parameters(´p´)]']}]}]")]
    [TestCase("[{'name': 'x', 'selectors': [{'kind': 'resourceLocation', 'notIn': ['japaneast', '[parameters(´p´)]']}]}]")]
    public void What_a_selector_selects_is_unknown_where_a_part_of_it_is(string selectors)
    {
        Write("main.json", Template("[" + Resource("policyAssignments", "asg", $"{{'policyDefinitionId': '/x/policyDefinitions/d', 'resourceSelectors': {selectors}}}") + "]"));
        var (loaded, said) = Try();
        var resource = new ArmResource
        {
            Id = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Test/things/x",
            Type = "Microsoft.Test/things",
            FullName = "x",
            Content = JObject.Parse("""{"type": "Microsoft.Test/things", "name": "x", "location": "japaneast"}"""),
            Origin = ResourceOrigin.Request,
        };
        Assert.Multiple(() =>
        {
            Assert.That(PolicyScopes.Of(Assignment(loaded, "asg"), []).Covers(resource), Is.EqualTo(Truth.Unknown));
            Assert.That(said.Single(), Does.Contain("warning policy-value-unresolved").And.Contain("(resourceSelectors").And.Contain("what depends on them is unknown."));
        });
    }

    [Test]
    public void A_rule_that_comes_from_a_variable_is_resolved_and_one_from_a_parameter_is_an_error()
    {
        Write("a.json", Template("[" + Resource("policyDefinitions", "a", "'[variables(´$fxv#0´).properties]'") + "]", $"'variables': {{'$fxv#0': {{'properties': {Rule}}}}},"));
        Write("b.json", Template("[" + Resource("policyDefinitions", "b", "{'policyRule': '[parameters(´rule´)]'}") + "]"));
        Write("c.json", Template("[" + Resource("policySetDefinitions", "c", "{'copy': [{'name': 'policyDefinitions', 'count': 2, 'input': {}}]}") + "]"));
        Write("d.json", Template("[" + Resource("policyDefinitions", "d", "'[parameters(´p´)]'") + "]"));
        var said = Try().Said;
        Assert.Multiple(() =>
        {
            Assert.That(said, Has.Count.EqualTo(3));
            Assert.That(said[0], Does.StartWith("b.json(1,").And.Contain("A part of its rule is only known at deployment."));
            Assert.That(said[1], Does.StartWith("c.json(1,").And.Contain("Its properties are made in a loop."));
            Assert.That(said[2], Does.StartWith("d.json(1,").And.Contain("Its properties are only known at deployment."));
            Assert.That(Try(Folder.PathOf("a.json")).Loaded!.Library.FindDefinition("a")!.EffectParameter!.Name, Is.EqualTo("effect"));
        });
    }

    [Test]
    public void Nested_deployments_know_what_they_are_given_and_their_defaults()
    {
        const string Parameters = "'parameters': {'name': {'type': 'string'}, 'suffix': {'type': 'string', 'defaultValue': '-x'}, 'la': {'type': 'string'}}, 'variables': {'v': '[concat(parameters(´name´), parameters(´suffix´))]'},";
        var inner = Template("{'sym': " + Resource("policyAssignments", "[variables(´v´)]", "{'policyDefinitionId': '/x/policyDefinitions/d', 'parameters': {'la': {'value': '[parameters(´la´)]'}}}") + ", 'other': {'existing': true, 'type': 'Microsoft.Authorization/policyDefinitions', 'name': 'e'}}", Parameters);
        Write("main.json", Template("[" + Nested(inner, "{'name': {'value': '[variables(´n´)]'}, 'la': {'value': '[parameters(´top´)]'}}") + "]", "'variables': {'n': 'deep'},"));
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "deep-x" }));
            Assert.That(said.Single(), Does.Contain("(parameters.la.value): what depends on them is unknown."));
        });
    }

    [Test]
    public void Without_the_inner_scope_a_nested_template_sees_the_outer_variables()
    {
        Write("main.json", Template("[" + Nested(Template("[" + Resource("policyDefinitions", "[variables(´n´)]", Rule) + "]", "'variables': {'n': 'inner'},"), scope: "outer") + "]", "'variables': {'n': 'outer'},"));
        Assert.That(Names(Load()), Is.EqualTo(new[] { "outer" }));
    }

    [Test]
    public void A_condition_is_said_and_one_that_is_false_leaves_the_policy_out()
    {
        Write("main.json", Template("[" + Resource("policyDefinitions", "no", Rule, "'condition': false,") + "," + Resource("policyDefinitions", "yes", Rule, "'condition': '[variables(´on´)]',") + "," + Resource("policyDefinitions", "maybe", Rule, "'condition': '[parameters(´p´)]',") + "]", "'variables': {'on': true},"));
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "yes", "maybe" }));
            Assert.That(said.Single(), Does.Contain("warning policy-conditional"));
        });
    }

    [Test]
    public void A_linked_template_is_said_to_be_missing()
    {
        Write("main.json", Template("[" + Resource("policyDefinitions", "a", Rule) + ", {'type': 'Microsoft.Resources/deployments', 'name': 'n', 'properties': {'templateLink': {'uri': 'https://x'}}}]"));
        Assert.That(Try().Said.Single(), Does.Contain("warning policies-not-read: The template of this deployment is not in the file"));
    }

    [Test]
    public void In_a_snapshot_a_bracket_in_a_rule_is_the_policys_and_in_an_assignment_the_deployments()
    {
        Write("main.snapshot.json", """
            {'predictedResources': [
              {'id': '/mg/providers/Microsoft.Authorization/policyDefinitions/tls', 'type': 'Microsoft.Authorization/policyDefinitions', 'name': 'tls', 'apiVersion': '2023-04-01',
               'properties': {'mode': 'All', 'policyRule': {'if': {'field': 'type', 'equals': '[concat(´a´, ´b´)]'}, 'then': {'effect': 'audit'}}}},
              {'type': 'Microsoft.Storage/storageAccounts', 'name': 's'},
              {'id': '/subscriptions/1/providers/Microsoft.Authorization/policyAssignments/asg', 'type': 'Microsoft.Authorization/policyAssignments', 'name': 'asg',
               'properties': {'policyDefinitionId': '/mg/providers/Microsoft.Authorization/policyDefinitions/tls', 'parameters': {'la': {'value': '[reference(´x´).id]'}, 'n': {'value': 1}}}}
            ], 'diagnostics': []}
            """);
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "tls", "asg" }));
            Assert.That(loaded!.Library.FindDefinition("tls")!.Expressions.Single().Text, Is.EqualTo("[concat('a', 'b')]"));
            Assert.That(Assignment(loaded, "asg").Parameters.Select(p => Unresolved.Is(p.Value)), Is.EqualTo(new[] { true, false }));
            Assert.That(said.Single(), Does.StartWith("main.snapshot.json(5,").And.Contain("(parameters.la.value): what depends on them is unknown."));
        });
    }

    [TestCase("'scope': '/subscriptions/1/resourceGroups/g',", "'exemptionCategory': 'Waiver'", null)]
    [TestCase("", "'exemptionCategory': 'Waiver'", "Where the exemption is deployed to is not in the template")]
    [TestCase("'scope': '/subscriptions/1',", "'expiresOn': '[parameters(´p´)]'", "has parts that are only known at deployment (expiresOn): it is not applied")]
    public void An_exemption_holds_where_the_template_says_it(string scope, string properties, string? why)
    {
        Write("main.json", Template("[" + Resource("policyAssignments", "asg", "{'policyDefinitionId': '/x/policyDefinitions/d'}") + ","
            + Resource("policyExemptions", "ex", $"{{'policyAssignmentId': '[resourceId(´Microsoft.Authorization/policyAssignments´, ´asg´)]', {properties}}}", scope) + "]"));
        var (loaded, said) = Try();
        if (why is not null)
            Assert.That(said.Single(), Does.Contain("warning exemption-not-applied").And.Contain(why));
        Assert.That(loaded!.Exemptions.Count(e => e.IsFor(Assignment(loaded, "asg"))), Is.EqualTo(why is null ? 1 : 0));
    }

    [Test]
    public void A_template_that_would_grow_without_end_is_cut_short()
    {
        var variables = string.Join(",", Enumerable.Range(0, 8).Select(i => $"'v{i}': '[concat({string.Join(",", Enumerable.Repeat($"variables(´v{i + 1}´)", 50))})]'"));
        Write("main.json", Template("[" + Resource("policyDefinitions", "[variables(´v0´)]", Rule) + "]", $"'variables': {{{variables}, 'v8': 'ha'}},"));
        Assert.That(Try().Said.Single(), Does.Contain("error policy-unresolved"));
    }
}
