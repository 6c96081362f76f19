using System.Collections.Immutable;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Loads policy resources from files and folders: resources as Azure has them, ARM templates and deployment snapshots, an
/// EPAC definitions folder (Azure/enterprise-azure-policy-as-code), an ALZ library (Azure/Azure-Landing-Zones-Library).
/// docs/policies-input.md lists the formats.
/// </summary>
public static class PolicyFolder
{
    /// <summary>Loads everything below the paths, all together: references from one path to another can be followed.</summary>
    /// <param name="paths">Files and folders, as messages name them.</param>
    /// <param name="diagnostics">Takes what is wrong, and what is left out.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The policies; null after an error.</returns>
    public static LoadedPolicies? Load(IReadOnlyList<string> paths, DiagnosticBag diagnostics, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var found = new DiagnosticBag();
        var sources = PolicySources.Find(paths, found);
        var contents = Read(sources, found, cancellation);
        ReportEmpty(paths, sources, contents, found);
        EscapedPolicies.Report(contents, found);

        var epac = new EpacAssignments(
            PolicyIndex.Of(contents.SelectMany(c => c.Documents)),
            EpacEnvironments.Read(contents.SelectMany(c => c.EpacSettings)),
            found);
        var documents = new List<PolicyDocument>();
        foreach (var content in contents)
        {
            cancellation.ThrowIfCancellationRequested();
            documents.AddRange(content.Documents);
            foreach (var tree in content.EpacTrees)
                documents.AddRange(epac.Flatten(tree, content.File));
        }

        var library = new PolicyLibrary(DuplicateNames.Remove(documents, found));
        ReportProblems(library, found);
        var exemptions = Exemptions(contents, library, found);
        diagnostics.AddRange(found);
        return found.HasErrors ? null : new LoadedPolicies(library, exemptions);
    }

    private static PolicyFileContent[] Read(ImmutableArray<PolicySource> sources, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var reader = new PolicyFileReader(diagnostics);
        var contents = new PolicyFileContent[sources.Length];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, sources.Length, options, i => contents[i] = reader.Read(sources[i]));
        return contents;
    }

    // Somebody who names a file or a folder expects policies in it: a mistaken path must not look like a clean result.
    private static void ReportEmpty(IReadOnlyList<string> paths, ImmutableArray<PolicySource> sources, PolicyFileContent[] contents, DiagnosticBag diagnostics)
    {
        if (diagnostics.HasErrors)
            return;
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i].IsNamed && contents[i].IsEmpty)
                diagnostics.Error("policies-missing", "The file holds no policy definition, initiative, assignment or exemption.", new SourceLocation(contents[i].File));
        }

        if (contents.All(c => c.IsEmpty) && !diagnostics.HasErrors)
            diagnostics.Error("policies-missing", "No policy definition, initiative, assignment or exemption was found.", new SourceLocation(paths.Count > 0 ? paths[0] : ""));
    }

    // Those of a rule make the policy's evaluation fail; these would only be left out.
    private static void ReportProblems(PolicyLibrary library, DiagnosticBag diagnostics)
    {
        foreach (var document in library.Documents)
        {
            foreach (var problem in document.Problems.Where(p => p.Kind == PolicyProblemKind.Document))
                diagnostics.Warning("policy-malformed", problem.Message + " It is left out.", document.Locate(problem.Source));
        }
    }

    private static ImmutableArray<ExemptionResource> Exemptions(PolicyFileContent[] contents, PolicyLibrary library, DiagnosticBag diagnostics)
    {
        var epac = new EpacExemptions(library, diagnostics);
        var checks = new ExemptionChecks(library, diagnostics);
        var exemptions = ImmutableArray.CreateBuilder<ExemptionResource>();
        foreach (var content in contents)
        {
            var found = content.Exemptions.Concat(content.EpacExemptions.SelectMany(entry => epac.Read(entry, content.File).Select(e => (e, entry))));
            foreach (var (exemption, source) in found)
            {
                checks.Report(exemption, JsonText.Locate(source, content.File));
                exemptions.Add(exemption);
            }
        }

        return exemptions.DrainToImmutable();
    }
}
