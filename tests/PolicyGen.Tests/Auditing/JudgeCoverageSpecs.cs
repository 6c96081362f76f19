using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using static PolicyGen.Results.AuditObservationKind;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>What is not assigned, switched off, left out or not evaluated is unknown, and said.</summary>
public class JudgeCoverageSpecs
{
    private const string Sub = "/subscriptions/" + One;

    private static IEnumerable<TestCaseData> Holes()
    {
        yield return Hole("no assignment", w => w.Reading = w.Reading with { Assignments = [], BySubscription = [] }, AssignmentMissing, [One, Two]);
        yield return Hole("one subscription only", w => w.Assigned("{}", Sub + "/providers/Microsoft.Authorization/policyAssignments/p").Reading = w.Reading with { BySubscription = [State(One, Sub + "/providers/Microsoft.Authorization/policyAssignments/p")] }, AssignmentMissing, [Two]);
        yield return Hole("a resource group only", w =>
        {
            const string Group = Sub + "/resourceGroups/rg/providers/Microsoft.Authorization/policyAssignments/p";
            w.Reading = w.Reading with { Assignments = [Assign(id: Group)], BySubscription = [State(One, Group)] };
        }, AssignmentPartial, [One, Two]);
        yield return Hole("a subscription left out", w => w.Assigned($"{{'notScopes': ['/SUBSCRIPTIONS/{Two}/']}}"), AssignmentPartial, [Two]);
        yield return Hole("a management group left out", w => w.Assigned("{'notScopes': ['/providers/Microsoft.Management/managementGroups/CORP']}"), AssignmentPartial, [One]);
        yield return Hole("a resource group left out", w => w.Assigned($"{{'notScopes': ['/subscriptions/{Two}/resourceGroups/x']}}"), AssignmentPartial, [Two]);
        yield return Hole("resources selected", w => w.Assigned("{'resourceSelectors': [{'name': 's', 'selectors': [{'kind': 'resourceLocation', 'in': ['japaneast']}]}]}"), AssignmentPartial, [One, Two]);
        yield return Hole("not evaluated", w => w.Reading = w.Reading with { BySubscription = [State(One)] }, NotEvaluated, [Two]);
        yield return Hole("switched off", w => w.Assigned("{'overrides': [{'kind': 'policyEffect', 'value': 'Disabled', 'selectors': [{'kind': 'policyDefinitionReferenceId', 'in': ['ALPHA']}]}]}"), EffectDisabled, [One, Two]);
        yield return Hole("switched off altogether", w => w.Assigned("{'overrides': [{'kind': 'policyEffect', 'value': 'Disabled'}]}"), EffectDisabled, [One, Two]);
        yield return Hole("switched off in some places", w => w.Assigned("{'overrides': [{'kind': 'policyEffect', 'value': 'Disabled', 'selectors': [{'kind': 'resourceLocation', 'in': ['japanwest']}]}]}"), EffectDisabled, [One, Two]);
        yield return Hole("switched off in the initiative", w => w.Live(i => Reference(i, "alpha")["parameters"] = new JObject { ["effect"] = new JObject { ["value"] = "Disabled" } }), EffectDisabled, [One, Two]);
        yield return Hole("switched off by a parameter", w => w.Live(i => Parameter(i, "Audit")).Assigned("{'parameters': {'alphaEffect': {'value': 'Disabled'}}}"), EffectDisabled, [One, Two]);
        yield return Hole("switched off by a default", w => w.Live(i => Parameter(i, "Disabled")), EffectDisabled, [One, Two]);
        yield return Hole("no reference", w => w.Live(i => Reference(i, "alpha").Remove()), ReferenceMissing, [One, Two]);
    }

    [TestCaseSource(nameof(Holes))]
    public void What_is_not_judged_somewhere_is_unknown(Action<AuditWorld> change, AuditObservationKind kind, string[] missing)
    {
        var world = new AuditWorld();
        change(world);
        var result = world.Judge();
        Assert.Multiple(() =>
        {
            Assert.That((StateOf(result, "alpha"), RequirementOf(result, "MHLW-1-01")), Is.EqualTo((ComplianceState.Unknown, RequirementState.Unknown)));
            Assert.That(Kinds(result), Has.Member(kind));
            Assert.That(result.Audit!.Controls.Single(c => c.Id == "alpha").MissingIn, Is.EqualTo(missing));
            Assert.That(result.Audit.Subscriptions.Where(s => !s.IsComplete).Select(s => s.Id), Is.EqualTo(missing));
            Assert.That(result.Audit.Requirements[0].Note, Is.EqualTo("notJudgedEverywhere"));
            Assert.That(result.Audit.Observations.Select(o => o.Message + o.MessageJa), Is.All.Not.Empty);
            Assert.That(result.Run.Complete, Is.True, "everything was read");
        });
        var violated = world.Row("alpha", ResourceId("a"), "NonCompliant").Judge();
        Assert.That(StateOf(violated, "alpha"), Is.EqualTo(ComplianceState.NonCompliant), "a violation is certain all the same");
    }

    private static IEnumerable<TestCaseData> Noted()
    {
        yield return Note("not enforced", w => w.Assigned("{'enforcementMode': 'DoNotEnforce'}"), NotEnforced);
        yield return Note("overridden", w => w.Assigned("{'overrides': [{'kind': 'policyEffect', 'value': 'Deny', 'selectors': [{'kind': 'policyDefinitionReferenceId', 'in': ['alpha']}]}]}"), EffectOverridden);
        yield return Note("parameter", w => w.Assigned("{'parameters': {'days': {'value': 90}}}"), ParameterChanged);
        yield return Note("version", w => w.Live(i => i["properties"]!["version"] = "1.0.0"), VersionDiffers);
        yield return Note("pinned", w => w.Assigned("{'definitionVersion': '2.*.*'}"), VersionDiffers);
        yield return Note("definition", w => w.Reading = w.Reading with { Definitions = [new LiveDefinition("/x/policygen-alpha", "policygen-alpha", "1.0.0")] }, VersionDiffers);
        yield return Note("other definition", w => w.Live(i => Reference(i, "alpha")["policyDefinitionId"] = "/x/other"), ReferenceMissing);
        yield return Note("groups", w => w.Live(i => Reference(i, "alpha")["groupNames"] = new JArray()), ReferenceMissing);
        yield return Note("disabled subscription", w => w.Reading = w.Reading with { Estate = w.Reading.Estate with { Subscriptions = [w.Reading.Estate.Subscriptions[0] with { State = "Warned" }, w.Reading.Estate.Subscriptions[1]] } }, SubscriptionUnreadable);
        yield return Note("old", w => w.Reading = w.Reading with { BySubscription = [State(One), State(Two, newest: Now.AddHours(-37))] }, StaleState);
        yield return Note("clock", w => w.Reading = w.Reading with { BySubscription = [State(One), State(Two, newest: Now.AddMinutes(6))] }, ClockDiffers);
    }

    [TestCaseSource(nameof(Noted))]
    public void What_makes_compliant_mean_less_is_noted_once(Action<AuditWorld> change, AuditObservationKind kind)
    {
        var world = new AuditWorld();
        change(world);
        var result = world.Judge();
        Assert.That(Kinds(result), Is.EqualTo(new[] { kind }));
        Assert.That(StateOf(result, "alpha"), Is.EqualTo(ComplianceState.Compliant));
        Assert.That(result.Run.Warnings, Has.Member(result.Audit!.Observations[0].Message));
    }

    private static IEnumerable<TestCaseData> Fine()
    {
        yield return Same("same parameter", w => w.Assigned("{'parameters': {'days': {'value': 60}}}"));
        yield return Same("pinned to the major version", w => w.Assigned("{'definitionVersion': '1.*.*'}"));
        yield return Same("default mode", w => w.Assigned("{'enforcementMode': 'default'}"));
        yield return Same("groups above not to be seen", w => w.Reading = w.Reading with { Estate = w.Reading.Estate with { Subscriptions = [.. w.Reading.Estate.Subscriptions.Select(s => s with { ManagementGroups = [] })] } });
        yield return Same("almost old", w => w.Reading = w.Reading with { BySubscription = [State(One), State(Two, newest: Now.AddHours(-36))] });
        yield return Same("almost late", w => w.Reading = w.Reading with { BySubscription = [State(One), State(Two, newest: Now.AddMinutes(5))] });
        yield return Same("elsewhere left out", w => w.Assigned("{'notScopes': ['/subscriptions/33333333-3333-3333-3333-333333333333']}"));
        yield return Same("override that comes too late", w => w.Assigned("{'overrides': [{'kind': 'definitionVersion', 'value': '1.*.*'}]}"));
        yield return Same("switched on by a parameter", w => w.Live(i => Parameter(i, "Disabled")).Assigned("{'parameters': {'alphaEffect': {'value': 'Audit'}}}"), ParameterChanged);
    }

    [TestCaseSource(nameof(Fine))]
    public void What_changes_nothing_is_not_noted(Action<AuditWorld> change, AuditObservationKind[] noted)
    {
        var world = new AuditWorld();
        change(world);
        var result = world.Judge();
        Assert.That((StateOf(result, "alpha"), RequirementOf(result, "MHLW-1-01")), Is.EqualTo((ComplianceState.Compliant, RequirementState.Compliant)));
        Assert.That(Kinds(result), Is.EqualTo(noted));
    }

    [Test]
    public void An_assignment_that_covers_all_makes_up_for_one_that_does_not()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Assignments = [Assign("{'overrides': [{'kind': 'policyEffect', 'value': 'Disabled'}]}", Sub + "/providers/Microsoft.Authorization/policyAssignments/p"), Assign()] };
        Assert.That(StateOf(world.Judge(), "alpha"), Is.EqualTo(ComplianceState.Compliant));
    }

    [TestCase("beta_2", ComplianceState.Unknown)]
    [TestCase("beta", ComplianceState.Unknown)]
    public void A_control_of_several_definitions_needs_them_all(string missing, ComplianceState state)
    {
        var world = new AuditWorld().Live(i => Reference(i, missing).Remove());
        Assert.That(StateOf(world.Judge(), "beta"), Is.EqualTo(state));
    }

    [Test]
    public void A_control_that_is_switched_off_by_the_library_is_not_applicable_and_not_noted()
    {
        var result = new AuditWorld().Judge();
        Assert.That(StateOf(result, "optional"), Is.EqualTo(ComplianceState.NotApplicable));
        Assert.That(result.Audit!.Controls.Single(c => c.Id == "optional").Missing, Is.Zero);
    }

    [Test]
    public void A_control_without_states_is_not_applicable_where_everything_was_evaluated_but_a_subscription_always_has_one()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { ByReference = [], ByControl = [] };
        var result = world.Judge();
        Assert.That((StateOf(result, "alpha"), StateOf(result, "plan")), Is.EqualTo((ComplianceState.NotApplicable, ComplianceState.Unknown)));
    }

    private static TestCaseData Hole(string name, Action<AuditWorld> change, AuditObservationKind kind, string[] missing) => new TestCaseData(change, kind, missing).SetName($"Hole: {name}");

    private static TestCaseData Note(string name, Action<AuditWorld> change, AuditObservationKind kind) => new TestCaseData(change, kind).SetName($"Noted: {name}");

    private static TestCaseData Same(string name, Action<AuditWorld> change, params AuditObservationKind[] noted) => new TestCaseData(change, noted).SetName($"Fine: {name}");

    private static JObject Reference(JObject initiative, string id) => ((JArray)initiative["properties"]!["policyDefinitions"]!).Cast<JObject>().Single(r => (string)r["policyDefinitionReferenceId"]! == id);

    private static void Parameter(JObject initiative, string value)
    {
        initiative["properties"]!["parameters"]!["alphaEffect"] = new JObject { ["type"] = "String", ["defaultValue"] = value };
        Reference(initiative, "alpha")["parameters"] = new JObject { ["effect"] = new JObject { ["value"] = "[parameters('alphaEffect')]" } };
    }
}
