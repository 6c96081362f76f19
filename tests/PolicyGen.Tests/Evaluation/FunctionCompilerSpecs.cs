using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation;

/// <summary>The Bicep compiler, which carries Azure's own evaluator, says the same as the files bicep-*.asv.</summary>
public class FunctionCompilerSpecs
{
    private const string Subscription = "00000000-0000-0000-0000-00000000bbbb";

    private static readonly FunctionCase[] Cases = [.. FunctionCase.All("bicep-*")];

    [Test]
    public async Task The_compiler_gives_the_same_values()
    {
        var cases = Cases.Where(c => c.Expected != "fails").ToList();
        await using var client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag());
        using var folder = new TempFolder();
        var outputs = await OutputsAsync(client, folder, cases);
        Assert.Multiple(() =>
        {
            for (var i = 0; i < cases.Count; i++)
                Assert.That(FunctionCase.Compact(outputs[i]), Is.EqualTo(cases[i].ExpectedText), cases[i].Expression);
        });
    }

    [Test]
    public async Task The_compiler_fails_on_the_same_calls()
    {
        await using var client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag());
        using var folder = new TempFolder();
        var passed = new List<string>();
        foreach (var failing in Cases.Where(c => c.Expected == "fails"))
        {
            try
            {
                passed.Add($"{failing.Expression} ⇒ {(await OutputsAsync(client, folder, [failing]))[0]}");
            }
            catch (BicepException)
            {
                // As it should be.
            }
        }

        Assert.That(passed, Is.Empty);
    }

    [Test]
    public async Task Hashes_agree_for_texts_of_every_length()
    {
        const string Letters = "abc-DEF/0123日本 é";
        var cases = Enumerable.Range(0, 64).Select(length => string.Concat(Enumerable.Range(0, length).Select(i => Letters[(i * 7 + length) % Letters.Length])))
            .SelectMany(text => new[] { $"uniqueString('{text}')", $"guid('{text}', 'x')" })
            .Select(expression => new FunctionCase("", expression, FunctionCase.Write(FunctionEvaluator.Evaluate(expression)), "")).ToList();
        await using var client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag());
        using var folder = new TempFolder();
        var outputs = await OutputsAsync(client, folder, cases);
        Assert.That(outputs.Select(FunctionCase.Compact), Is.EqualTo(cases.Select(c => c.Expected)));
    }

    // A template has at most 64 outputs, each of one type; an array takes any value.
    private static async Task<JToken[]> OutputsAsync(BicepClient client, TempFolder folder, IEnumerable<FunctionCase> cases)
    {
        var values = new List<JToken>();
        foreach (var some in cases.Chunk(64))
        {
            var template = new JObject
            {
                ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                ["contentVersion"] = "1.0.0.0",
                ["resources"] = new JArray(),
                ["outputs"] = new JObject(some.Select((c, i) => new JProperty($"o{i}", new JObject { ["type"] = "array", ["value"] = $"[createArray({c.Expression})]" }))),
            };
            folder.Write("main.json", template.ToString());
            var parameters = folder.Write("main.bicepparam", "using './main.json'\n");
            var metadata = new BicepSnapshotMetadata(TenantId: null, SubscriptionId: Subscription, ManagementGroupId: null, ResourceGroup: "rg", Location: "japaneast");
            var snapshot = FunctionCase.Parse(await client.GetSnapshotAsync(parameters, metadata, CancellationToken.None));
            values.AddRange(some.Select((_, i) => snapshot["outputs"]![$"o{i}"]![0]!));
        }

        return [.. values];
    }
}
