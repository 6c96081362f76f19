using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Checking;

/// <summary>A large export is read without the properties that no policy reads: the verdicts are the same.</summary>
public class ProjectionSpecs
{
    [Test]
    public void What_is_left_out_changes_no_verdict()
    {
        var diagnostics = new DiagnosticBag();
        var files = new LibraryFiles(Repository.Root);
        var library = new LibraryLoader(files, diagnostics, validateSchemas: false).Load([])!;
        var plan = GuidelinePolicies.Load(files, library.Controls, GuidelineNames.All, diagnostics)!.Plan(AliasTable.Load(), PolicyLibrary.Empty);
        using var folder = new TempFolder();
        var source = new ExportSource(folder.Write("export.json", Samples(library).ToString()), "export.json");

        var whole = Judge(plan, Read(source, null, diagnostics));
        var cut = Judge(plan, Read(source, plan.PropertiesOf, diagnostics));
        Assert.Multiple(() =>
        {
            Assert.That(diagnostics, Is.Empty);
            Assert.That(whole, Has.Count.GreaterThan(1000));
            Assert.That(cut, Is.EqualTo(whole));
        });
    }

    [Test]
    public void Something_is_left_out()
    {
        var compiled = new PolicyPlanner(AliasTable.Load()).Plan(new PolicyLibrary([PolicyJson.If("{'field': 'Microsoft.Storage/storageAccounts/networkAcls.defaultAction', 'equals': 'Allow'}")]));
        Assert.That(compiled.PropertiesOf("Microsoft.Storage/storageAccounts"), Is.EquivalentTo(new[] { "networkAcls" }));
        using var folder = new TempFolder();
        var path = folder.Write("export.json", """
            [{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a","type":"Microsoft.Storage/storageAccounts","name":"a","location":"japaneast",
              "properties":{"encryption":{"services":{}},"NetworkAcls":{"defaultAction":"Allow"},"x":[1,{"y":2}]}}]
            """);
        var content = Read(new ExportSource(path, "export.json"), compiled.PropertiesOf, new DiagnosticBag()).Single().Content;
        Assert.That(((JObject)content["properties"]!).Properties().Select(p => p.Name), Is.EqualTo(new[] { "NetworkAcls" }));
        Assert.That((string?)content["location"], Is.EqualTo("japaneast"));
    }

    [TestCase("{'value': '[field(concat(´Microsoft.Storage/storageAccounts/´, field(´name´)))]', 'equals': 'x'}", TestName = "A field that the resource names keeps everything")]
    [TestCase("{'value': '[length(field(´Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]´))]', 'greater': '[int(field(concat(´tags.´, field(´name´))))]'}", TestName = "So does one within an operand")]
    public void Everything_is_kept(string condition) =>
        Assert.That(new PolicyPlanner(AliasTable.Load()).Plan(new PolicyLibrary([PolicyJson.If(condition)])).PropertiesOf("Microsoft.Storage/storageAccounts"), Is.Null);

    private static List<ArmResource> Read(ExportSource source, Func<string, System.Collections.Frozen.FrozenSet<string>?>? properties, DiagnosticBag diagnostics) =>
        [.. source.Read(diagnostics, default).SelectMany(p => p.Parse(null, diagnostics, properties))];

    private static List<string> Judge(PolicyPlan plan, List<ArmResource> resources)
    {
        var related = new RelatedResources(plan.RelatedTypes);
        foreach (var resource in resources.Where(r => related.Wants(r.Type)))
            related.Add(resource);
        var evaluator = new PolicyEvaluator(new EvaluationEnvironment { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) }, related);
        var states = new List<string>();
        foreach (var resource in resources)
            evaluator.Evaluate(resource, plan.For(resource.Type), (policy, verdict) => states.Add($"{resource.Id} {policy.Control} {verdict.State} {string.Join(';', verdict.Reasons)}"));
        return states;
    }

    // Every sample of every control, its children beside it, each under an id of its own.
    private static JArray Samples(Library library)
    {
        var all = new JArray();
        foreach (var sample in library.Controls.Values.SelectMany(c => c.Samples.Compliant.Concat(c.Samples.NonCompliant)))
            Add((JObject)sample.DeepClone(), $"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg{all.Count}");
        return all;

        void Add(JObject resource, string scope)
        {
            var (type, name) = ((string)resource["type"]!, (string)resource["name"]!);
            if (!type.Contains('/', StringComparison.Ordinal))
                return;
            var names = name.Split('/');
            var types = type.Split('/');
            resource["id"] = type == "Microsoft.Resources/subscriptions" ? $"/subscriptions/{Guid.Empty:D}"
                : $"{scope}/providers/{types[0]}/" + string.Join('/', types.Skip(1).Select((t, i) => $"{t}/{(i < names.Length ? names[i] : "x")}"));
            var children = resource["resources"] as JArray ?? [];
            resource.Remove("resources");
            all.Add(resource);
            foreach (var child in children.Cast<JObject>().ToList())
                Add(child, child["type"]!.ToString().StartsWith("Microsoft.Insights", StringComparison.Ordinal) ? (string)resource["id"]! : scope);
        }
    }
}
