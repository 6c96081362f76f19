using System.CommandLine;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Bicep files, parameter files, ARM templates, deployment snapshots, what-if results, exports of resources, or folders of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var parameters = Options.Text("--parameters", "Parameter file (.parameters.json) of the template.", "FILE");
        var policies = new Option<string[]>("--policies")
        {
            Description = "Policy definitions, initiatives and assignments to judge by: a file or a folder, also of EPAC or ALZ. Judged instead of the guidelines, unless --guideline is given too. Repeatable.",
            HelpName = "DIR|FILE",
            DefaultValueFactory = _ => [],
        };
        var scope = Options.Text("--scope", "Where the templates are deployed: the id of a resource group, subscription or management group; / for the tenant.", "ID");
        var context = Options.Text("--context", "JSON file with what a template cannot know: subscription, resource groups, tenant, caller, an export of what exists.", "FILE");
        var exemptions = Options.Exemptions();
        var attestations = Options.Attestations();
        var bicep = Options.Text("--bicep", "The Bicep compiler. Default: POLICYGEN_BICEP, bicep on the PATH, that of az, or that of the NuGet package.", "FILE");
        var now = Options.Now();
        var shared = new ResultOptions();
        var groupBy = ResultOptions.GroupBy();
        var aliases = Options.Aliases();
        var library = Options.Library();

        var command = new Command("check", "Judges templates and exports as Azure Policy would, before anything is deployed.")
        {
            paths, parameters, policies, scope, context, exemptions, attestations, now, bicep, groupBy, aliases, library,
        };
        shared.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            async () =>
            {
                if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files || Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } table)
                    return ExitCodes.BadInput;
                var failing = shared.FailingStates(parsed);
                var options = new CheckOptions
                {
                    Paths = [.. parsed.GetValue(paths)!],
                    ParametersFile = parsed.GetValue(parameters),
                    Policies = [.. parsed.GetValue(policies)!],
                    Guidelines = parsed.GetResult(shared.Guideline) is { Implicit: false } ? parsed.GetValue(shared.Guideline) : null,
                    Controls = parsed.GetValue(shared.Control),
                    Severity = parsed.GetValue(shared.Severity) ?? Severity.Low,
                    Scope = parsed.GetValue(scope),
                    ContextFile = parsed.GetValue(context),
                    ExemptionsFile = parsed.GetValue(exemptions),
                    AttestationsFile = parsed.GetValue(attestations),
                    Now = parsed.GetValue(now),
                    Bicep = parsed.GetValue(bicep),
                    Included = [.. parsed.GetValue(shared.Include).Union(failing)],
                };
                var diagnostics = new DiagnosticBag();
                CheckOutcome? outcome;
                using (var progress = terminal.StartProgress())
                    outcome = await new CheckRunner(files, table).RunAsync(options, diagnostics, progress, cancellationToken);
                terminal.Show(diagnostics);
                if (outcome is null)
                    return ExitCodes.BadInput;
                // What a reader must know of policies and scope; the diagnostics among it have just been shown.
                var shown = diagnostics.Select(d => d.ToString()).ToHashSet(StringComparer.Ordinal);
                foreach (var warning in outcome.Result.Run.Warnings.Where(w => !shown.Contains(w)))
                    terminal.Note("warning: " + warning);
                return new ResultOutput(terminal, shared, parsed).Write(outcome.Result, outcome.Library, outcome.InputFile, failing, parsed.GetValue(groupBy), cancellationToken);
            },
            cancellationToken));
        return command;
    }
}
