using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>How the compiler is run.</summary>
public sealed record BicepClientOptions
{
    /// <summary>Longest wait for one answer; the process is ended then. Default: two minutes.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Most processes, 1 or 2. Each is parallel in itself, and costs a second of work to start: default 2 on machines with
    /// more than three processors, else 1.
    /// </summary>
    public int Processes { get; init; } = Environment.ProcessorCount > 3 ? 2 : 1;

    /// <summary>Most requests that a process works on at the same time. Default: 4.</summary>
    public int RequestsPerProcess { get; init; } = 4;
}

/// <summary>
/// The Bicep compiler, kept warm: <c>bicep jsonrpc --stdio</c> in at most two processes, each working on several requests.
/// Requests wait for a free place. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A process that crashes is started again once for each request that it took down, alone, so that only the culprit fails;
/// the crash is reported as the warning <c>bicep-restarted</c>. Nothing is given to the process but paths and scope ids;
/// it has the environment of this one, since parameter files may read it.
/// </remarks>
public sealed class BicepClient : IAsyncDisposable
{
    /// <summary>
    /// Oldest compiler that is used. <c>bicep/getSnapshot</c> came with 0.36.1 (Azure/bicep#17143) and was finished with
    /// 0.41; 0.44.1 is the first known to take a management group (Azure/bicep#19378, #19887).
    /// </summary>
    public const string MinimumVersion = "0.44.1";

    private readonly string _executable;
    private readonly BicepClientOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly BicepPool _pool;

    /// <summary>Makes a client. A process is started with the first request.</summary>
    /// <param name="executable">Absolute path, as <see cref="BicepLocator"/> gives it.</param>
    /// <param name="diagnostics">Takes <c>bicep-restarted</c>.</param>
    /// <param name="options">Limits.</param>
    public BicepClient(string executable, DiagnosticBag diagnostics, BicepClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(executable);
        ArgumentNullException.ThrowIfNull(diagnostics);
        _executable = executable;
        _diagnostics = diagnostics;
        _options = options ?? new BicepClientOptions();
        _pool = new BicepPool(StartAsync, Math.Clamp(_options.Processes, 1, 2), Math.Max(1, _options.RequestsPerProcess));
    }

    /// <summary>Version of the compiler, which is started if it is not running.</summary>
    /// <exception cref="BicepException">It cannot be used.</exception>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken) =>
        (await InvokeAsync<BicepVersionResponse>("bicep/version", new BicepVersionRequest(), cancellationToken).ConfigureAwait(false)).Version;

    /// <summary>Ends the processes.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    internal Task<BicepCompileResponse> CompileAsync(string path, CancellationToken cancellationToken) =>
        InvokeAsync<BicepCompileResponse>("bicep/compile", new BicepFileRequest(path), cancellationToken);

    internal Task<BicepCompileParamsResponse> CompileParametersAsync(string path, CancellationToken cancellationToken) =>
        InvokeAsync<BicepCompileParamsResponse>("bicep/compileParams", new BicepCompileParamsRequest(path, ImmutableDictionary<string, JToken>.Empty), cancellationToken);

    internal async Task<string> GetSnapshotAsync(string path, BicepSnapshotMetadata metadata, CancellationToken cancellationToken) =>
        (await InvokeAsync<BicepSnapshotResponse>("bicep/getSnapshot", new BicepSnapshotRequest(path, metadata), cancellationToken).ConfigureAwait(false)).Snapshot;

    internal async Task<ImmutableArray<BicepSymbol>> GetParametersAsync(string path, CancellationToken cancellationToken) =>
        (await InvokeAsync<BicepMetadataResponse>("bicep/getMetadata", new BicepFileRequest(path), cancellationToken).ConfigureAwait(false)).Parameters;

    internal async Task<ImmutableArray<BicepGraphNode>> GetDeploymentGraphAsync(string path, CancellationToken cancellationToken) =>
        (await InvokeAsync<BicepGraphResponse>("bicep/getDeploymentGraph", new BicepFileRequest(path), cancellationToken).ConfigureAwait(false)).Nodes;

    internal async Task<ImmutableArray<string>> GetFileReferencesAsync(string path, CancellationToken cancellationToken) =>
        (await InvokeAsync<BicepFileReferencesResponse>("bicep/getFileReferences", new BicepFileRequest(path), cancellationToken).ConfigureAwait(false)).FilePaths;

    private async Task<T> InvokeAsync<T>(string method, object request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var place = await _pool.RentAsync(cancellationToken).ConfigureAwait(false);
                return await place.Process.InvokeAsync<T>(method, request, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
            }
            catch (BicepProcessLostException e) when (e.WasStopped)
            {
                // Another request's timeout took the process away.
            }
            catch (BicepProcessLostException e)
            {
                _diagnostics.Warning("bicep-restarted", e.Message + " It was started again.", SourceLocation.None);
                return await InvokeAloneAsync<T>(method, request, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> InvokeAloneAsync<T>(string method, object request, CancellationToken cancellationToken)
    {
        try
        {
            using var place = await _pool.RentAloneAsync(cancellationToken).ConfigureAwait(false);
            return await place.Process.InvokeAsync<T>(method, request, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (BicepProcessLostException e)
        {
            throw new BicepException(BicepFailure.Crashed, e.Message);
        }
    }

    private async Task<BicepProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = BicepProcess.Start(_executable);
        try
        {
            var version = (await process.InvokeAsync<BicepVersionResponse>("bicep/version", new BicepVersionRequest(), _options.RequestTimeout, cancellationToken).ConfigureAwait(false)).Version;
            if (!IsSupported(version))
            {
                throw new BicepException(BicepFailure.TooOld,
                    $"The Bicep compiler {_executable} has version {version}; {MinimumVersion} or newer is needed. Upgrade it (az bicep upgrade, or https://aka.ms/bicep-install).");
            }

            return process;
        }
        catch (BicepProcessLostException e)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw new BicepException(BicepFailure.NotStarted, $"{e.Message} Is {_executable} a Bicep compiler of version {MinimumVersion} or newer?");
        }
        catch (Exception e) when (e is BicepException or OperationCanceledException)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // "0.49.2", "0.49.2-g1234"; an unnumbered build of a developer is taken as new.
    internal static bool IsSupported(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var end = version.AsSpan().IndexOfAny('-', '+', ' ');
        return !Version.TryParse(end < 0 ? version : version[..end], out var number) || number >= Version.Parse(MinimumVersion);
    }
}
