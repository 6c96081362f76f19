using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>Verdicts of many workers become one result.</summary>
public class ResultBuilderSpecs
{
    private static readonly ComplianceState[] States = Enum.GetValues<ComplianceState>();

    [Test]
    public void A_control_of_several_policies_counts_a_resource_once_with_its_worst_state()
    {
        var parts = new[] { Policy("c"), Policy("c"), Policy("c") };
        var builder = new ResultBuilder(parts);
        var resource = Resource("a");
        builder.Add(parts[0], resource, Verdict.Compliant);
        builder.Add(parts[1], resource, Violation);
        builder.Add(parts[2], resource, Verdict.NotApplicable);
        builder.Add(parts[0], Resource("b"), Verdict.Compliant);
        var result = builder.Build(Run, RequirementCatalogue.Empty);
        Assert.That(result.Controls, Is.EqualTo(new[] { new ControlResult("c", ComplianceState.NonCompliant, 1, 1, 0, 0, 0, 0) }));
        Assert.That((result.Evaluated, result.NonCompliantResources, result.Findings.Length), Is.EqualTo((2, 1, 1)));
    }

    [Test]
    public void A_control_that_meets_no_resource_is_not_applicable_and_a_resource_that_is_not_judged_is_not_counted()
    {
        var policies = new[] { Policy("met"), Policy("unmet") };
        var builder = new ResultBuilder(policies);
        builder.Add(policies[0], Resource("a"), Verdict.NotApplicable);
        var result = builder.Build(Run, RequirementCatalogue.Empty);
        Assert.That(result.Controls.Select(c => (c.Id, c.State, c.NotApplicable)), Is.EqualTo(new[] { ("met", ComplianceState.NotApplicable, 1), ("unmet", ComplianceState.NotApplicable, 0) }));
        Assert.That(result.Evaluated, Is.Zero);
    }

    [Test]
    public void Only_the_states_that_are_asked_for_become_findings([Values] bool chosen)
    {
        var policy = Policy("c");
        var builder = new ResultBuilder([policy], chosen ? [ComplianceState.Compliant, ComplianceState.NotApplicable] : null);
        foreach (var state in States)
            builder.Add(policy, Resource(state.ToString()), Judged(state));
        var found = builder.Build(Run, RequirementCatalogue.Empty).Findings.Select(f => f.State);
        Assert.That(found, Is.EquivalentTo(chosen
            ? [ComplianceState.Compliant, ComplianceState.NotApplicable]
            : new[] { ComplianceState.NonCompliant, ComplianceState.Unknown, ComplianceState.Exempt, ComplianceState.Error }));
    }

    [Test]
    public void A_finding_does_not_keep_its_resource_in_memory()
    {
        var content = JObject.Parse("{'properties': {'rules': [{'access': 'Allow'}]}}");
        var verdict = Judged(ComplianceState.NonCompliant, new Reason("properties.rules[0]", "equals", "Deny", content["properties"]!["rules"]![0]!["access"]));
        var builder = new ResultBuilder([]);
        builder.Add(Policy("c"), Resource("a"), verdict);
        var actual = builder.Build(Run, RequirementCatalogue.Empty).Findings[0].Verdict.Reasons[0].Actual!;
        Assert.That((actual.Parent, (string?)actual), Is.EqualTo(((JContainer?)null, "Allow")));
    }

    [Test]
    public void The_findings_of_a_resource_share_what_describes_it()
    {
        var builder = new ResultBuilder([]);
        var resource = Resource("a");
        builder.Add(Policy("c"), resource, Violation);
        builder.Add(Policy("d"), resource, Violation);
        var findings = builder.Build(Run, RequirementCatalogue.Empty).Findings;
        Assert.That(findings[0].Resource, Is.SameAs(findings[1].Resource));
    }

    [Test]
    public void The_result_does_not_depend_on_who_did_what_and_when()
    {
        var policies = Enumerable.Range(0, 6).Select(i => Policy("control-" + (i / 2), "GROUP-" + (i % 3))).ToArray();
        var resources = Enumerable.Range(0, 12).Select(i => Resource("r" + i)).ToArray();
        var work = resources.SelectMany((r, i) => policies.Select((p, j) => (Resource: r, Policy: p, State: States[(i * 7 + j * 5) % States.Length]))).ToLookup(w => w.Resource);
        var expected = Write(Collect(policies, [resources], work));
        var plans = from order in Gen.Shuffle(resources) from workers in Gen.Choose(1, 4) select order.Chunk((order.Length + workers - 1) / workers).ToArray();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(plans.ToArbitrary(), plan => Write(Collect(policies, plan, work)) == expected));
    }

    [Test]
    public void Requirements_of_the_guidelines_all_appear_and_foreign_groups_beside_them()
    {
        var policies = new[] { Policy("ours", "mhlw-6.1-01"), Policy("theirs", "ISO_A.5") };
        var builder = new ResultBuilder(policies);
        builder.Add(policies[0], Resource("a"), Verdict.Compliant);
        builder.Add(policies[1], Resource("a"), Violation);
        var result = builder.Build(Run, new RequirementCatalogue([
            Row("MHLW-6.1-01", Automation.Policy, Coverage.Partial, ["ours"]),
            Row("MHLW-6.1-02", Automation.Manual, Coverage.None, []),
            Row("MHLW-6.1-03", Automation.Policy, Coverage.Full, ["ours"], supporting: ["theirs"])]));
        Assert.That(result.Requirements.Select(r => (r.Id, r.State, string.Join(',', r.Controls))), Is.EqualTo(new[]
        {
            ("ISO_A.5", RequirementState.NonCompliant, "theirs"),
            ("MHLW-6.1-01", RequirementState.Partial, "ours"),
            ("MHLW-6.1-02", RequirementState.Manual, ""),
            ("MHLW-6.1-03", RequirementState.Compliant, "ours"),
        }), "and a supporting control does not decide");
    }

    [Test]
    public void A_direct_control_that_no_policy_judges_makes_its_requirement_unknown_unless_it_has_nothing_to_judge()
    {
        var policy = Policy("judged");
        var catalogue = new RequirementCatalogue([Row("MHLW-6.1-01", Automation.Policy, Coverage.Full, ["judged", "elsewhere"])]);
        RequirementState StateWith(RunGaps gaps)
        {
            var builder = new ResultBuilder([policy]);
            builder.Add(policy, Resource("a"), Verdict.Compliant);
            return builder.Build(Run, catalogue, gaps).Requirements[0].State;
        }

        Assert.That(StateWith(RunGaps.None), Is.EqualTo(RequirementState.Unknown));
        Assert.That(StateWith(new RunGaps { Absent = RunGaps.Ids(["ELSEWHERE"]) }), Is.EqualTo(RequirementState.Compliant));
        Assert.That(StateWith(new RunGaps { Absent = RunGaps.Ids(["elsewhere"]), Controls = RunGaps.Ids(["elsewhere"]) }), Is.EqualTo(RequirementState.Unknown));
    }

    [Test]
    public void Nothing_is_compliant_because_data_was_missing()
    {
        var policies = new[] { Policy("compliant"), Policy("violated"), Policy("unmet") };
        RunResult Build(bool complete, RunGaps? gaps)
        {
            var builder = new ResultBuilder(policies);
            builder.Add(policies[0], Resource("a"), Verdict.Compliant);
            builder.Add(policies[1], Resource("a"), Violation);
            return builder.Build(Run with { Complete = complete }, new RequirementCatalogue([Row("MHLW-6.1-01", Automation.Policy, Coverage.Full, ["compliant", "unmet"])]), gaps);
        }

        var incomplete = Build(complete: false, null);
        Assert.That(incomplete.Controls.Select(c => c.State), Is.EqualTo(new[] { ComplianceState.Unknown, ComplianceState.Unknown, ComplianceState.NonCompliant }));
        Assert.That(incomplete.Requirements[0].State, Is.EqualTo(RequirementState.Unknown));
        var partly = Build(complete: false, new RunGaps { Controls = RunGaps.Ids(["UNMET"]) });
        Assert.That(partly.Controls.Select(c => c.State), Is.EqualTo(new[] { ComplianceState.Compliant, ComplianceState.Unknown, ComplianceState.NonCompliant }));
        Assert.That(Build(complete: true, null).Requirements[0].State, Is.EqualTo(RequirementState.Compliant));
    }

    [Test]
    public void What_would_be_changed_is_kept_whatever_the_state()
    {
        var builder = new ResultBuilder([]);
        builder.Add(Policy("c"), Resource("a"), Verdict.Compliant with { Changes = [new PropertyChange("addOrReplace", "properties.x", null, true)] });
        var result = builder.Build(Run, RequirementCatalogue.Empty);
        Assert.That(result.Findings, Is.Empty);
        Assert.That(result.Changes.Single().Changes.Single().Path, Is.EqualTo("properties.x"));
    }

    private static RunResult Collect(PolicyIdentity[] policies, ArmResource[][] workers, ILookup<ArmResource, (ArmResource Resource, PolicyIdentity Policy, ComplianceState State)> work)
    {
        var builder = new ResultBuilder(policies, States);
        Parallel.ForEach(workers, resources =>
        {
            var shard = builder.NewShard();
            foreach (var (resource, policy, state) in resources.SelectMany(r => work[r]))
                shard.Add(policy, resource, Judged(state));
        });
        return builder.Build(Run, RequirementCatalogue.Empty);
    }

    private static string Write(RunResult result)
    {
        var text = new StringWriter();
        ResultJson.Write(result, text);
        return text.ToString();
    }
}
