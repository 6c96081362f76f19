using System.Collections.Immutable;
using System.Globalization;
using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Judging;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>The repository's own initiatives in an estate.</summary>
public class JudgeLibrarySpecs
{
    private static readonly LibraryFiles Files = new(Repository.Root);
    private static readonly Library Library = new LibraryLoader(Files, new DiagnosticBag(), validateSchemas: false).Load(GuidelineNames.All, default)!;
    private static readonly RenderedInitiatives Rendered = RenderedInitiatives.Load(Files, GuidelineNames.All, new DiagnosticBag())!;

    [Test]
    public void What_is_deployed_as_it_is_rendered_covers_every_direct_control_and_nothing_is_amiss()
    {
        var result = AuditJudge.Judge(Deployed(2, evaluated: true), Criteria(), new AuditFigures(0, 0, 0, 0, 0, 0, 0));
        var controls = result.Controls.ToDictionary(c => c.Id, c => c.State);
        Assert.Multiple(() =>
        {
            Assert.That(result.Audit!.Observations.Select(o => o.Message), Is.Empty);
            Assert.That(Library.Requirements.SelectMany(r => r.Controls.Direct).Distinct().Where(c => !controls.ContainsKey(c)), Is.Empty);
            // Nothing has a state but people's attestations: what is about resources has none to judge.
            Assert.That(controls["storage-https-only"], Is.EqualTo(ComplianceState.NotApplicable));
            Assert.That(controls["subscription-mfa-delete"], Is.EqualTo(ComplianceState.Unknown));
            Assert.That(result.Requirements.Length, Is.EqualTo(Library.Requirements.Count()));
            Assert.That(result.Requirements.Where(r => r.State == RequirementState.Compliant), Is.Empty);
        });
    }

    [Test]
    public void Ten_thousand_subscriptions_without_an_assignment_share_what_is_missing()
    {
        var result = AuditJudge.Judge(Deployed(10_000, evaluated: false), Criteria(), new AuditFigures(0, 0, 0, 0, 0, 0, 0));
        var missing = result.Audit!.Controls.Where(c => c.Missing == 10_000).Select(c => c.MissingIn).ToList();
        Assert.That(missing, Has.Count.GreaterThan(400));
        Assert.That(missing.Distinct().Count(), Is.EqualTo(1), "one list, not one for each control");
        Assert.That(result.Audit.Observations.Count(o => o.Kind == AuditObservationKind.NotEvaluated), Is.EqualTo(3));
    }

    [Test]
    public void Subscriptions_with_assignments_of_their_own_are_each_covered_by_theirs()
    {
        var reading = Deployed(300, evaluated: false);
        ImmutableArray<PolicyAssignment> own = [.. reading.Estate.Subscriptions.SelectMany(s => reading.Initiatives.Select(i => Assign(id: $"{s.ResourceId}/providers/Microsoft.Authorization/policyAssignments/{i.ReferenceName}", initiative: i.Id!.Value)))];
        reading = reading with { Assignments = own, BySubscription = [.. own.Skip(3).Select(a => new SubscriptionCount(a.Id!.Value.ToLowerInvariant(), a.Id.Value.Split('/')[2], "Unknown", 3, Evaluated, Evaluated))] };
        var result = AuditJudge.Judge(reading, Criteria(), new AuditFigures(0, 0, 0, 0, 0, 0, 0));
        Assert.That(result.Audit!.Observations.Select(o => o.Kind), Is.All.EqualTo(AuditObservationKind.NotEvaluated).And.Exactly(3).Items);
        Assert.That(result.Audit.Controls.Single(c => c.Id == "storage-https-only").MissingIn, Is.EqualTo(new[] { reading.Estate.Subscriptions[0].Id }));
    }

    private static AuditReading Deployed(int subscriptions, bool evaluated)
    {
        ImmutableArray<AuditSubscription> all = [.. Enumerable.Range(1, subscriptions).Select(i => new AuditSubscription(string.Create(CultureInfo.InvariantCulture, $"{i:x8}-0000-0000-0000-000000000000"), $"sub {i}", "Enabled", ["root"], true))];
        var initiatives = Rendered.ByGuideline.Values.Select(i =>
        {
            var json = (Newtonsoft.Json.Linq.JObject)i.Source.DeepClone();
            json["id"] = $"{Root}/providers/Microsoft.Authorization/policySetDefinitions/{i.ReferenceName}";
            return Set(json);
        }).ToImmutableArray();
        ImmutableArray<PolicyAssignment> assignments = [.. initiatives.Select(i => Assign(id: $"{Root}/providers/Microsoft.Authorization/policyAssignments/{i.ReferenceName}", initiative: i.Id!.Value))];
        return new AuditReading
        {
            Source = "resourceGraph",
            Estate = new AuditEstate(null, [Root], all),
            Initiatives = initiatives,
            Assignments = assignments,
            BySubscription = evaluated ? [.. all.SelectMany(s => assignments.Select(a => new SubscriptionCount(a.Id!.Value.ToLowerInvariant(), s.Id, "Unknown", 3, Evaluated, Evaluated)))] : [],
        };
    }

    private static AuditCriteria Criteria() => new() { Library = Library, Rendered = Rendered, Now = Now };
}
