using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting;

/// <summary>What linting gave.</summary>
/// <param name="Documents">Number of policy documents found.</param>
/// <param name="Diagnostics">Findings by file, line, column and id.</param>
public sealed record LintReport(int Documents, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
}

/// <summary>Runs lint rules over policy documents.</summary>
public sealed class Linter
{
    private readonly LintContext _context;
    private readonly ImmutableArray<LintRule> _rules;

    /// <summary>A linter with rules of choice.</summary>
    public Linter(LintContext context, ImmutableArray<LintRule> rules)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _rules = rules;
    }

    /// <summary>A linter with every rule of <see cref="LintRules.All"/>.</summary>
    public static Linter Create(AliasTable aliases, BuiltInIndex builtIns) => new(
        new LintContext { Aliases = aliases, BuiltIns = builtIns, Roles = BuiltInRoles.Load() },
        LintRules.All);

    /// <summary>
    /// Lints every policy document below a folder, all together. JSON files of another kind are passed over; malformed
    /// ones are reported.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="displayFolder">How messages name the folder; empty to name files relative to it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public LintReport LintFolder(string folder, string displayFolder = "", CancellationToken cancellation = default)
    {
        var diagnostics = new DiagnosticBag();
        return LintFiles(PolicyFiles.Find(folder, displayFolder, diagnostics), diagnostics, cancellation);
    }

    /// <summary>Lints files and folders, all together. A path that does not exist is a <c>file-unreadable</c> error.</summary>
    /// <param name="paths">Files and folders, as messages name them.</param>
    /// <param name="cancellation">Stops the work.</param>
    public LintReport LintPaths(IReadOnlyList<string> paths, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var diagnostics = new DiagnosticBag();
        var files = paths.SelectMany(path => Directory.Exists(path)
            ? PolicyFiles.Find(path, path, diagnostics)
            : [new PolicyFile(path, path.Replace('\\', '/'))]);
        return LintFiles(files, diagnostics, cancellation);
    }

    /// <summary>Lints files, all together.</summary>
    public LintReport LintFiles(IEnumerable<PolicyFile> files, CancellationToken cancellation = default) =>
        LintFiles(files, new DiagnosticBag(), cancellation);

    /// <summary>Lints documents, all together. References between them are followed.</summary>
    public LintReport Lint(IEnumerable<PolicyDocument> documents, CancellationToken cancellation = default) =>
        Lint(documents, new DiagnosticBag(), cancellation);

    /// <summary>
    /// Lints a library of requirements and controls as such; what is rendered from it is linted apart. It must hold every
    /// guideline, or controls look unused.
    /// </summary>
    public LintReport Lint(Library library, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        cancellation.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag();
        Run(library, _context, diagnostics);
        return new LintReport(0, [.. diagnostics]);
    }

    private LintReport LintFiles(IEnumerable<PolicyFile> files, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        var documents = new List<PolicyDocument>();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (JsonText.ParseFile(file.Path, file.DisplayPath, diagnostics) is { } root && PolicyDocumentReader.Read(root, file.DisplayPath) is { } document)
                documents.Add(document);
        }

        return Lint(documents, diagnostics, cancellation);
    }

    private LintReport Lint(IEnumerable<PolicyDocument> documents, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var library = new PolicyLibrary(documents);
        var context = _context.With(library);
        foreach (var document in library.Documents)
        {
            cancellation.ThrowIfCancellationRequested();
            Run(document, context, diagnostics);
            switch (document)
            {
                case PolicyDefinition definition:
                    Run(definition, context, diagnostics);
                    break;
                case PolicySetDefinition initiative:
                    Run(initiative, context, diagnostics);
                    break;
                case PolicyAssignment assignment:
                    Run(assignment, context, diagnostics);
                    break;
            }
        }

        Run(library, context, diagnostics);
        return new LintReport(library.Documents.Length, [.. diagnostics]);
    }

    // A new kind of subject needs one more call of this and nothing else.
    private void Run<TSubject>(TSubject subject, LintContext context, DiagnosticBag diagnostics)
    {
        foreach (var rule in _rules.OfType<LintRule<TSubject>>())
        {
            foreach (var finding in rule.Check(subject, context))
                diagnostics.Add(new Diagnostic(rule.Id, rule.Severity, finding.Message, finding.Location));
        }
    }
}
