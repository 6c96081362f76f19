using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>
/// What is not known before deployment may turn out to be anything: another value, null, a value of a wrong type,
/// an object or array that itself is known in part. A condition that is true or false stays so whatever it is. Nothing is
/// said of one that is unknown, or that fails: a failure beside something unknown can still be outweighed.
/// </summary>
public class MonotonySpecs
{
    private sealed record Learnt(RuleCase Case, IReadOnlyList<Answers> Answers)
    {
        public IEnumerable<JObject> Contents => Answers.Select(a => a.Fill(Case.Content));

        public override string ToString() => Case + string.Join('\n', Contents.Select(c => "  known:    " + Shape.Print(c)));

        public static Gen<Learnt> Random(bool withFunctions) =>
            from c in RuleCase.Random(unknown: true, withFunctions: withFunctions)
            from answers in Gen.ListOf(RandomResources.Turns(), 6)
            select new Learnt(c, [.. answers]);

        public IEnumerable<Learnt> Smaller() => Answers.Count > 1
            ? Answers.Select(a => this with { Answers = [a] })
            : Case.Smaller().Select(c => this with { Case = c });
    }

    [Test]
    public void A_definite_condition_stays_as_it_is_whatever_the_unknown_becomes([Values] bool withFunctions) =>
        Engine.Check(1000, Learnt.Random(withFunctions), l => l.Smaller(), l =>
        {
            var policy = Engine.Compile(l.Case.If);
            var evaluator = Engine.NewEvaluator();
            var before = evaluator.Condition(policy, Shape.Resource(l.Case.Content));
            if (before is not (Truth.True or Truth.False))
                return null;
            var changed = l.Contents.Select(c => (Content: c, Value: evaluator.Condition(policy, Shape.Resource(c)))).FirstOrDefault(c => c.Value != before);
            return changed.Content is null ? null : $"{before} became {changed.Value}";
        });
}
