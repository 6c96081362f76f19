using System.Collections.Immutable;
using System.CommandLine;
using PolicyGen.Auditing;
using PolicyGen.Catalogue;
using PolicyGen.Cli.Output;
using PolicyGen.Diagnostics;

namespace PolicyGen.Cli.Commands;

/// <summary><c>policygen audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var scope = new AuditScopeOptions();
        var connection = new ConnectionOptions();
        var shared = new ResultOptions();
        var source = new Option<AuditSource>("--source")
        {
            Description = "Where states come from: policy (what Azure Policy found) or inventory (resources are read and judged here; no assignment is needed). Default: policy.",
            HelpName = "policy|inventory",
            DefaultValueFactory = _ => AuditSource.Policy,
            CustomParser = Options.Choice(("policy", AuditSource.Policy), ("inventory", AuditSource.Inventory)),
        };
        var api = new Option<AuditApi>("--api")
        {
            Description = "Which API gives the states of Azure Policy: auto (Resource Graph; Policy Insights where that is refused), resource-graph or policy-insights. Default: auto.",
            HelpName = "auto|resource-graph|policy-insights",
            DefaultValueFactory = _ => AuditApi.Auto,
            CustomParser = Options.Choice(("auto", AuditApi.Auto), ("resource-graph", AuditApi.ResourceGraph), ("policy-insights", AuditApi.PolicyInsights)),
        };
        var initiative = new Option<ImmutableArray<string>>("--initiative")
        {
            Description = "Resource id of an initiative to read instead of the guidelines', or beside them where --guideline is given too; repeatable.",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                foreach (var token in result.Tokens.Where(t => !IsInitiative(t.Value)))
                    result.AddError($"'{token.Value}' is no resource id of an initiative: /…/providers/Microsoft.Authorization/policySetDefinitions/NAME.");
                return [.. result.Tokens.Select(t => t.Value)];
            },
        };
        var exemptions = Options.Exemptions();
        var attestations = Options.Attestations();
        var since = Options.Time("--since", "Also show what is new and what is gone since then: 2026-01-31 or 2026-01-31T09:00:00Z.");
        var now = Options.Now();
        var inventory = Options.Text("--save-inventory", "Also keep the resources that --source inventory reads, as JSON Lines that 'check' takes.", "FILE");
        var groupBy = ResultOptions.GroupBy();
        var aliases = Options.Aliases();
        var library = Options.Library();

        var command = new Command("audit", "Shows the live compliance of subscriptions, a management group or the tenant, for every requirement.");
        scope.AddTo(command);
        foreach (var option in new Option[] { source, api, initiative, exemptions, attestations, since, now, inventory })
            command.Options.Add(option);
        connection.AddTo(command);
        shared.AddTo(command);
        foreach (var option in new Option[] { groupBy, aliases, library })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            // The value itself throws where it is misspelt.
            var isInventory = string.Equals(result.GetResult(source)?.Tokens.LastOrDefault()?.Value, "inventory", StringComparison.OrdinalIgnoreCase);
            foreach (var option in isInventory ? [api, initiative, since] : new Option[] { inventory })
            {
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} goes with --source {(isInventory ? "policy" : "inventory")} only.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(
            async () =>
            {
                if (Options.FindLibrary(parsed.GetValue(library), terminal) is not { } files || Options.AliasTableFrom(parsed.GetValue(aliases), terminal) is not { } table)
                    return ExitCodes.BadInput;
                var failing = shared.FailingStates(parsed);
                var options = new AuditOptions
                {
                    Subscriptions = parsed.GetValue(scope.Subscription),
                    ManagementGroup = parsed.GetValue(scope.ManagementGroup),
                    Tenant = parsed.GetValue(scope.Tenant),
                    Source = parsed.GetValue(source),
                    Api = parsed.GetValue(api),
                    Initiatives = parsed.GetValue(initiative),
                    Guidelines = parsed.GetResult(shared.Guideline) is { Implicit: false } ? parsed.GetValue(shared.Guideline) : null,
                    Controls = parsed.GetValue(shared.Control),
                    Severity = parsed.GetValue(shared.Severity) ?? Severity.Low,
                    ExemptionsFile = parsed.GetValue(exemptions),
                    AttestationsFile = parsed.GetValue(attestations),
                    Since = parsed.GetValue(since),
                    Now = parsed.GetValue(now),
                    InventoryFile = parsed.GetValue(inventory),
                    Included = [.. parsed.GetValue(shared.Include).Union(failing)],
                };
                var diagnostics = new DiagnosticBag();
                AuditOutcome? outcome;
                using (var progress = terminal.StartProgress())
                    outcome = await new AuditRunner(files, table).RunAsync(options, connection.Of(parsed, terminal), diagnostics, progress, cancellationToken);
                terminal.Show(diagnostics);
                if (outcome is null)
                    return ExitCodes.BadInput;
                Remark(outcome, diagnostics, terminal);
                return new ResultOutput(terminal, shared, parsed).Write(outcome.Result, outcome.Library, null, failing, parsed.GetValue(groupBy), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    // What could not be read, whatever the format. Observations are in the result, and in the table.
    private static void Remark(AuditOutcome outcome, DiagnosticBag diagnostics, Terminal terminal)
    {
        var shown = diagnostics.Select(d => d.ToString()).Concat(outcome.Result.Audit?.Observations.Select(o => o.Message) ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var warning in outcome.Result.Run.Warnings.Where(w => !shown.Contains(w)))
            terminal.Note("warning: " + warning);
    }

    private static bool IsInitiative(string id)
    {
        var parts = id.Split('/');
        return id.StartsWith('/') && parts.Length >= 5 && parts[^1].Length > 0
            && string.Equals(parts[^2], "policySetDefinitions", StringComparison.OrdinalIgnoreCase)
            && string.Equals(parts[^3], "Microsoft.Authorization", StringComparison.OrdinalIgnoreCase)
            && string.Equals(parts[^4], "providers", StringComparison.OrdinalIgnoreCase);
    }
}
