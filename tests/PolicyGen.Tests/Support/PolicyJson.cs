using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;
using PolicyGen.Policies;

namespace PolicyGen.Tests.Support;

/// <summary>Short ways to policy documents. Single quotes stand for double ones.</summary>
internal static class PolicyJson
{
    private static readonly Linter Linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());

    public static JToken Parse(string json)
    {
        var diagnostics = new DiagnosticBag();
        return JsonText.Parse(json.Replace('\'', '"').Replace('´', '\''), "test.json", diagnostics)
            ?? throw new ArgumentException(string.Join('\n', diagnostics), nameof(json));
    }

    public static T Read<T>(string json)
        where T : PolicyDocument => (T)PolicyDocumentReader.Read(Parse(json), "test.json")!;

    /// <summary>A definition around an <c>if</c>.</summary>
    public static PolicyDefinition If(string condition, string then = "{'effect': 'audit'}", string mode = "All") =>
        Read<PolicyDefinition>($"{{'mode': '{mode}', 'policyRule': {{'if': {condition}, 'then': {then}}}}}");

    /// <summary>The findings of one rule.</summary>
    public static IReadOnlyList<Diagnostic> Lint(string rule, params PolicyDocument[] documents)
    {
        if (LintRules.All.All(r => r.Id != rule))
            throw new ArgumentException($"There is no rule {rule}.", nameof(rule));
        return [.. Linter.Lint(documents).Diagnostics.Where(d => d.Id == rule)];
    }
}
