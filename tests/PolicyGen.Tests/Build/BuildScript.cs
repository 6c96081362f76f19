using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Text;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Build;

/// <summary>Runs build.ps1 in a runspace that has no modules, only the engine itself.</summary>
internal static class BuildScript
{
    /// <summary>Runs the script with parameters; a switch has the value true.</summary>
    public static Result Run(params (string Name, object Value)[] parameters) => RunFile(Repository.PathOf("build.ps1"), parameters);

    /// <summary>Runs a copy of the script.</summary>
    public static Result RunFile(string script, params (string Name, object Value)[] parameters)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        var host = new RecordingHost();
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(script);
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);

        var output = new PSDataCollection<PSObject>();
        string? error = null;
        try
        {
            shell.Invoke<PSObject, PSObject>(null, output, null);
        }
        catch (RuntimeException e)
        {
            error = e.Message;
        }

        var location = runspace.SessionStateProxy.Path.CurrentLocation.Path;
        return new Result([.. output.Select(o => o.ToString())], host.Lines, error, location);
    }

    /// <summary>What a run left behind.</summary>
    /// <param name="Output">Lines of the pipeline: the script's own and those of the commands it ran.</param>
    /// <param name="Host">Lines written to the host, which is where -WhatIf speaks.</param>
    /// <param name="Error">Message of the error that ended the run, or null.</param>
    /// <param name="Location">Current folder of the caller afterwards.</param>
    internal sealed record Result(IReadOnlyList<string> Output, IReadOnlyList<string> Host, string? Error, string Location);

    private sealed class RecordingHost : PSHost
    {
        private readonly RecordingInterface _ui = new();

        public IReadOnlyList<string> Lines => _ui.Lines;

        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "PolicyGen.Tests";

        public override PSHostUserInterface UI => _ui;

        public override Version Version { get; } = new(1, 0);

        public override void EnterNestedPrompt() => throw new NotSupportedException();

        public override void ExitNestedPrompt() => throw new NotSupportedException();

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }

        public override void SetShouldExit(int exitCode)
        {
        }
    }

    // Writes down what is written; a question to the user fails the test.
    private sealed class RecordingInterface : PSHostUserInterface
    {
        private readonly StringBuilder _text = new();

        public IReadOnlyList<string> Lines => _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public override PSHostRawUserInterface? RawUI => null;

        public override void Write(string value) => _text.Append(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => _text.Append(value).Append('\n');

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteWarningLine(string message) => WriteLine(message);

        public override void WriteVerboseLine(string message) => WriteLine(message);

        public override void WriteDebugLine(string message) => WriteLine(message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override string ReadLine() => throw new NotSupportedException();

        public override System.Security.SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override Dictionary<string, PSObject> Prompt(string caption, string message, System.Collections.ObjectModel.Collection<FieldDescription> descriptions) => throw new NotSupportedException();

        public override int PromptForChoice(string caption, string message, System.Collections.ObjectModel.Collection<ChoiceDescription> choices, int defaultChoice) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();
    }
}
