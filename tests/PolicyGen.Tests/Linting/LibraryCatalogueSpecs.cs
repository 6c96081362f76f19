using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Linting;

/// <summary>The library of this repository keeps the rules about catalogues. Remarks are for its authors to weigh.</summary>
public class LibraryCatalogueSpecs
{
    private static readonly Lazy<IReadOnlyList<Diagnostic>> Findings = new(() =>
    {
        var diagnostics = new DiagnosticBag();
        var library = new LibraryLoader(new LibraryFiles(Repository.Root), diagnostics, validateSchemas: false).Load([]);
        return library is null ? [.. diagnostics] : CatalogueFragment.Lint(library);
    });

    [Test]
    public void Nothing_is_wrong_and_no_reviewer_would_ask() =>
        Assert.That(Findings.Value.Where(d => d.Severity > DiagnosticSeverity.Info).Select(d => d.ToString()), Is.Empty);

    [Test]
    public void Every_remark_is_a_sentence_about_a_file_that_exists()
    {
        Assert.That(Findings.Value, Is.Not.Empty);
        Assert.That(Findings.Value.Select(d => d.Message), Has.All.EndsWith("."));
        Assert.That(Findings.Value.Select(d => Repository.PathOf(d.Location.File)).Distinct(), Has.All.Exist);
    }

    // A control that forbids what others ask for would contradict them.
    [Test]
    public void Types_that_controls_judge_are_allowed()
    {
        var library = new LibraryLoader(new LibraryFiles(Repository.Root), new DiagnosticBag(), validateSchemas: false).Load([])!;
        var allowed = library.Controls["resource-allowed-types"].Parameters.Single().Default.Select(t => (string)t!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var judged = library.Controls.Values.Where(c => c.Mode == "Indexed" && !c.IsShared).SelectMany(c => c.ResourceTypes)
            .Where(t => t.Contains('/', StringComparison.Ordinal) && !t.StartsWith("Microsoft.Resources/", StringComparison.Ordinal));
        Assert.That(judged.Where(t => !allowed.Contains(t)).Distinct(), Is.Empty);
    }
}
