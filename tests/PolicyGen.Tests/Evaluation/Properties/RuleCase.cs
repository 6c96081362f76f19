using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>A condition and the content of a resource.</summary>
internal sealed record RuleCase(JObject If, JObject Content)
{
    public override string ToString() => $"\n  if: {Shape.Print(If)}\n  resource: {Shape.Print(Content)}\n";

    /// <summary>Random cases; with <paramref name="unknown"/> some values of the resource are not known.</summary>
    public static Gen<RuleCase> Random(bool unknown, bool isOrderFree = false, bool withFunctions = false) =>
        from condition in new RandomRules(isOrderFree, withFunctions).Conditions()
        from content in new RandomResources(unknown).Contents()
        select new RuleCase(condition, content);

    /// <summary>Smaller cases, for a counterexample that a person can read.</summary>
    public IEnumerable<RuleCase> Smaller() =>
        Shrinking.Smaller(If).OfType<JObject>().Select(i => this with { If = i })
            .Concat(Shrinking.Smaller(Content).OfType<JObject>().Where(c => c["type"] is { Type: JTokenType.String } && c["name"] is not null).Select(c => this with { Content = c }));
}
