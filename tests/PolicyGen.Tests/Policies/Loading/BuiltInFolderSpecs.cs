using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;
using PolicyGen.Tests.Linting;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>Microsoft's own definitions and initiatives load, as files of lines. Where they are absent there are no cases.</summary>
public class BuiltInFolderSpecs
{
    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void Every_built_in_is_loaded_without_a_word(string file)
    {
        var diagnostics = new DiagnosticBag();
        var loaded = PolicyFolder.Load([Repository.CorpusFile(file)!], diagnostics);
        Assert.Multiple(() =>
        {
            Assert.That(diagnostics, Is.Empty);
            Assert.That(loaded!.Library.Documents.Select(d => d.ReferenceName), Is.EqualTo(BuiltInCorpus.Read(file).Select(d => d.ReferenceName)));
        });
    }

    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void References_between_the_two_can_be_followed(string file)
    {
        var loaded = PolicyFolder.Load([.. BuiltInCorpus.Files().Select(f => Repository.CorpusFile(f)!)], new DiagnosticBag())!;
        var references = loaded.Library.Documents.OfType<PolicySetDefinition>().SelectMany(i => i.References).ToList();
        Assert.That(BuiltInCorpus.Files().Count() < 2 || references.Count(r => loaded.Library.FindDefinition(r.DefinitionId!.Value) is not null) > references.Count / 2, Is.True, file);
    }
}
