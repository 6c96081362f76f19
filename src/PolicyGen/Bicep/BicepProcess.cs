using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using StreamJsonRpc;

namespace PolicyGen.Bicep;

/// <summary>The process went away under a request: ended by another request's timeout, or crashed.</summary>
internal sealed class BicepProcessLostException(string message, bool wasStopped) : Exception(message)
{
    /// <summary>True when we ended the process, so that the request can simply be sent again.</summary>
    public bool WasStopped { get; } = wasStopped;
}

/// <summary>One <c>bicep jsonrpc --stdio</c>: JSON-RPC with Content-Length framing over the standard streams.</summary>
internal sealed class BicepProcess : IAsyncDisposable
{
    private const int MaxErrorText = 4096;

    // 1.5 GiB bounds the memory: a small template can ask for any amount of text. Hundreds of small templates take 250 MB.
    private const string HeapLimit = "0x60000000";

    private readonly Process _process;
    private readonly JsonRpc _rpc;
    private readonly StringBuilder _errors = new();
    private volatile bool _stopped;

    private BicepProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, e) => KeepError(e.Data);
        process.BeginErrorReadLine();

        var formatter = new JsonMessageFormatter { JsonSerializer = { ContractResolver = new CamelCasePropertyNamesContractResolver(), NullValueHandling = NullValueHandling.Ignore } };
        _rpc = new JsonRpc(new HeaderDelimitedMessageHandler(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, formatter));
        _rpc.StartListening();
    }

    /// <summary>False once it ended.</summary>
    public bool IsAlive => !_stopped && !_rpc.Completion.IsCompleted;

    /// <summary>Starts a process.</summary>
    /// <exception cref="BicepException">The file cannot be run.</exception>
    public static BicepProcess Start(string executable)
    {
        var start = new ProcessStartInfo(executable, ["jsonrpc", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment.TryAdd("DOTNET_GCHeapHardLimit", HeapLimit);
        // It lives for seconds: what pays off over hours only costs here (a third of the processor time, measured).
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        start.Environment.TryAdd("DOTNET_gcConcurrent", "0");
        try
        {
            return new BicepProcess(Process.Start(start) ?? throw new BicepException(BicepFailure.NotStarted, $"The Bicep compiler {executable} did not start."));
        }
        catch (Win32Exception e)
        {
            throw new BicepException(BicepFailure.NotStarted, $"The Bicep compiler {executable} cannot be started: {e.Message}");
        }
    }

    /// <summary>Sends a request and waits for the answer. A timeout or cancellation ends the process, whatever else it does.</summary>
    public async Task<T> InvokeAsync<T>(string method, object request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = _rpc.InvokeWithParameterObjectAsync<T>(method, request, CancellationToken.None);
        try
        {
            return await answer.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Stop();
            throw new BicepException(BicepFailure.TimedOut, string.Create(CultureInfo.InvariantCulture, $"The Bicep compiler did not answer within {timeout.TotalSeconds:0.#} seconds and was ended."));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Stop();
            throw;
        }
        catch (RemoteRpcException e) when (e is not ConnectionLostException)
        {
            throw new BicepException(BicepFailure.Refused, e.Message);
        }
        catch (Exception e) when (e is ConnectionLostException or ObjectDisposedException or IOException or TaskCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wasStopped = _stopped;
            throw new BicepProcessLostException(await DescribeEndAsync().ConfigureAwait(false), wasStopped);
        }
        finally
        {
            // Nobody waits for an answer that was given up.
            _ = answer.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private void Stop()
    {
        _stopped = true;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended by itself.
        }

        _rpc.Dispose();
    }

    private async Task<string> DescribeEndAsync()
    {
        // The streams close a moment before the process is gone; its exit code is worth that moment.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var text = "The Bicep compiler ended unexpectedly";
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            text += string.Create(CultureInfo.InvariantCulture, $" with exit code {_process.ExitCode}");
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            Stop();
        }

        lock (_errors)
            return _errors.Length == 0 ? text + "." : $"{text}: {_errors.ToString().Trim()}";
    }

    private void KeepError(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
        {
            if (_errors.Length + line.Length < MaxErrorText)
                _errors.Append(line).Append('\n');
        }
    }
}
