using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>
/// Several policies on one request, with append and modify among them and other resources beside it. Whatever the unknown
/// turns out to be, a violation stays one, and no violation becomes one; only whether a policy applies at all may be
/// learnt later, since that may hang on a name or a kind.
/// </summary>
public class VerdictMonotonySpecs
{
    private sealed record Request(IReadOnlyList<JObject> Policies, JObject Content, IReadOnlyList<JObject> Related, Answers Answers)
    {
        public override string ToString() => "\n" + string.Join('\n', Policies.Select(p => "policy:   " + Shape.Print(p["policyRule"]!)).Append("resource: " + Shape.Print(Content)).Append("known:    " + Shape.Print(Answers.Fill(Content)))
            .Concat(Related.SelectMany(r => new[] { "related:  " + Shape.Print(r), "known:    " + Shape.Print(Answers.Fill(r)) })));

        public static Gen<Request> Random() =>
            from policies in Gen.Choose(1, 3).SelectMany(n => Gen.ListOf(RandomPolicies.Definitions(), n))
            from content in new RandomResources(true).Contents()
            from related in Gen.Choose(0, 2).SelectMany(n => Gen.ListOf(new RandomResources(true).Contents(Shape.OtherType), n))
            from answers in RandomResources.Turns()
            select new Request([.. policies], content, [.. related], answers);

        public IEnumerable<Request> Smaller()
        {
            for (var i = 0; i < Policies.Count; i++)
            {
                if (Policies.Count > 1)
                    yield return this with { Policies = [.. Policies.Where((_, j) => j != i)] };
                foreach (var smaller in Shrinking.Smaller(Policies[i]["policyRule"]!["if"]!))
                {
                    var copy = (JObject)Policies[i].DeepClone();
                    copy["policyRule"]!["if"] = smaller;
                    yield return this with { Policies = [.. Policies.Select((p, j) => j == i ? copy : p)] };
                }
            }

            for (var i = 0; i < Related.Count; i++)
                yield return this with { Related = [.. Related.Where((_, j) => j != i)] };
            foreach (var smaller in new RuleCase(new JObject(), Content).Smaller())
                yield return this with { Content = smaller.Content };
        }

        public IReadOnlyList<Verdict> Judge(Func<JObject, JObject> know)
        {
            var related = new RelatedResources([Shape.OtherType]);
            related.Add(RandomPolicies.Group);
            foreach (var other in Related)
                related.Add(Shape.Resource(know(other)));
            var found = new List<Verdict>();
            new PolicyEvaluator(Engine.Environment, related).Evaluate(Shape.Resource(know(Content)), RandomPolicies.Assigned(Policies), (_, verdict) => found.Add(verdict));
            return found;
        }
    }

    [Test]
    public void A_verdict_stays_as_it_is_whatever_the_unknown_becomes() =>
        Engine.Check(1000, Request.Random(), r => r.Smaller(), r =>
        {
            var (before, after) = (r.Judge(c => c), r.Judge(r.Answers.Fill));
            var changed = Enumerable.Range(0, before.Count).Where(i => !Holds(before[i].State, after[i].State)).Select(i => $"policy {i}: {before[i].State} became {after[i].State}; {string.Join(' ', before[i].Reasons)} {string.Join(' ', after[i].Reasons)}");
            return changed.FirstOrDefault();
        });

    private static bool Holds(ComplianceState before, ComplianceState after) => before switch
    {
        ComplianceState.Compliant => after is ComplianceState.Compliant or ComplianceState.NotApplicable,
        ComplianceState.NonCompliant or ComplianceState.NotApplicable => after == before,
        _ => true,
    };
}
