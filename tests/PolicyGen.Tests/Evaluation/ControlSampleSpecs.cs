using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation;

/// <summary>Every sample of every control gets the verdict that its control file expects, from the rendered definition.</summary>
public class ControlSampleSpecs
{
    private static readonly Lazy<Library> Catalogue = new(() =>
        new LibraryLoader(new LibraryFiles(Repository.Root), new DiagnosticBag(), validateSchemas: false).Load([])!);

    private static readonly PolicyCompiler Compiler = new(AliasTable.Load());

    private static IEnumerable<TestCaseData> Samples() => Catalogue.Value.Controls.Values.SelectMany(control =>
        Cases(control, control.Samples.Compliant, "compliant").Concat(Cases(control, control.Samples.NonCompliant, "nonCompliant")));

    private static IEnumerable<TestCaseData> Cases(Control control, IEnumerable<JObject> samples, string expected) =>
        samples.Select((sample, i) => new TestCaseData(control, sample, expected).SetArgDisplayNames(control.Id, expected, $"{i}"));

    [TestCaseSource(nameof(Samples))]
    public void A_sample_gets_its_verdict(Control control, JObject sample, string expected)
    {
        if (!control.HasDefinition)
            Assert.Fail("A control without a rule of ours has samples that nobody can judge.");
        var verdict = Judge(control, sample);
        var said = string.Join(" | ", verdict.Reasons) + string.Join(" | ", verdict.Related);
        // A resource that the control does not judge satisfies it.
        var actual = verdict.State == ComplianceState.NotApplicable ? "compliant" : CatalogueJson.Name(verdict.State);
        Assert.That(actual, Is.EqualTo(expected), said);
    }

    [Test]
    public void Hundreds_of_samples_are_judged() => Assert.That(Samples().Count(), Is.GreaterThan(400));

    private static Verdict Judge(Control control, JObject sample)
    {
        var diagnostics = new DiagnosticBag();
        var path = Repository.PathOf("policies", "rendered", "definitions", control.Id + ".json");
        var definition = (PolicyDefinition)PolicyDocumentReader.Read(JsonText.ParseFile(path, control.Id, diagnostics)!, control.Id)!;
        var policy = Compiler.Compile(definition, new Dictionary<string, JToken>());
        Assert.That(policy.Problems, Is.Empty);

        // As ARM returns them: what exists, all of it. Where the API version decides, it is that of a request.
        var origin = definition.Expressions.Any(e => e.Text.Contains("requestContext", StringComparison.Ordinal)) ? ResourceOrigin.Request : ResourceOrigin.Existing;
        var resources = Resources(sample, null, origin).ToList();
        var related = new RelatedResources(policy.Existence is { } existence ? [existence.Type] : []) { IsComplete = true };
        foreach (var resource in resources.Concat(resources.SelectMany(InlineChildren.Of)).Where(r => related.Wants(r.Type)))
            related.Add(resource);
        var environment = new EvaluationEnvironment
        {
            Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ResourceGroups = new Dictionary<string, JObject> { ["rg-med"] = new() { ["managedBy"] = null, ["tags"] = new JObject() } }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        };
        return new PolicyEvaluator(environment, related).Evaluate(policy, resources[0]);
    }

    private static IEnumerable<ArmResource> Resources(JObject sample, ArmResource? parent, ResourceOrigin origin)
    {
        var content = (JObject)sample.DeepClone();
        content.Remove("resources");
        // Inside its parent a child may go by the last segments only.
        var type = (string)sample["type"]!;
        var name = (string)sample["name"]!;
        if (parent is not null && !type.Contains('/', StringComparison.Ordinal))
            (type, name) = ($"{parent.Type}/{type}", $"{parent.FullName}/{name}");
        var resource = new ArmResource
        {
            Id = (string?)sample["id"] ?? MakeId(type, name, parent),
            Type = type,
            FullName = name,
            Content = content,
            Origin = origin,
            ApiVersion = (string?)sample["apiVersion"],
        };
        yield return resource;
        foreach (var child in (sample["resources"] as JArray ?? []).Cast<JObject>().SelectMany(c => Resources(c, resource, origin)))
            yield return child;
    }

    private static string MakeId(string type, string name, ArmResource? parent)
    {
        const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-med";
        if (type == "Microsoft.Resources/subscriptions")
            return "/subscriptions/00000000-0000-0000-0000-000000000000";
        var types = type.Split('/');
        var names = name.Split('/');
        var isExtension = parent is not null && RelatedTypes.IsExtension(type);
        return $"{(isExtension ? parent!.Id : Group)}/providers/{types[0]}/" + string.Join('/', types.Skip(1).Select((t, i) => $"{t}/{(i < names.Length ? names[i] : "x")}"));
    }
}
