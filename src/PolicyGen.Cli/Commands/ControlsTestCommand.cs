using System.CommandLine;
using System.Globalization;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking.Samples;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;
using PolicyGen.Rendering;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen controls test</c>.</summary>
internal static class ControlsTestCommand
{
    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("ID") { Description = "Controls to test. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        var policies = new Option<string[]>("--policies")
        {
            Description = "Files or folders with bodies of built-in definitions, for a second opinion by those that are said to be the same.",
            HelpName = "PATH",
            DefaultValueFactory = _ => [],
        };
        var aliases = Options.Aliases();
        var library = Options.Library();
        var command = new Command("test", "Judges the samples of controls by the rules that their patterns render.") { ids, policies, aliases, library };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files || Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } aliasTable)
                    return ExitCodes.BadInput;
                var diagnostics = new DiagnosticBag();
                var results = Run(files, aliasTable(), parsed.GetValue(ids) ?? [], parsed.GetValue(policies) ?? [], diagnostics, cancellationToken);
                terminal.Show(diagnostics);
                return results is null || diagnostics.HasErrors ? ExitCodes.BadInput : Report(results, terminal);
            },
            cancellationToken));
        return command;
    }

    private static List<SampleResult>? Run(LibraryFiles files, AliasTable aliases, string[] ids, string[] policies, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var loader = new LibraryLoader(files, diagnostics);
        var vocabulary = loader.LoadVocabulary();
        var controls = vocabulary is null ? null : loader.LoadControls(vocabulary, cancellationToken);
        loader.CompleteValidation();
        if (vocabulary is null || controls is null || diagnostics.HasErrors)
            return null;
        foreach (var id in ids.Where(id => !controls.ContainsKey(id)))
            diagnostics.Error("unknown-control", $"There is no control \"{id}\"; 'policygen controls list' lists them.", SourceLocation.None);
        var builtIns = policies.Length == 0 ? PolicyLibrary.Empty : PolicyFolder.Load(policies, diagnostics, cancellationToken)?.Library;
        if (builtIns is null || diagnostics.HasErrors)
            return null;

        var chosen = controls.Values.Where(c => ids.Length == 0 || ids.Contains(c.Id, StringComparer.Ordinal)).ToList();
        var rendered = new LibraryRenderer(files, aliases, BuiltInIndex.Load(), BuiltInRoles.Load(), diagnostics).RenderDefinitions(chosen.Concat(controls.Values.Where(c => c.IsShared)).Distinct(), vocabulary, Language.English, cancellationToken);
        var tester = new SampleTester(
            aliases,
            control => rendered.TryGetValue(control.Id, out var resource) ? (PolicyDefinition?)PolicyDocumentReader.Read(resource, control.Location.File) : null,
            controls.Values,
            builtIns);
        return [.. chosen.SelectMany(tester.Test)];
    }

    private static int Report(List<SampleResult> results, Terminal terminal)
    {
        var disagreements = results.Where(r => !r.Agrees).ToList();
        terminal.ShowResult(disagreements.Select(r => new Diagnostic(
            "sample-verdict",
            DiagnosticSeverity.Error,
            $"The sample should be {CatalogueJson.Name(r.Expected)}; {r.Judge} says {CatalogueJson.Name(r.Actual)}. {r.Why}",
            JsonText.Locate(r.Sample, r.Control.Location.File))));
        terminal.Note(string.Create(CultureInfo.InvariantCulture,
            $"{results.Select(r => r.Control.Id).Distinct(StringComparer.Ordinal).Count()} controls, {results.Select(r => r.Sample).Distinct().Count()} samples, {results.Count} verdicts: {disagreements.Count} not as expected."));
        return disagreements.Count > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }
}
