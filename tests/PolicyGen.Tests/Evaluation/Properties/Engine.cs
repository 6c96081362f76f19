using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>The engine, as the properties call it.</summary>
internal static class Engine
{
    public static PolicyCompiler Compiler { get; } = new(Shape.Aliases());

    public static EvaluationEnvironment Environment { get; } = new() { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    public static PolicyEvaluator NewEvaluator() => new(Environment, new RelatedResources([]));

    public static JObject DefinitionJson(JToken condition, JObject then) => new()
    {
        ["mode"] = "All",
        ["parameters"] = new JObject(Shape.Parameters().Properties().Select(p => new JProperty(p.Name, new JObject { ["defaultValue"] = p.Value }))),
        ["policyRule"] = new JObject { ["if"] = condition, ["then"] = then },
    };

    public static PolicyDefinition Read(JObject json) => (PolicyDefinition)PolicyDocumentReader.Read(json, "random.json")!;

    public static PolicyDefinition Definition(JToken condition) => Read(DefinitionJson(condition, new JObject { ["effect"] = "audit" }));

    public static CompiledPolicy Compile(JToken condition) => Compiler.Compile(Definition(condition), new Dictionary<string, JToken>());

    public static Truth Condition(JToken condition, JObject content) => NewEvaluator().Condition(Compile(condition), Shape.Resource(content));

    /// <summary>
    /// Checks many cases, the same ones every time. For a longer search POLICYGEN_PROPERTY_FACTOR multiplies their number,
    /// and POLICYGEN_PROPERTY_SEED takes others.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="smaller">Cases to try in place of one that fails.</param>
    /// <param name="complaint">What is wrong with a case; null when nothing is.</param>
    public static void Check<T>(int count, Gen<T> cases, Func<T, IEnumerable<T>> smaller, Func<T, string?> complaint) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs(count)).WithReplay(Replay()),
            Prop.ForAll(Arb.From(cases, smaller), c => complaint(c) is { } wrong ? false.Label(wrong) : true.ToProperty()));

    private static int Runs(int count) =>
        count * (int.TryParse(System.Environment.GetEnvironmentVariable("POLICYGEN_PROPERTY_FACTOR"), out var factor) ? factor : 1);

    private static FSharpOption<Replay> Replay() =>
        new(new Replay(new Rnd(ulong.TryParse(System.Environment.GetEnvironmentVariable("POLICYGEN_PROPERTY_SEED"), out var seed) ? seed : 20260101), FSharpOption<int>.None));
}
