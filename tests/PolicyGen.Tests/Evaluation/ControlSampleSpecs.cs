using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking.Samples;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Tests.Linting;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation;

/// <summary>
/// Every sample of every control gets the verdict that its control file expects: from the rendered definition and, where
/// the machine has Microsoft's definitions, from the built-ins that are said to be the same.
/// </summary>
public class ControlSampleSpecs
{
    private const string Definitions = "builtin-definitions.jsonl.gz";

    private static readonly Lazy<Library> Catalogue = new(() =>
        new LibraryLoader(new LibraryFiles(Repository.Root), new DiagnosticBag(), validateSchemas: false).Load([])!);

    private static readonly SampleTester Ours = new(AliasTable.Load(), Rendered, Catalogue.Value.Controls.Values, PolicyLibrary.Empty);

    private static readonly Lazy<SampleTester> Microsofts = new(() => new SampleTester(AliasTable.Load(), _ => null, [], new PolicyLibrary(BuiltInCorpus.Read(Definitions))));

    private static IEnumerable<TestCaseData> Controls() => Catalogue.Value.Controls.Values
        .Where(c => !c.Samples.Compliant.IsEmpty || !c.Samples.NonCompliant.IsEmpty)
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.Id));

    private static IEnumerable<TestCaseData> ControlsWithABuiltIn() => BuiltInCorpus.Files().Contains(Definitions)
        ? Controls().Where(c => ((Control)c.Arguments[0]!).BuiltIns.Any(b => b.Relation is BuiltInRelation.Same or BuiltInRelation.Part))
        : [];

    [TestCaseSource(nameof(Controls))]
    public void Samples_get_their_verdict(Control control)
    {
        Assert.That(control.HasDefinition, "A control without a rule of ours has samples that nobody can judge.");
        AssertAgreement(Ours.Test(control).ToList(), control.Samples.Compliant.Length + control.Samples.NonCompliant.Length);
    }

    [TestCaseSource(nameof(ControlsWithABuiltIn))]
    public void Built_ins_that_say_the_same_agree(Control control) => AssertAgreement(Microsofts.Value.Test(control).ToList(), atLeast: 1);

    [Test]
    public void Hundreds_of_samples_are_judged() =>
        Assert.That(Catalogue.Value.Controls.Values.Sum(c => c.Samples.Compliant.Length + c.Samples.NonCompliant.Length), Is.GreaterThan(400));

    [Test]
    public void A_sample_on_the_wrong_list_is_told()
    {
        var control = Catalogue.Value.Controls["storage-https-only"];
        var swapped = control with { Samples = new ControlSamples(control.Samples.NonCompliant, control.Samples.Compliant) };
        Assert.That(Ours.Test(swapped), Has.All.Property(nameof(SampleResult.Agrees)).False);
    }

    private static void AssertAgreement(List<SampleResult> results, int atLeast)
    {
        Assert.That(results, Has.Count.AtLeast(atLeast));
        Assert.That(results.Where(r => !r.Agrees).Select(r => $"{r.Judge} says {r.Actual} of a sample that is {r.Expected}: {r.Sample["name"]}. {r.Why}"), Is.Empty);
    }

    private static PolicyDefinition? Rendered(Control control)
    {
        var path = Repository.PathOf("policies", "rendered", "definitions", control.Id + ".json");
        return (PolicyDefinition?)PolicyDocumentReader.Read(JsonText.ParseFile(path, control.Id, new DiagnosticBag())!, control.Id);
    }
}
