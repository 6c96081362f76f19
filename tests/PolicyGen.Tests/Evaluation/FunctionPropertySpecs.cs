using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation;

/// <summary>What holds for every function and all arguments.</summary>
public class FunctionPropertySpecs
{
    private static readonly TemplateFunction[] Functions = [.. TemplateFunctions.All.OrderBy(f => f.Name, StringComparer.Ordinal)];

    [Test]
    public void No_argument_makes_a_function_throw_or_is_changed() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Calls(Values(unknown: true)).ToArbitrary(), call =>
        {
            var before = call.Arguments.Select(a => a.ToString()).ToList();
            var first = FunctionCase.Write(call.Invoke());
            return first == FunctionCase.Write(call.Invoke()) && call.Arguments.All(a => a.Parent is null) && before.SequenceEqual(call.Arguments.Select(a => a.ToString()));
        }));

    [Test]
    public void Knowing_more_never_contradicts_what_was_said() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
            Calls(Values(unknown: true)).SelectMany(_ => Gen.ListOf(Values(unknown: false), 6), (call, values) => (Call: call, Values: values.ToArray())).ToArbitrary(),
            sample =>
            {
                var before = sample.Call.Invoke();
                var used = 0;
                var known = sample.Call with { Arguments = [.. sample.Call.Arguments.Select(a => Fill(a, sample.Values, ref used))] };
                var after = known.Invoke();
                return Refines(before, after).Label($"{before} became {after} of {known}");
            }));

    // An unknown value says nothing; everything else stays as it is.
    private static bool Refines(PolicyValue before, PolicyValue after) =>
        before.IsUnknown || before.IsError == after.IsError && (before.IsError || Refines(before.Token, after.Token));

    private static bool Refines(JToken before, JToken after) => (before, after) switch
    {
        (JRaw, _) => true,
        (JArray a, JArray b) => a.Count == b.Count && a.Zip(b).All(pair => Refines(pair.First, pair.Second)),
        (JObject a, JObject b) => a.Properties().Select(p => p.Name).SequenceEqual(b.Properties().Select(p => p.Name)) && a.Properties().All(p => Refines(p.Value, b[p.Name]!)),
        _ => JToken.DeepEquals(before, after),
    };

    private static JToken Fill(JToken token, JToken[] values, ref int used)
    {
        switch (token)
        {
            case JRaw:
                return values[used++ % values.Length].DeepClone();
            case JArray array:
                var elements = new JArray();
                foreach (var element in array)
                    elements.Add(Fill(element, values, ref used));
                return elements;
            case JObject @object:
                var properties = new JObject();
                foreach (var property in @object.Properties())
                    properties.Add(property.Name, Fill(property.Value, values, ref used));
                return properties;
            default:
                return token.DeepClone();
        }
    }

    private static Gen<Call> Calls(Gen<JToken> values) =>
        Gen.Elements(Functions).SelectMany(f => Gen.Choose(Math.Max(0, f.MinArguments - 1), Math.Min(f.MaxArguments, f.MinArguments + 2)).SelectMany(n => Gen.ListOf(values, n)),
            (function, arguments) => new Call(function, [.. arguments]));

    // Few different values, so that some are equal and some fit.
    private static Gen<JToken> Values(bool unknown) => Gen.Sized(size => Value(Math.Min(size / 20, 2), unknown));

    private static Gen<JToken> Value(int depth, bool unknown)
    {
        var texts = Gen.Elements<JToken>("", "a", "A", "b", "a,b", "1", "true", "{0}", "{0,5:D3}|{1}", "10.0.0.0/24", "10.0.0.1", "::1/64", "10.0.0.1-10.0.0.2",
            "2020-01-01T00:00:00Z", "http://a/b/", "data:,x", "YQ==", "[1,{\"a\":null}]", "M.A/b", "\ud800", "日本", "%41%", "a-b").Select(t => t.DeepClone());
        var numbers = Gen.Elements<JToken>(0L, 1L, -1L, 2L, 31L, 24L, long.MaxValue, long.MinValue, 1.5, 1.0, -0.5, 2.5m, 1e300).Select(t => t.DeepClone());
        var others = Gen.Elements<Func<JToken>>(() => new JValue(true), () => new JValue(false), JValue.CreateNull, () => new JValue(System.Numerics.BigInteger.Pow(10, 30))).Select(make => make());
        // A date is no JSON value: nothing can turn out to be one.
        var leaves = unknown
            ? Gen.OneOf(texts, numbers, others, Gen.Fresh(() => Unresolved.Create("?")), Gen.Fresh(() => (JToken)new JValue(DateTime.UnixEpoch)))
            : Gen.OneOf(texts, numbers, others);
        if (depth <= 0)
            return leaves;
        var arrays = Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(Value(depth - 1, unknown), n)).Select(elements => (JToken)new JArray(elements));
        var objects = Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(Value(depth - 1, unknown), n)).SelectMany(
            values => Gen.Shuffle(new[] { "a", "A", "b", "scheme", "host" }),
            (values, names) => (JToken)new JObject(names.Zip(values, (name, value) => new JProperty(name, value))));
        return Gen.OneOf(leaves, arrays, objects);
    }

    private sealed record Call(TemplateFunction Function, JToken[] Arguments)
    {
        public PolicyValue Invoke() => TemplateFunctions.Invoke(Function, Arguments);

        public override string ToString() => $"{Function.Name}({string.Join(", ", Arguments.Select(a => a.ToString(Newtonsoft.Json.Formatting.None)))})";
    }
}
