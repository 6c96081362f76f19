using System.CommandLine;
using PolicyGen.Cli;
using PolicyGen.Cli.Commands;
using PolicyGen.Cli.Output;

var terminal = Terminal.Create();
var root = new RootCommand("Azure Policy for the safety-management guidelines for medical information of MHLW, MIC and METI.")
{
    GenerateCommand.Create(terminal),
    LintCommand.Create(terminal),
    CheckCommand.Create(terminal),
    AuditCommand.Create(terminal),
    RequirementsCommand.Create(terminal),
    CoverageCommand.Create(terminal),
    ControlsCommand.Create(terminal),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        terminal.Error(error.Message);
    terminal.Note($"'{parsed.CommandResult.Command.Name} --help' shows what it takes.");
    return ExitCodes.BadInput;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    terminal.Error("Cancelled; nothing was changed.");
    return ExitCodes.Cancelled;
}
