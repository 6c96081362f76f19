using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>An evaluator keeps nothing of one resource for the next, and changes nothing that it is given.</summary>
public class ReuseSpecs
{
    private sealed record Run(IReadOnlyList<JObject> Policies, IReadOnlyList<JObject> Contents, IReadOnlyList<int> Order)
    {
        public override string ToString() => string.Join('\n', Policies.Concat(Contents).Select(Shape.Print).Prepend("").Append(string.Join(' ', Order)));

        public static Gen<Run> Random() =>
            from policies in Gen.ListOf(RandomPolicies.Definitions(), 6)
            from contents in Gen.ListOf(new RandomResources(true).Contents(), 4)
            from strange in RandomValues.Any
            from order in Gen.Shuffle(Enumerable.Range(0, 15))
            select new Run([.. policies], [.. contents, Strange(strange)], order);

        public IEnumerable<Run> Smaller() => Policies.Count > 1 ? Policies.Select((_, i) => this with { Policies = [.. Policies.Where((_, j) => j != i)] }) : [];

        // Any members at the root, of any kind.
        private static JObject Strange(JToken value) => new()
        {
            ["name"] = "strange",
            ["type"] = Shape.Type,
            ["properties"] = value,
            ["tags"] = new JArray(value.DeepClone()),
            ["kind"] = new JObject { ["a"] = value.DeepClone() },
            ["location"] = value.DeepClone(),
            ["identity"] = "x",
            ["id"] = 5,
        };
    }

    [Test]
    public void One_evaluator_for_all_judges_as_a_new_one_for_each() =>
        Engine.Check(150, Run.Random(), r => r.Smaller(), r =>
        {
            var policies = RandomPolicies.Assigned(r.Policies);
            var (shared, resources) = (Evaluator(r), r.Contents.Select(c => Shape.Resource(c)).ToList());
            foreach (var at in r.Order)
            {
                var resource = resources[at % resources.Count];
                var (one, other) = (Judge(shared, resource, policies), Judge(Evaluator(r), resource, policies));
                if (one != other)
                    return $"of {Shape.Print(resource.Content)}\n{one}\nand not\n{other}";
            }

            return null;
        });

    [Test]
    public void Threads_can_share_compiled_policies() =>
        Engine.Check(100, Run.Random(), r => r.Smaller(), r =>
        {
            var (policies, resources) = (RandomPolicies.Assigned(r.Policies), r.Contents.Select(c => Shape.Resource(c)).ToList());
            var judged = new string[4 * resources.Count];
            Parallel.For(0, judged.Length, i => judged[i] = Judge(Evaluator(r), resources[i % resources.Count], policies));
            return Enumerable.Range(0, judged.Length).All(i => judged[i] == judged[i % resources.Count]) ? null : "Threads disagree.";
        });

    [Test]
    public void Nothing_that_is_judged_is_changed() =>
        Engine.Check(150, Run.Random(), r => r.Smaller(), r =>
        {
            var (documents, contents) = (r.Policies.Select(p => p.DeepClone()).ToList(), r.Contents.Select(c => c.DeepClone()).ToList());
            var (policies, evaluator) = (RandomPolicies.Assigned(r.Policies), Evaluator(r));
            foreach (var content in r.Contents)
                Judge(evaluator, Shape.Resource(content), policies);
            var same = r.Policies.Zip(documents).Concat(r.Contents.Zip(contents, (a, b) => (a, b))).All(p => JToken.DeepEquals(p.Item1, p.Item2));
            return same ? null : "A policy or a resource was changed.";
        });

    private static PolicyEvaluator Evaluator(Run run)
    {
        var related = new RelatedResources([Shape.OtherType]);
        foreach (var content in run.Contents.Where(c => (string?)c["type"] == Shape.OtherType))
            related.Add(Shape.Resource(content));
        return new PolicyEvaluator(Engine.Environment, related);
    }

    private static string Judge(PolicyEvaluator evaluator, ArmResource resource, ImmutableArray<AssignedPolicy> policies)
    {
        var found = new List<string>();
        evaluator.Evaluate(resource, policies, (identity, verdict) => found.Add(
            $"{identity.Control} {verdict.State} {string.Join(';', verdict.Reasons)} {string.Join(';', verdict.Changes)} {string.Join(';', verdict.Related.Select(r => $"{r.Id} {r.State} {string.Join(';', r.Reasons)}"))}"));
        return string.Join('\n', found);
    }
}
