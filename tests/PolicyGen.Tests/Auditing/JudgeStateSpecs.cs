using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Judging;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>States of Azure, numbers of resources and findings.</summary>
public class JudgeStateSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Where_everything_is_assigned_evaluated_and_good_it_is_compliant()
    {
        var result = new AuditWorld().Judge();
        Assert.Multiple(() =>
        {
            Assert.That(result.Controls.Select(c => (c.Id, c.State)), Is.EqualTo(new[]
            {
                ("alpha", ComplianceState.Compliant), ("assessed", ComplianceState.Compliant), ("beta", ComplianceState.Compliant), ("optional", ComplianceState.NotApplicable), ("plan", ComplianceState.Compliant),
            }));
            Assert.That(result.Requirements.Select(r => r.State), Is.EqualTo(new[] { RequirementState.Compliant, RequirementState.Partial, RequirementState.Manual, RequirementState.Compliant, RequirementState.Compliant }));
            Assert.That(result.Audit!.Requirements.Select(r => r.Note), Is.EqualTo(new[] { null, RequirementNotes.NoViolationAttestationMissing, RequirementNotes.AttestationMissing, null, null }));
            Assert.That(result.Audit.Observations, Is.Empty);
            Assert.That((result.Run.Kind, result.Run.Source, result.Run.Complete), Is.EqualTo(("audit", "resourceGraph", true)));
            Assert.That(result.Audit.Subscriptions.Select(s => s.IsComplete), Is.All.True);
            Assert.That(result.Audit.AzureStates, Is.EqualTo(new Dictionary<string, long> { ["Compliant"] = 30, ["Unknown"] = 4 }));
            Assert.That((result.Audit.OldestState, result.Audit.NewestState), Is.EqualTo(((DateTimeOffset?)Evaluated, (DateTimeOffset?)Evaluated)));
        });
    }

    [TestCase("NonCompliant", ComplianceState.NonCompliant)]
    [TestCase("noncompliant", ComplianceState.NonCompliant)]
    [TestCase("Error", ComplianceState.Error)]
    [TestCase("Conflicting", ComplianceState.Unknown)]
    [TestCase("Unknown", ComplianceState.Unknown)]
    [TestCase("NotStarted", ComplianceState.Unknown)]
    [TestCase("NotRegistered", ComplianceState.Unknown)]
    [TestCase("Invented", ComplianceState.Unknown)]
    [TestCase("", ComplianceState.Unknown)]
    public void A_word_of_Azure_decides_the_control_and_is_kept(string word, ComplianceState state)
    {
        var result = new AuditWorld().Row("alpha", ResourceId("a"), word).Judge();
        var finding = result.Findings.Single();
        Assert.That((StateOf(result, "alpha"), finding.State, finding.AzureState, finding.EvaluatedAt), Is.EqualTo((state, state, word, (DateTimeOffset?)Evaluated)));
        Assert.That(RequirementOf(result, "MHLW-1-01"), Is.Not.EqualTo(RequirementState.Compliant));
    }

    [Test]
    public void An_exempt_resource_alone_makes_nothing_compliant()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { ByReference = [], ByControl = [] };
        var result = world.Row("alpha", ResourceId("a"), "Exempt").Judge();
        Assert.That((StateOf(result, "alpha"), RequirementOf(result, "MHLW-1-01"), result.Controls[0].Exempt), Is.EqualTo((ComplianceState.Exempt, RequirementState.Exempt, 1)));
    }

    [Test]
    public void What_denyAction_protects_is_compliant() => Assert.That(AzureStates.Of("Protected"), Is.EqualTo(ComplianceState.Compliant));

    [Test]
    public void Resources_are_counted_once_for_a_control_with_the_worst_state()
    {
        var result = new AuditWorld()
            .Row("beta", ResourceId("a"), "NonCompliant").Row("beta_2", ResourceId("A"), "Unknown", "/x/00000000-0000-0000-0000-00000000beta")
            .Row("beta", ResourceId("b"), "Unknown").Row("beta", ResourceId("c"), "Exempt").Judge();
        var beta = result.Controls.Single(c => c.Id == "beta");
        Assert.That((beta.Compliant, beta.NonCompliant, beta.Unknown, beta.Exempt, beta.Error), Is.EqualTo((6, 1, 1, 1, 0)));
        Assert.That((result.NonCompliantResources, result.Evaluated), Is.EqualTo((1, 12)));
    }

    [Test]
    public void A_resource_under_several_assignments_is_one_finding_with_several_places()
    {
        const string Other = "/subscriptions/" + One + "/providers/Microsoft.Authorization/policyAssignments/mine";
        var world = new AuditWorld();
        world.Reading = world.Reading with { Assignments = [Assign("{'nonComplianceMessages': [{'message': 'All.'}, {'message': 'Mend it.', 'policyDefinitionReferenceId': 'ALPHA'}]}"), Assign(id: Other)] };
        var result = world.Row("alpha", ResourceId("a"), "NonCompliant", at: Evaluated).Row("alpha", ResourceId("A"), "NonCompliant", assignment: Other, effect: "deny", at: Evaluated.AddHours(1)).Judge();
        var finding = result.Findings.Single();
        Assert.Multiple(() =>
        {
            Assert.That(finding.Policy.Places.Select(p => p.Assignment), Is.EquivalentTo(new[] { Assignment, Other }));
            Assert.That(finding.Policy.Places.Select(p => (p.Initiative, p.ReferenceId)), Is.All.EqualTo(("policygen-mhlw", "alpha")));
            Assert.That(finding.Policy.Requirements, Is.EqualTo(new[] { "MHLW-1-01" }));
            Assert.That((finding.Policy.Effect, finding.Policy.Definition, finding.Policy.Message), Is.EqualTo(("Deny", "policygen-alpha", "Mend it.")));
            Assert.That(finding.EvaluatedAt, Is.EqualTo(Evaluated.AddHours(1)));
            Assert.That(finding.Verdict.Reasons, Is.Empty);
            Assert.That(result.Controls[0].NonCompliant, Is.EqualTo(1));
        });
    }

    [Test]
    public void Findings_of_one_policy_share_it_and_have_the_message_of_the_library()
    {
        var result = new AuditWorld().Row("alpha", ResourceId("a"), "NonCompliant").Row("alpha", ResourceId("b"), "NonCompliant").Judge();
        Assert.That(result.Findings[0].Policy, Is.SameAs(result.Findings[1].Policy));
        Assert.That(result.Findings[0].Policy.Message, Is.EqualTo("Mend alpha."));
    }

    [Test]
    public void What_people_attest_is_no_control()
    {
        var result = new AuditWorld().Row("attestation_MHLW-1-03", "/subscriptions/" + One, "NonCompliant", effect: "manual").Judge();
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Controls.Select(c => c.Id), Has.None.StartsWith("attestation"));
        Assert.That(RequirementOf(result, "MHLW-1-03"), Is.EqualTo(RequirementState.NonCompliant));
    }

    [Test]
    public void An_exemption_of_the_file_makes_a_row_exempt()
    {
        var world = new AuditWorld { Folder = _folder };
        world.Exemptions = world.ExemptionsOf($"{{'controls': ['alpha'], 'scope': '/subscriptions/{One}', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2027-01-01'}}");
        var result = world.Row("alpha", ResourceId("a"), "NonCompliant").Row("alpha", ResourceId("b", Two), "NonCompliant").Judge();
        Assert.That(result.Findings.Select(f => f.State), Is.EqualTo(new[] { ComplianceState.Exempt, ComplianceState.NonCompliant }));
        Assert.That(result.Findings[0].Verdict.Exemption, Does.Contain("Waiver, o"));
        Assert.That((result.Controls[0].NonCompliant, result.Controls[0].Exempt, result.Controls[0].Compliant, result.NonCompliantResources), Is.EqualTo((1, 1, 6, 1)));
    }

    [Test]
    public void A_violation_that_is_counted_and_not_listed_is_one_all_the_same()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { ByControl = [.. world.Reading.ByControl, new ControlCount("alpha", "NonCompliant", 3)] };
        var result = world.Row("alpha", ResourceId("a"), "Error").Judge();
        Assert.That((StateOf(result, "alpha"), result.Controls[0].NonCompliant, result.Controls[0].Error), Is.EqualTo((ComplianceState.Error, 3, 1)));
    }

    [Test]
    public void The_options_choose_controls_and_rows()
    {
        var world = new AuditWorld { Options = c => c with { Severity = Severity.Medium } };
        var severe = world.Row("beta", ResourceId("a"), "NonCompliant").Judge();
        Assert.That(severe.Controls.Select(c => c.Id), Has.No.Member("beta"));
        Assert.That(severe.Findings, Is.Empty);
        Assert.That(severe.Requirements.Select(r => r.Id), Is.EqualTo(new[] { "MHLW-1-01", "MHLW-1-04", "MHLW-1-05" }));
        world.Options = c => c with { Controls = ["BETA"] };
        var chosen = world.Judge();
        Assert.That((chosen.Controls.Single().Id, chosen.Findings.Single().Control, chosen.Requirements.Single().Id), Is.EqualTo(("beta", "beta", "MHLW-1-02")));
    }

    [TestCase("rule")]
    [TestCase("rule_1")]
    public void A_foreign_initiative_has_its_references_as_controls_and_its_groups_as_requirements(string key)
    {
        const string Foreign = "/providers/Microsoft.Authorization/policySetDefinitions/baseline";
        const string Own = Root + "/providers/Microsoft.Authorization/policyAssignments/baseline";
        var json = PolicyJson.Parse("""
            {'id': '/providers/Microsoft.Authorization/policySetDefinitions/baseline', 'name': 'baseline', 'type': 'Microsoft.Authorization/policySetDefinitions', 'properties': {'policyDefinitions': [
              {'policyDefinitionReferenceId': 'Rule_1', 'policyDefinitionId': '/d/one', 'groupNames': ['NS-1']},
              {'policyDefinitionReferenceId': 'Rule_2', 'policyDefinitionId': '/d/two', 'groupNames': ['NS-1', 'NS-2']},
              {'policyDefinitionReferenceId': 'byHand', 'policyDefinitionId': '/d/three', 'groupNames': ['NS-3']}]}}
            """);
        var world = new AuditWorld();
        world.Reading = world.Reading with
        {
            Initiatives = [.. world.Reading.Initiatives, Set((Newtonsoft.Json.Linq.JObject)json)],
            Assignments = [.. world.Reading.Assignments, Assign(id: Own, initiative: Foreign)],
            BySubscription = [.. world.Reading.BySubscription, State(One, Own), State(Two, Own)],
            ByReference = [.. world.Reading.ByReference, Count("rule_1", "Compliant", 3, assignment: Own, initiative: Foreign), Count("rule_2", "Compliant", 2, assignment: Own, initiative: Foreign), Count("rule_2", "NonCompliant", 1, assignment: Own, initiative: Foreign), Count("byhand", "Unknown", 2, "manual", Own, Foreign)],
            // Whether numbers are by reference or without what follows the underscore, they are counted once.
            ByControl = key == "rule" ? [.. world.Reading.ByControl, new ControlCount("rule", "Compliant", 4), new ControlCount("rule", "NonCompliant", 1)]
                : [.. world.Reading.ByControl, new ControlCount("rule_1", "Compliant", 3), new ControlCount("rule_2", "Compliant", 2), new ControlCount("rule_2", "NonCompliant", 1)],
            Rows = [new PolicyGen.Auditing.StateRow(ResourceId("a"), "T", null, Own.ToLowerInvariant(), Foreign.ToLowerInvariant(), "rule_2", "/d/two", "audit", "NonCompliant", null, null)],
        };
        var result = world.Judge();
        Assert.That(result.Controls.Where(c => c.Id.StartsWith("Rule", StringComparison.Ordinal)).Select(c => (c.Id, c.State, c.Compliant, c.NonCompliant)),
            Is.EqualTo(new[] { ("Rule_1", ComplianceState.Compliant, 3, 0), ("Rule_2", ComplianceState.NonCompliant, 2, 1) }));
        Assert.That((RequirementOf(result, "NS-1"), RequirementOf(result, "NS-2")), Is.EqualTo((RequirementState.NonCompliant, RequirementState.NonCompliant)));
        Assert.That((StateOf(result, "byHand"), RequirementOf(result, "NS-3")), Is.EqualTo((ComplianceState.Unknown, RequirementState.Unknown)), "nobody attested it");
        Assert.That((result.Findings.Single().Control, result.Findings.Single().Policy.Severity), Is.EqualTo(("Rule_2", Severity.Medium)));
    }
}
