using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>The laws of logic hold, also where something is not known or fails: no answer hangs on how a rule is written.</summary>
public class EquivalenceSpecs
{
    private static readonly string[][] Arrays = [["properties", "texts"], ["properties", "objects"], ["properties", "objects", "items"], ["properties", "objects", "parts"]];

    private sealed record Rewritten(RuleCase Case, int Seed)
    {
        public override string ToString() => $"{Case}  seed: {Seed}";

        public IEnumerable<Rewritten> Smaller() => Case.Smaller().Select(c => this with { Case = c });

        public static Gen<Rewritten> Random(bool isOrderFree = false) =>
            from c in RuleCase.Random(unknown: true, isOrderFree)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select new Rewritten(c, seed);
    }

    private static readonly Dictionary<string, Func<JObject, Random, JObject>> Rewritings = new()
    {
        ["members in another order"] = (c, random) => Everywhere(c, o => Members(o) is { } all ? With(o, [.. InAnyOrder(all, random)]) : o),
        ["members twice"] = (c, random) => Everywhere(c, o => Members(o) is { } all ? With(o, [.. all, all[random.Next(all.Count)]]) : o),
        ["not not"] = (c, _) => Everywhere(c, o => Not(Not(o))),
        ["De Morgan"] = (c, _) => Everywhere(c, o => Members(o) is not { } all ? o
            : Not(new JObject { [o.ContainsKey("allOf") ? "anyOf" : "allOf"] = new JArray(all.Select(Not)) })),
        ["one member in an allOf or anyOf"] = (c, random) => Everywhere(c, o => new JObject { [random.Next(2) == 0 ? "allOf" : "anyOf"] = new JArray(o) }),
        ["members grouped"] = (c, _) => Everywhere(c, o => Members(o) is { Count: > 2 } all
            ? With(o, [With(o, [.. all.Take(2)]), .. all.Skip(2)]) : o),
    };

    [Test]
    public void A_rule_says_the_same_however_it_is_written([ValueSource(nameof(Names))] string rewriting) =>
        Engine.Check(150, Rewritten.Random(), r => r.Smaller(), r =>
        {
            var other = Rewritings[rewriting](r.Case.If, new Random(r.Seed));
            var (before, after) = (Judge(r.Case.If, r.Case.Content), Judge(other, r.Case.Content));
            return before == after ? null : $"{before} became {after} with {Shape.Print(other)}";
        });

    [Test]
    public void The_elements_of_arrays_have_no_order() =>
        Engine.Check(400, Rewritten.Random(isOrderFree: true), r => r.Smaller(), r =>
        {
            var other = (JObject)r.Case.Content.DeepClone();
            var random = new Random(r.Seed);
            foreach (var path in Arrays)
                Shuffle(other, path, random);
            var (before, after) = (Judge(r.Case.If, r.Case.Content), Judge(r.Case.If, other));
            return before == after ? null : $"{before} became {after} with {Shape.Print(other)}";
        });

    [Test]
    public void Only_the_types_that_a_policy_names_can_meet_it() =>
        Engine.Check(300, RuleCase.Random(unknown: true), c => c.Smaller(), c =>
        {
            var (policy, resource) = (Engine.Compile(c.If), Shape.Resource(c.Content));
            var state = Engine.NewEvaluator().Evaluate(policy, resource).State;
            return policy.Types.Contains(resource.Type) || state is ComplianceState.NotApplicable ? null : $"{state} of a type that is not in {string.Join(',', policy.Types.Types)}";
        });

    private static IEnumerable<string> Names() => Rewritings.Keys;

    // Rewritten rules can exceed Azure's limits, so that the verdict is compared without them.
    private static (Truth, bool, ComplianceState) Judge(JObject condition, JObject content)
    {
        var (policy, resource, evaluator) = (Engine.Compile(condition) with { Problems = [] }, Shape.Resource(content), Engine.NewEvaluator());
        return (evaluator.Condition(policy, resource), evaluator.IsApplicable(policy, resource), evaluator.Evaluate(policy, resource).State);
    }

    private static JObject Not(JObject condition) => new() { ["not"] = condition };

    private static List<JObject>? Members(JObject condition) => ((condition["allOf"] ?? condition["anyOf"]) as JArray)?.Cast<JObject>().ToList();

    private static JObject With(JObject condition, IEnumerable<JObject> members) => new() { [condition.ContainsKey("allOf") ? "allOf" : "anyOf"] = new JArray(members) };

    // Inner conditions first, those of counts too.
    private static JObject Everywhere(JObject condition, Func<JObject, JObject> rewrite)
    {
        var copy = (JObject)condition.DeepClone();
        if (Members(copy) is { } members)
            copy = With(copy, members.Select(m => Everywhere(m, rewrite)));
        else if (copy["not"] is JObject inner)
            copy["not"] = Everywhere(inner, rewrite);
        else if (copy["count"]?["where"] is JObject where)
            copy["count"]!["where"] = Everywhere(where, rewrite);
        return rewrite(copy);
    }

    private static void Shuffle(JToken token, string[] path, Random random)
    {
        if (token is JArray elements && path.Length > 0)
        {
            foreach (var element in elements)
                Shuffle(element, path, random);
        }
        else if (path.Length > 0 && (token as JObject)?.GetValue(path[0], StringComparison.OrdinalIgnoreCase) is { } value)
        {
            Shuffle(value, path[1..], random);
        }
        else if (path.Length == 0 && token is JArray array)
        {
            array.ReplaceAll(InAnyOrder(array.Select(e => e.DeepClone()), random));
        }
    }

    private static T[] InAnyOrder<T>(IEnumerable<T> items, Random random)
    {
        T[] copy = [.. items];
        random.Shuffle(copy);
        return copy;
    }
}
