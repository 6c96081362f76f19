using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Checking.Samples;
using PolicyGen.Cli.Output;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

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
                var results = SampleRun.Run(files, aliasTable(), parsed.GetValue(ids) ?? [], parsed.GetValue(policies) ?? [], diagnostics, cancellationToken);
                terminal.Show(diagnostics);
                return results is { } verdicts ? Report(verdicts, terminal) : ExitCodes.BadInput;
            },
            cancellationToken));
        return command;
    }

    private static int Report(ImmutableArray<SampleResult> results, Terminal terminal)
    {
        var disagreements = results.Where(r => !r.Agrees).ToList();
        terminal.ShowResult(disagreements.Select(r => new Diagnostic(
            "sample-verdict",
            DiagnosticSeverity.Error,
            $"The sample should be {CatalogueJson.Name(r.Expected)}; {r.Judge} says {CatalogueJson.Name(r.Actual)}. {r.Why}",
            JsonText.Locate(r.Sample, r.Control.Location.File))));
        terminal.Note(string.Create(CultureInfo.InvariantCulture,
            $"{results.Select(r => r.Control.Id).Distinct(StringComparer.Ordinal).Count()} controls, {results.Select(r => r.Sample).Distinct().Count()} samples, {results.Length} verdicts: {disagreements.Count} not as expected."));
        return disagreements.Count > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }
}
