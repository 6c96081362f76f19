using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Evaluation;
using PolicyGen.Policies;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>Folders of the shape that Azure/enterprise-azure-policy-as-code documents (Docs/policy-*.md).</summary>
public class EpacFolderSpecs : PolicyFolderFixture
{
    private const string Mg = "/providers/Microsoft.Management/managementGroups/";

    private void WriteDefinitions()
    {
        Write("policyDefinitions/tls.jsonc", Definition("tls", parameters: "{'effect': {'type': 'String', 'defaultValue': 'Audit'}, 'days': {'type': 'Integer', 'defaultValue': 1}}"));
        Write("policyDefinitions/tag.jsonc", Definition("tag", parameters: "{'tagName': {'type': 'String'}}"));
        Write("policySetDefinitions/set.jsonc", """
            {'$schema': 'https://raw.githubusercontent.com/Azure/enterprise-azure-policy-as-code/main/Schemas/policy-set-definition-schema.json', 'name': 'set', 'properties': {
              'displayName': 'Set', 'metadata': {'version': '1.0.0', 'category': 'x'}, 'parameters': {'e': {'type': 'String', 'defaultValue': 'Audit'}},
              'policyDefinitions': [
                {'policyDefinitionReferenceId': 'one', 'policyDefinitionName': 'tls', 'parameters': {'effect': {'value': '[parameters(´e´)]'}}},
                {'policyDefinitionReferenceId': 'two', 'policyDefinitionId': '/providers/Microsoft.Authorization/policyDefinitions/00000000-0000-0000-0000-000000000001'}]}}
            """);
    }

    private static string Node(string entry, string more = "") =>
        $"{{'nodeName': '/root/', 'definitionEntry': {entry}, 'assignment': {{'name': 'asg', 'displayName': 'Asg'}}, 'scope': {{'tenant': ['/subscriptions/1']}}{more}}}";

    [Test]
    public void An_initiative_may_name_definitions_and_imports_of_groups_are_said_to_be_left_out()
    {
        WriteDefinitions();
        Write("set2.json", "{'name': 'set2', 'properties': {\n'importPolicyDefinitionGroups': ['/x'], 'policyDefinitions': [{'policyDefinitionName': 'nowhere', 'groupNames': ['g']}]}}");
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(said.Single(), Does.StartWith("set2.json(2,31): warning policies-not-read: 'importPolicyDefinitionGroups' is not read"));
            var set = loaded!.Library.FindInitiative("set")!;
            Assert.That(set.References.Select(r => r.DefinitionId!.Value), Is.EqualTo(new[] { "{definitionScope}/providers/Microsoft.Authorization/policyDefinitions/tls", "/providers/Microsoft.Authorization/policyDefinitions/00000000-0000-0000-0000-000000000001" }));
            Assert.That(set.Locate(set.References[0].DefinitionId!.Source).Line, Is.EqualTo(4));
            Assert.That(loaded.Library.FindDefinition(loaded.Library.FindInitiative("set2")!.References[0].DefinitionId!.Value), Is.Null);
        });
    }

    [Test]
    public void A_tree_gives_an_assignment_for_each_leaf_entry_and_scope()
    {
        WriteDefinitions();
        Write("policyAssignments/sec.jsonc", """
            {'nodeName': '/Security/', 'enforcementMode': 'DoNotEnforce', 'metadata': {'category': 'Security', 'team': 'a'},
             'parameters': {'effect': 'Audit', 'e': 'Audit', 'notDeclared': 1},
             'definitionEntryList': [
               {'policySetName': 'set', 'assignment': {'append': true, 'name': 'set', 'displayName': 'Set', 'description': 'of sets.'}},
               {'policyName': 'tls', 'definitionVersion': '1.*.*', 'nonComplianceMessages': [{'message': 'Use TLS.'}], 'assignment': {'name': 'tls-', 'displayName': 'TLS '}}],
             'children': [
               {'nodeName': 'Prod/', 'assignment': {'name': 'pr-', 'displayName': 'Prod ', 'description': 'Prod '}, 'enforcementMode': 'Default', 'metadata': {'team': 'b'},
                'parameters': {'Effect': 'Deny', 'days': 30},
                'scope': {'epac-dev': ['MG/dev'], 'tenant': ['MG/prod', '/subscriptions/1']}},
               {'nodeName': 'Sandbox/', 'assignment': {'name': 'sbx-', 'displayName': 'Sandbox '}, 'scope': {'tenant': ['/subscriptions/2']}}]}
            """.Replace("MG/", Mg, StringComparison.Ordinal));
        var loaded = Load();
        var prodSet = loaded.Library.Documents.OfType<PolicyAssignment>().Where(a => a.ReferenceName == "pr-set").ToList();
        var prodTls = loaded.Library.Documents.OfType<PolicyAssignment>().Where(a => a.ReferenceName == "tls-pr-").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded).Skip(0).Where(n => n is not ("set" or "tls" or "tag")), Is.EqualTo(new[] { "pr-set", "pr-set", "pr-set", "tls-pr-", "tls-pr-", "tls-pr-", "sbx-set", "tls-sbx-" }));
            Assert.That(prodSet.Select(a => a.Id!.Value), Is.EqualTo(new[]
            {
                Mg + "dev/providers/Microsoft.Authorization/policyAssignments/pr-set",
                Mg + "prod/providers/Microsoft.Authorization/policyAssignments/pr-set",
                "/subscriptions/1/providers/Microsoft.Authorization/policyAssignments/pr-set",
            }));
            Assert.That(prodSet[0].DisplayName!.Value, Is.EqualTo("Prod Set"));
            Assert.That(prodSet[0].Description!.Value, Is.EqualTo("Prod of sets."));
            Assert.That(prodSet[0].EnforcementMode!.Value, Is.EqualTo("Default"));
            Assert.That(loaded.Library.FindInitiative(prodSet[0].DefinitionId!.Value)!.ReferenceName, Is.EqualTo("set"));
            Assert.That(prodSet[0].Parameters.Select(p => $"{p.Name}={p.Value}"), Is.EqualTo(new[] { "e=Audit" }), "what the initiative does not declare is dropped");
            Assert.That(prodTls[2].Parameters.Select(p => $"{p.Name}={p.Value}"), Is.EqualTo(new[] { "Effect=Deny", "days=30" }), "a child's value replaces its parent's");
            Assert.That(JsonText.WriteCompact(prodTls[0].Metadata!), Is.EqualTo("""{"category":"Security","team":"b"}"""));
            Assert.That(prodTls[0].DefinitionVersion!.Value, Is.EqualTo("1.*.*"));
            Assert.That(prodTls[0].NonComplianceMessages.Single().Message!.Value, Is.EqualTo("Use TLS."));
            Assert.That(Assignment(loaded, "sbx-set").EnforcementMode!.Value, Is.EqualTo("DoNotEnforce"));
            Assert.That(loaded.Library.Documents.SelectMany(d => d.Problems).Select(p => p.Message), Is.Empty);
            Assert.That(prodSet[0].Locate(prodSet[0].Source).Line, Is.EqualTo(7), "an assignment points to its leaf");
            Assert.That(prodSet[0].Locate(prodSet[0].Parameters[0].Value!).Line, Is.EqualTo(2), "and a value to where it is given");
        });
    }

    [Test]
    public void Overrides_and_selectors_gather_and_go_to_the_entry_that_they_name()
    {
        WriteDefinitions();
        Write("a.json", """
            {'nodeName': '/', 'scope': {'*': ['/subscriptions/1']},
             'definitionEntryList': [{'policySetName': 'set', 'assignment': {'name': 's', 'displayName': 'S'}}, {'policyName': 'tls', 'assignment': {'name': 't', 'displayName': 'T'}}],
             'overrides': [{'policySetName': 'set', 'kind': 'policyEffect', 'value': 'Deny', 'selectors': [{'kind': 'policyDefinitionReferenceId', 'in': ['one']}]}],
             'resourceSelectors': [{'name': 'all', 'selectors': [{'kind': 'resourceLocation', 'in': ['japaneast']}]}],
             'children': [{'nodeName': 'x', 'assignment': {'name': '1', 'displayName': '1'},
               'overrides': [{'policyName': 'tls', 'kind': 'policyEffect', 'value': 'Disabled'}],
               'resourceSelectors': [{'policyId': '/x/policyDefinitions/tls', 'name': 'own', 'selectors': [{'kind': 'resourceType', 'in': ['a/b']}]}]}]}
            """);
        var loaded = Load();
        Assert.Multiple(() =>
        {
            Assert.That(Assignment(loaded, "s1").Overrides.Select(o => o.Value!.Value), Is.EqualTo(new[] { "Deny" }));
            Assert.That(Assignment(loaded, "t1").Overrides.Select(o => o.Value!.Value), Is.EqualTo(new[] { "Disabled" }));
            Assert.That(Assignment(loaded, "s1").ResourceSelectors.Select(o => o.Name!.Value), Is.EqualTo(new[] { "all" }));
            Assert.That(Assignment(loaded, "t1").ResourceSelectors.Select(o => o.Name!.Value), Is.EqualTo(new[] { "all", "own" }));
            Assert.That(loaded.Library.Documents.SelectMany(d => d.Problems).Select(p => p.Message), Is.Empty);
        });
    }

    [Test]
    public void Excluded_scopes_are_those_of_the_environment_of_the_tree_and_of_the_settings()
    {
        WriteDefinitions();
        Write("global-settings.jsonc", "{'pacOwnerId': 'x', 'pacEnvironments': [{'pacSelector': 'tenant', 'globalNotScopes': ['/subscriptions/*/resourceGroups/managed-*']}, {'pacSelector': 'dev'}]}");
        Write("a.json", """
            {'nodeName': '/', 'definitionEntry': {'policyName': 'tls'}, 'notScopes': {'*': ['/subscriptions/3'], 'tenant': ['/subscriptions/4', '/subscriptions/subscriptionsPattern/sbx*']}, 'notScope': {'dev': ['/subscriptions/5']},
             'children': [{'nodeName': 'x', 'assignment': {'name': 'a', 'displayName': 'A'}, 'scope': {'tenant': ['/subscriptions/1'], 'dev': ['/subscriptions/2']}}]}
            """);
        var (loaded, said) = Try();
        var scopes = loaded!.Library.Documents.OfType<PolicyAssignment>().ToDictionary(a => a.Scope!.Value, a => string.Join(' ', a.NotScopes));
        Assert.Multiple(() =>
        {
            Assert.That(scopes["/subscriptions/1"], Is.EqualTo("/subscriptions/3 /subscriptions/4 /subscriptions/*/resourceGroups/managed-*"));
            Assert.That(scopes["/subscriptions/2"], Is.EqualTo("/subscriptions/5 /subscriptions/3"));
            Assert.That(said.Single(), Does.Contain("warning policies-not-read: The excluded scope /subscriptions/subscriptionsPattern/sbx*"));
        });
    }

    [TestCase("{'policyName': 'tls'}", ", 'parameterFile': 'x.csv', 'parameterSelector': 'prod'", "warning policies-not-read: The parameter file x.csv is not read")]
    [TestCase("{'policyName': 'tls'}", ", 'ignoreBranch': true", "warning policies-not-read: The branch has 'ignoreBranch'")]
    [TestCase("{'policyName': 'tls', 'policyId': '/x/policyDefinitions/tls'}", "", "error epac-invalid: A definition entry has just one of")]
    [TestCase("{}", "", "error epac-invalid: A definition entry has just one of")]
    [TestCase("{'policyName': 'tls'}", ", 'children': [{'nodeName': 'c', 'definitionEntry': {'policyName': 'tls'}}]", "error epac-invalid: A branch has one 'definitionEntry'")]
    [TestCase("{'policyName': 'tls'}", ", 'children': [{'nodeName': 'c', 'scope': {'tenant': ['/subscriptions/1']}}]", "error epac-invalid: A branch has one 'scope'")]
    [TestCase("{'policyName': 'tls'}", ", 'overrides': [{'policyName': 'tls', 'effect': 'Deny'}]", "error epac-invalid: An override needs a 'kind' and a 'value'.")]
    public void What_is_left_out_and_what_EPAC_refuses_is_said(string entry, string more, string expected)
    {
        WriteDefinitions();
        Write("a.json", Node(entry, more));
        Assert.That(Try().Said.Single(), Does.StartWith("a.json(1,").And.Contain(expected));
    }

    [TestCase("{'nodeName': '/r/', 'definitionEntry': {'policyName': 'tls'}, 'assignment': {'name': 'a', 'displayName': 'A'}}", "The branch has no 'scope' with a scope in it. (node /r/)")]
    [TestCase("{'nodeName': '/r/', 'scope': {'t': ['/subscriptions/1']}, 'assignment': {'name': 'a', 'displayName': 'A'}}", "The branch has no 'definitionEntry' and no 'definitionEntryList'. (node /r/)")]
    [TestCase("{'nodeName': '/r/', 'definitionEntry': {'policyName': 'tls'}, 'scope': {'t': ['/subscriptions/1']}}", "The branch gives the assignment no name. (node /r/)")]
    public void A_branch_that_lacks_something_is_an_error(string tree, string expected)
    {
        WriteDefinitions();
        Write("a.json", tree);
        Assert.That(Try().Said.Single(), Does.Contain("error epac-invalid: " + expected));
    }

    [Test]
    public void Trees_that_would_grow_without_end_are_refused()
    {
        var entries = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"{{'policyName': 'tls', 'assignment': {{'name': 'n{i}', 'displayName': 'N'}}}}"));
        var scopes = string.Join(",", Enumerable.Range(0, 2000).Select(i => $"'/subscriptions/{i}'"));
        Write("a.json", $"{{'nodeName': '/', 'definitionEntryList': [{entries}], 'scope': {{'t': [{scopes}]}}}}");
        Assert.That(Try().Said.Single(), Does.Contain("error epac-too-large"));
    }

    [Test]
    public void Exemptions_are_from_an_assignment_a_definition_or_an_initiative()
    {
        WriteDefinitions();
        Write("assign/a.json", Node("{'policySetName': 'set'}").Replace("'asg'", "'set-asg'"));
        Write("assign/b.json", Node("{'policyName': 'tls'}").Replace("'asg'", "'tls-asg'"));
        Write("policyExemptions/tenant/x.jsonc", """
            {'exemptions': [
              {'name': 'a', 'displayName': 'A', 'exemptionCategory': 'Waiver', 'scope': '/subscriptions/1/resourceGroups/g', 'expiresOn': '2030-01-01', 'policyDefinitionReferenceIds': ['two', 'policyDefinitions/tls'],
               'policyAssignmentId': '/subscriptions/1/providers/Microsoft.Authorization/policyAssignments/set-asg'},
              {'name': 'b', 'displayName': 'B', 'exemptionCategory': 'Mitigated', 'scopes': ['people:/subscriptions/1/resourceGroups/g', ':/subscriptions/1/resourceGroups/h'], 'expiresOn': '', 'policyDefinitionName': 'tls'},
              {'name': 'c', 'displayName': 'C', 'exemptionCategory': 'Waiver', 'scope': '/subscriptions/1', 'policySetDefinitionName': 'set'}]}
            """);
        Write("policyExemptions/tenant/y.csv", "name,displayName");
        Write("other.csv", "name,displayName");
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(said, Is.EqualTo(new[] { "policyExemptions/tenant/y.csv: warning policies-not-read: EPAC's CSV form of exemptions is not read: the exemptions in this file are left out." }));
            Assert.That(loaded!.Exemptions.Select(e => $"{e.Exemption.Name} {e.Exemption.Scope} {ResourceName(e)} [{string.Join(',', e.ReferenceIds)}] {e.Exemption.Category} {e.Exemption.ExpiresOn?.Year}"), Is.EqualTo(new[]
            {
                "a /subscriptions/1/resourceGroups/g set-asg [two,one] Waiver 2030",
                "b-set-asg /subscriptions/1/resourceGroups/g set-asg [one] Mitigated ",
                "b-set-asg /subscriptions/1/resourceGroups/h set-asg [one] Mitigated ",
                "b-tls-asg /subscriptions/1/resourceGroups/g tls-asg [] Mitigated ",
                "b-tls-asg /subscriptions/1/resourceGroups/h tls-asg [] Mitigated ",
                "c-set-asg /subscriptions/1 set-asg [] Waiver ",
            }));
            Assert.That(loaded.Exemptions.All(e => e.IsFor(Assignment(loaded, ResourceName(e)))), Is.True);
        });

        static string ResourceName(ExemptionResource exemption) => exemption.AssignmentId[(exemption.AssignmentId.LastIndexOf('/') + 1)..];
    }

    [TestCase("'scope': '/subscriptions/1', 'policyDefinitionName': 'nowhere'", "warning exemption-not-applied: No assignment among the policies has nowhere: the exemption x has no effect.")]
    [TestCase("'scope': '/subscriptions/1', 'policyDefinitionName': 'tls', 'policySetDefinitionName': 'set'", "error epac-invalid: An exemption needs a name")]
    [TestCase("'policyDefinitionName': 'tls'", "error epac-invalid: An exemption needs a name")]
    [TestCase("'scope': '/subscriptions/1', 'policyDefinitionName': 'tls', 'expiresOn': 'soon'", "error exemption-invalid: ")]
    [TestCase("'scope': '/providers/Microsoft.Management/managementGroups/m', 'policyDefinitionName': 'tls'", "warning exemption-not-applied: Which subscriptions lie in /providers/Microsoft.Management/managementGroups/m is not known")]
    public void An_exemption_that_cannot_hold_is_named(string more, string expected)
    {
        WriteDefinitions();
        Write("a.json", Node("{'policyName': 'tls'}"));
        Write("x.json", $"{{'exemptions': [{{'name': 'x', 'exemptionCategory': 'Waiver', {more}}}]}}");
        Assert.That(Try().Said.Single(), Does.StartWith("x.json(1,").And.Contain(expected));
    }
}
