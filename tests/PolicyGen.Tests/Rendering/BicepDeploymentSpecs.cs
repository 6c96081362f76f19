using System.Text;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>What policies/rendered deploys, as the real Bicep compiler says.</summary>
public class BicepDeploymentSpecs
{
    private const string ManagementGroup = "/providers/Microsoft.Management/managementGroups/contoso";
    private const string RootGroup = "/providers/Microsoft.Management/managementGroups/root";
    private const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private const int MaxTemplateBytes = 4 * 1024 * 1024;
    private const int MaxResourceBytes = 1024 * 1024;

    private static readonly string[] Guidelines = ["mhlw", "mic", "meti"];
    private static readonly string[] Mains = ["main.bicep", "main.subscription.bicep"];
    private static readonly string[] Deployments = ["main.bicepparam", "main.subscription.bicepparam", "root", "elsewhere"];

    private readonly Dictionary<string, BicepResult> _builds = [];
    private readonly Dictionary<string, Prediction> _predictions = [];
    private RenderedBicep _rendered = null!;

    // Every run of the compiler that the tests share; two at a time.
    [OneTimeSetUp]
    public async Task Compile()
    {
        _rendered = new RenderedBicep(Repository.PathOf("policies", "rendered"));
        foreach (var pair in Mains.Zip(await Task.WhenAll(Mains.Select(m => BicepCompiler.BuildAsync(_rendered.PathOf(m))))))
            _builds[pair.First] = pair.Second;

        (string Name, Func<Task<BicepResult>> Run)[] runs =
        [
            ("main.bicepparam", () => _rendered.Sample("main.bicepparam")),
            ("main.subscription.bicepparam", () => _rendered.Sample("main.subscription.bicepparam")),
            ("root", () => _rendered.Try("main.bicep", """
                param guidelines = ['mhlw', 'meti']
                param definitionManagementGroup = 'root'
                param enforcementMode = 'Default'
                param notScopes = ['/subscriptions/22222222-2222-2222-2222-222222222222']
                param resourceSelectors = [
                  { name: 'japan', selectors: [{ kind: 'resourceLocation', in: ['japaneast'] }] }
                  { name: 'subscriptions', selectors: [{ kind: 'resourceWithoutLocation', in: ['subscriptionLevelResources'] }] }
                ]
                param effects = {
                  'attestation-customer': 'Disabled'
                  'loganalytics-diagnostic-settings': 'DeployIfNotExists'
                  'keyvault-diagnostic-settings': 'DeployIfNotExists'
                  'storage-https-only': 'Modify'
                  'redis-non-ssl-port-disabled': 'Deny'
                  'keyvault-purge-protection': 'Deny'
                }
                param identity = {
                  type: 'UserAssigned'
                  location: 'japanwest'
                  resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/policy'
                  principalId: '33333333-3333-3333-3333-333333333333'
                }
                param evidence = {
                  storageAccountId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/stevidence'
                  container: 'evidence'
                }
                param allowedLocations = ['japaneast']
                param keyRotationDays = 90
                """)),
            ("elsewhere", () => _rendered.Try("main.subscription.bicep", """
                param definitionManagementGroup = 'root'
                param effects = { 'storage-https-only': 'Modify', 'redis-non-ssl-port-disabled': 'Modify' }
                param identity = { type: 'None', location: 'japaneast' }
                """)),
        ];
        foreach (var pair in runs.Chunk(2))
        {
            foreach (var (run, result) in pair.Zip(await Task.WhenAll(pair.Select(r => r.Run()))))
                _predictions[run.Name] = new Prediction(result.Json());
        }
    }

    [OneTimeTearDown]
    public void Remove() => _rendered.Dispose();

    [TestCaseSource(nameof(Mains))]
    public void A_main_file_compiles_without_errors_and_warnings(string main) =>
        Assert.That((_builds[main].ExitCode, _builds[main].Messages.Trim()), Is.EqualTo((0, "")));

    [TestCaseSource(nameof(Mains))]
    public void Template_and_nested_deployments_keep_within_what_ARM_takes(string main)
    {
        var template = _builds[main].Json();
        var nested = template.Descendants().OfType<JObject>().Where(o => o["type"] is JValue { Value: "Microsoft.Resources/deployments" }).ToList();
        Assert.Multiple(() =>
        {
            // As the compiler writes it, white space included: that is what the Azure CLI sends.
            Assert.That(System.Text.Encoding.UTF8.GetByteCount(_builds[main].Output), Is.LessThan(0.9 * MaxTemplateBytes));
            Assert.That(nested, Is.Not.Empty);
            Assert.That(nested.Select(Bytes), Has.All.LessThan(MaxResourceBytes));
            Assert.That(((JObject)template["parameters"]!).Count, Is.LessThanOrEqualTo(256));
            Assert.That(
                template.SelectTokens("$..variables").OfType<JObject>().Select(v => v.Count), Has.All.LessThanOrEqualTo(256));
        });
    }

    [TestCaseSource(nameof(Deployments))]
    public void A_prediction_is_complete(string deployment) =>
        Assert.That(_predictions[deployment].Snapshot["diagnostics"], Is.Null.Or.Empty);

    [TestCase("main.bicepparam", ManagementGroup)]
    [TestCase("main.subscription.bicepparam", Subscription)]
    [TestCase("root", RootGroup)]
    public void Exactly_the_definitions_that_initiatives_refer_to_are_deployed(string deployment, string scope)
    {
        var expected = Guidelines.SelectMany(OwnReferences).Distinct().Select(name => $"{scope}/providers/{Prediction.Definition}/{name}");
        Assert.That(_predictions[deployment].Ids(Prediction.Definition), Is.EquivalentTo(expected));
    }

    [TestCase("main.bicepparam", ManagementGroup)]
    [TestCase("main.subscription.bicepparam", Subscription)]
    [TestCase("root", RootGroup)]
    public void All_three_initiatives_are_deployed_beside_the_definitions(string deployment, string scope) =>
        Assert.That(_predictions[deployment].Ids(Prediction.Initiative),
            Is.EquivalentTo(Guidelines.Select(g => $"{scope}/providers/{Prediction.Initiative}/policygen-{g}")));

    [Test]
    public void Definitions_of_a_management_group_are_not_deployed_to_the_subscription_again() =>
        Assert.That(_predictions["elsewhere"].All.Select(r => (string?)r["type"]), Has.All.EqualTo(Prediction.Assignment));

    [TestCase("main.bicepparam", ManagementGroup, ManagementGroup, "mhlw", "mic", "meti")]
    [TestCase("main.subscription.bicepparam", Subscription, Subscription, "mhlw", "mic", "meti")]
    [TestCase("root", ManagementGroup, RootGroup, "mhlw", "meti")]
    [TestCase("elsewhere", Subscription, RootGroup, "mhlw", "mic", "meti")]
    public void Each_chosen_guideline_is_assigned(string deployment, string scope, string definitionScope, params string[] guidelines)
    {
        var assignments = _predictions[deployment].Of(Prediction.Assignment);
        Assert.Multiple(() =>
        {
            Assert.That(assignments.Select(a => (string)a["id"]!), Is.EquivalentTo(guidelines.Select(g => $"{scope}/providers/{Prediction.Assignment}/policygen-{g}")));
            Assert.That(assignments.Select(a => (string)a["properties"]!["policyDefinitionId"]!),
                Is.EquivalentTo(guidelines.Select(g => $"{definitionScope}/providers/{Prediction.Initiative}/policygen-{g}")));
            Assert.That(assignments.Select(a => ((string)a["name"]!).Length), Has.All.LessThanOrEqualTo(24));
        });
    }

    [TestCaseSource(nameof(Deployments))]
    public void No_placeholder_is_left(string deployment) =>
        Assert.That(_predictions[deployment].Snapshot.ToString(), Does.Not.Contain("{definitionScope}"));

    [TestCase("main.bicepparam")]
    [TestCase("main.subscription.bicepparam")]
    [TestCase("root")]
    public void Initiatives_refer_to_what_is_deployed_or_built_in_and_to_groups_that_they_define(string deployment)
    {
        var prediction = _predictions[deployment];
        var known = prediction.Ids(Prediction.Definition).ToHashSet();
        foreach (var initiative in prediction.Of(Prediction.Initiative).Select(i => i["properties"]!))
        {
            var references = initiative["policyDefinitions"]!.ToList();
            var unknown = references.Select(r => (string)r["policyDefinitionId"]!).Where(id => !known.Contains(id) && !IsBuiltIn(id));
            var groups = initiative["policyDefinitionGroups"]!.Select(g => (string)g["name"]!).ToList();
            Assert.Multiple(() =>
            {
                Assert.That(unknown, Is.Empty);
                Assert.That(references.SelectMany(r => r["groupNames"].Strings()).Distinct(), Is.EquivalentTo(groups));
            });
        }
    }

    [TestCaseSource(nameof(Mains))]
    public void What_is_deployed_equals_what_is_rendered(string main)
    {
        var (deployment, scope) = main == "main.bicep" ? ("main.bicepparam", ManagementGroup) : ("main.subscription.bicepparam", Subscription);
        foreach (var name in _predictions[deployment].Names(Prediction.Definition))
        {
            var rendered = Read($"definitions/{name["policygen-".Length..]}.json")["properties"]!;
            Assert.That(JToken.DeepEquals(_predictions[deployment].Properties(Prediction.Definition, name), rendered), Is.True, name);
        }

        foreach (var guideline in Guidelines)
        {
            var rendered = JObject.Parse(Text($"initiatives/{guideline}.json").Replace("{definitionScope}", scope, StringComparison.Ordinal))["properties"]!;
            Assert.That(JToken.DeepEquals(_predictions[deployment].Properties(Prediction.Initiative, "policygen-" + guideline), rendered), Is.True, guideline);
        }
    }

    [TestCase("main.bicepparam")]
    [TestCase("main.subscription.bicepparam")]
    public void Every_assignment_gets_the_roles_of_the_effects_that_were_chosen_for_its_controls(string deployment)
    {
        var controls = Read("controls.json");
        var effects = SampleEffects(deployment);
        var expected = from guideline in Guidelines
                       from role in effects.Where(e => Lists(controls[e.Control]!["guidelines"], guideline)).SelectMany(e => RolesOf(e.Control, e.Effect)).Distinct()
                       select $"policygen-{guideline}: {role}";
        var roles = _predictions[deployment].Of(Prediction.RoleAssignment).Select(r =>
        {
            var principal = (string)r["properties"]!["principalId"]!;
            var role = (string)r["properties"]!["roleDefinitionId"]!;
            var guideline = Guidelines.Single(g => principal.Contains($"policyAssignments/policygen-{g}'", StringComparison.Ordinal));
            return $"policygen-{guideline}: {role[(role.LastIndexOf('/') + 1)..]}";
        });
        Assert.That(roles, Is.EquivalentTo(expected).And.Not.Empty);
    }

    [Test]
    public void A_role_that_the_sample_assigns_is_the_one_that_the_definition_names() =>
        Assert.That(RolesOf("appservice-minimum-tls-version", "DeployIfNotExists"), Is.EqualTo(RoleIds("appservice-minimum-tls-version")).And.Not.Empty);

    [Test]
    public void A_user_assigned_identity_gets_each_role_once()
    {
        const string Principal = "33333333-3333-3333-3333-333333333333";
        var expected = new[] { ("loganalytics-diagnostic-settings", "DeployIfNotExists"), ("keyvault-diagnostic-settings", "DeployIfNotExists"), ("storage-https-only", "Modify") }
            .SelectMany(e => RolesOf(e.Item1, e.Item2)).Distinct().Select(role => $"{Principal}: {role}");
        Assert.That(_predictions["root"].Roles(), Is.EquivalentTo(expected).And.Exactly(3).Items);
    }

    [Test]
    public void A_user_assigned_identity_is_the_one_of_every_assignment() =>
        Assert.That(_predictions["root"].Of(Prediction.Assignment).Select(a => (string?)a["location"] + ((JProperty)a["identity"]!["userAssignedIdentities"]!.Single()).Name),
            Has.All.EqualTo("japanwest/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/policy"));

    [TestCase("main.bicepparam")]
    [TestCase("main.subscription.bicepparam")]
    public void The_sample_gives_each_assignment_an_identity_of_its_own(string deployment) =>
        Assert.That(_predictions[deployment].Of(Prediction.Assignment).Select(a => (string?)a["identity"]?["type"]), Has.All.EqualTo("SystemAssigned"));

    [Test]
    public void Without_an_identity_no_role_is_assigned_whatever_the_effects()
    {
        Assert.That(_predictions["elsewhere"].Of(Prediction.RoleAssignment), Is.Empty);
        Assert.That(_predictions["elsewhere"].Of(Prediction.Assignment).Where(a => a["identity"] is { Type: not JTokenType.Null }), Is.Empty);
    }

    [Test]
    public void Overrides_name_the_references_of_each_control_that_gets_the_effect([Values("mhlw", "meti")] string guideline)
    {
        var assignment = Read($"assignments/{guideline}.json");
        IEnumerable<string> References(params (string Control, string Effect)[] chosen) =>
            chosen.SelectMany(c => RenderedBicep.References(assignment, c.Control, c.Effect));

        var overrides = _predictions["root"].Overrides("policygen-" + guideline).GroupBy(o => o.Effect).ToDictionary(g => g.Key, g => g.SelectMany(o => o.References).ToList());
        Assert.Multiple(() =>
        {
            Assert.That(overrides.Keys, Is.EquivalentTo(new[] { "Deny", "Disabled", "DeployIfNotExists", "Modify" }));
            Assert.That(overrides["Deny"], Is.EquivalentTo(References(("redis-non-ssl-port-disabled", "Deny"), ("keyvault-purge-protection", "Deny"))).And.Not.Empty);
            Assert.That(overrides["Disabled"], Is.EquivalentTo(References(("attestation-customer", "Disabled"))).And.Not.Empty);
            Assert.That(overrides["DeployIfNotExists"], Is.EquivalentTo(References(("loganalytics-diagnostic-settings", "DeployIfNotExists"), ("keyvault-diagnostic-settings", "DeployIfNotExists"))).And.Not.Empty);
            Assert.That(overrides["Modify"], Is.EquivalentTo(References(("storage-https-only", "Modify"))).And.Not.Empty);
        });
    }

    [Test]
    public void More_references_than_a_selector_takes_are_split_over_several_overrides()
    {
        var disabled = _predictions["root"].Overrides("policygen-mhlw").Where(o => o.Effect == "Disabled").ToList();
        var references = Read("initiatives/mhlw.json").SelectTokens("properties.policyDefinitions[*]")
            .Where(r => ((string)r["policyDefinitionId"]!).EndsWith("/policygen-attestation-customer", StringComparison.Ordinal)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(references, Has.Count.GreaterThan(50));
            Assert.That(disabled.Sum(o => o.References.Length), Is.EqualTo(references.Count));
            Assert.That(disabled.Select(o => o.References.Length), Has.All.LessThanOrEqualTo(50));
            Assert.That(disabled.SelectMany(o => o.References), Is.Unique);
            Assert.That(_predictions["root"].Overrides("policygen-mhlw"), Has.Count.LessThanOrEqualTo(10));
        });
    }

    [Test]
    public void Every_reference_that_an_effect_names_is_in_the_initiative_and_may_have_the_effect([Values("mhlw", "mic", "meti")] string guideline)
    {
        var references = Read($"initiatives/{guideline}.json").SelectTokens("properties.policyDefinitions[*].policyDefinitionReferenceId").Select(t => (string)t!).ToHashSet();
        var assignment = Read($"assignments/{guideline}.json");
        foreach (var control in assignment["effects"]!.Children<JProperty>())
        {
            foreach (var effect in ((string)control.Value!).Split(' '))
            {
                Assert.That(RenderedBicep.References(assignment, control.Name, effect), Is.Not.Empty.And.SubsetOf(references), $"{control.Name} {effect}");
                Assert.That(Lists(Read("controls.json")[control.Name]!["effects"], effect), Is.True, $"{control.Name} {effect}");
            }
        }
    }

    [Test]
    public void Scopes_selectors_mode_evidence_and_parameters_reach_every_assignment()
    {
        foreach (var assignment in _predictions["root"].Of(Prediction.Assignment).Select(a => a["properties"]!))
        {
            Assert.Multiple(() =>
            {
                Assert.That(assignment["notScopes"].Strings(), Is.EqualTo(new[] { "/subscriptions/22222222-2222-2222-2222-222222222222" }));
                Assert.That(assignment["resourceSelectors"]!.Select(s => (string?)s["name"]), Is.EqualTo(new[] { "japan", "subscriptions" }));
                Assert.That((string?)assignment.SelectToken("resourceSelectors[0].selectors[0].in[0]"), Is.EqualTo("japaneast"));
                Assert.That((string?)assignment["enforcementMode"], Is.EqualTo("Default"));
                Assert.That((string?)assignment.SelectToken("metadata.evidenceStorages[0].displayName"), Is.EqualTo("stevidence"));
                Assert.That((string?)assignment.SelectToken("metadata.evidenceStorages[0].evidenceBlobContainer"), Is.EqualTo("evidence"));
                Assert.That(assignment.SelectToken("parameters.allowedLocations.value").Strings(), Is.EqualTo(new[] { "japaneast" }));
            });
        }
    }

    [TestCase("main.bicepparam")]
    [TestCase("root")]
    public void An_assignment_passes_just_the_parameters_of_its_initiative(string deployment)
    {
        var prediction = _predictions[deployment];
        foreach (var name in prediction.Names(Prediction.Assignment))
        {
            var passed = ((JObject)prediction.Properties(Prediction.Assignment, name)["parameters"]!).Properties().Select(p => p.Name);
            var declared = ((JObject)prediction.Properties(Prediction.Initiative, name)["parameters"]!).Properties().Select(p => p.Name);
            Assert.That(passed, Is.EquivalentTo(declared), name);
        }
    }

    [Test]
    public void The_sample_changes_nothing_until_it_is_told_to([Values("main.bicepparam", "main.subscription.bicepparam")] string deployment) =>
        Assert.That(_predictions[deployment].Of(Prediction.Assignment).Select(a => (string?)a["properties"]!["enforcementMode"]), Has.All.EqualTo("DoNotEnforce"));

    [Test]
    public void Each_message_belongs_to_a_reference_of_the_initiative([Values("mhlw", "mic", "meti")] string guideline)
    {
        var references = Read($"initiatives/{guideline}.json").SelectTokens("properties.policyDefinitions[*].policyDefinitionReferenceId").Select(t => (string)t!).ToHashSet();
        var messages = _predictions["main.bicepparam"].Properties(Prediction.Assignment, "policygen-" + guideline)["nonComplianceMessages"]!.ToList();
        Assert.Multiple(() =>
        {
            Assert.That(messages.Select(m => (string)m["policyDefinitionReferenceId"]!), Is.Unique.And.SubsetOf(references));
            Assert.That(messages.Select(m => (string?)m["message"]), Has.All.Not.Empty);
        });
    }

    [TestCase("main.bicep", "{ 'storage-https-onyl': 'Deny' }", "storage-https-onyl Deny")]
    [TestCase("main.subscription.bicep", "{ 'attestation-customer': 'Deny' }", "attestation-customer Deny")]
    public async Task A_control_that_does_not_exist_or_allow_the_effect_stops_the_deployment(string main, string effects, string named)
    {
        var result = await _rendered.Try(main, $"param effects = {effects}");
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Messages, Does.Contain("do not exist or do not allow the effect: " + named));
    }

    [Test]
    public async Task What_policies_deploy_are_templates_that_Bicep_can_expand()
    {
        using var folder = new TempFolder();
        var main = new StringBuilder();
        var number = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("policies", "rendered", "definitions")).Order(StringComparer.Ordinal))
        {
            var details = JObject.Parse(File.ReadAllText(file)).SelectToken("properties.policyRule.then.details");
            if (details?["deployment"]?["properties"] is not { } deployment)
                continue;
            var template = (JObject)deployment["template"]!;
            folder.Write($"{++number}.json", template.ToString());
            var subscription = (string?)details["deploymentScope"] == "subscription";
            Assert.That((string?)template["$schema"], Does.Contain(subscription ? "subscriptionDeploymentTemplate" : "/deploymentTemplate"), file);
            Assert.That(((JObject)deployment["parameters"]!).Properties().Select(p => p.Name), Is.EquivalentTo(((JObject)template["parameters"]!).Properties().Select(p => p.Name)), file);

            main.AppendLine($"module m{number} '{number}.json' = {{");
            main.AppendLine($"  name: 'm{number}'");
            if (subscription)
                main.AppendLine("  scope: subscription()");
            main.AppendLine("  params: {");
            foreach (var parameter in ((JObject)template["parameters"]!).Properties())
                main.AppendLine($"    {parameter.Name}: {Sample((string)parameter.Value["type"]!, parameter.Name)}");
            main.AppendLine("  }");
            main.AppendLine("}");
        }

        folder.Write("main.bicep", main.ToString());
        var result = await BicepCompiler.SnapshotAsync(folder.Write("main.bicepparam", "using 'main.bicep'\n"), "--subscription-id", "11111111-1111-1111-1111-111111111111", "--resource-group", "rg");
        Assert.That(number, Is.GreaterThanOrEqualTo(4));
        Assert.That((result.ExitCode, result.Messages.Trim()), Is.EqualTo((0, "")));
        Assert.That(new Prediction(result.Json()).All.Count(), Is.GreaterThanOrEqualTo(number));
    }

    private static string Sample(string type, string name) => type.ToLowerInvariant() switch
    {
        "int" => "1",
        "bool" => "true",
        "array" => "[]",
        "object" => "{}",
        _ when name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) => $"'{Subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/sample'",
        _ => "'sample'",
    };

    private static IEnumerable<string> OwnReferences(string guideline) => Read($"initiatives/{guideline}.json")
        .SelectTokens("properties.policyDefinitions[*].policyDefinitionId").Select(id => (string)id!)
        .Where(id => !IsBuiltIn(id)).Select(id => id[(id.LastIndexOf('/') + 1)..]);

    private static bool IsBuiltIn(string id) => id.StartsWith("/providers/Microsoft.Authorization/policyDefinitions/", StringComparison.Ordinal);

    private static IEnumerable<(string Control, string Effect)> SampleEffects(string parameterFile) =>
        Text(parameterFile).Split('\n').SkipWhile(l => l != "param effects = {").Skip(1).TakeWhile(l => l != "}")
            .Select(l => l.Trim().Split(": ")).Select(p => (p[0].Trim('\''), p[1].Trim('\'')));

    private static IEnumerable<string> RolesOf(string control, string effect) => Read("controls.json")[control]!["roles"]![effect].Strings();

    private static IEnumerable<string> RoleIds(string control) => Read($"definitions/{control}.json")
        .SelectToken("properties.policyRule.then.details.roleDefinitionIds").Strings().Select(id => id[(id.LastIndexOf('/') + 1)..]);

    private static bool Lists(JToken? list, string text) => list.Strings().Contains(text);

    private static JObject Read(string file) => JObject.Parse(Text(file));

    private static string Text(string file) => File.ReadAllText(Repository.PathOf(["policies", "rendered", .. file.Split('/')]));

    private static int Bytes(JToken token) => Encoding.UTF8.GetByteCount(JsonText.WriteCompact(token));
}
