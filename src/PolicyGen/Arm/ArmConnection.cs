using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Newtonsoft.Json;
using PolicyGen.Results;

namespace PolicyGen.Arm;

/// <summary>A connection to Azure Resource Manager. The time of the run begins when it is opened.</summary>
public sealed class ArmConnection : IArmTransport, IDisposable
{
    private readonly ArmRun _run;
    private readonly ArmHostGuard _guard;
    private readonly HttpClient _http;
    private readonly HttpPipeline _pipeline;

    private ArmConnection(ArmOptions options, TokenCredential credential, HttpMessageHandler handler, TimeProvider time)
    {
        var cloud = ArmClouds.Of(options.Cloud);
        Endpoint = options.Endpoint ?? cloud.Endpoint;
        _run = new ArmRun(Endpoint, options.Timeout, time);
        _guard = new ArmHostGuard(_run);
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

        var environment = new ArmEnvironment(Endpoint, cloud.Audience);
        var client = Options(environment, options.MaxConcurrency);
        var signIn = new ArmCredentialGuard(credential, _run);
        Client = new ArmClient(signIn, default, client);
        _pipeline = HttpPipelineBuilder.Build(client, new BearerTokenAuthenticationPolicy(signIn, environment.DefaultScope));
    }

    /// <inheritdoc/>
    public Uri Endpoint { get; }

    /// <inheritdoc/>
    public ArmClient Client { get; }

    /// <inheritdoc/>
    public ArmFigures Figures => _run.Figures;

    /// <summary>Makes a connection. Nothing is sent yet: signing in is part of the first request.</summary>
    /// <param name="options">How to reach Azure Resource Manager.</param>
    /// <exception cref="ArgumentException"><see cref="ArmOptions.Validate"/> finds the options wrong.</exception>
    public static ArmConnection Open(ArmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        return Open(options, ArmSignIn.Create(options), Handler(options), TimeProvider.System);
    }

    /// <summary>For specs: another credential, handler or clock.</summary>
    internal static ArmConnection Open(ArmOptions options, TokenCredential credential, HttpMessageHandler handler, TimeProvider time)
    {
        Check(options);
        return new ArmConnection(options, credential, handler, time);
    }

    /// <inheritdoc/>
    public Task<T> SendAsync<T>(ArmRequest request, Func<JsonTextReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        return SendAsync(request, (json, _) => read(json), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<T> SendAsync<T>(ArmRequest request, Func<JsonTextReader, Func<string, string?>, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        var tries = new ArmTries();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _run.End);
        try
        {
            var address = Address(request);
            _guard.Check(address, request.Action, request.Scope);
            return await SendAsync(request, address, read, tries, stop.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception) when (_run.IsOver)
        {
            throw Told(ArmRetryPolicy.Over(tries), request, exception);
        }
        catch (ArmException exception) when (exception.Failure.Action.Length == 0)
        {
            // The pipeline does not know what the request was about.
            throw Told(exception.Failure, request, exception.InnerException);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _run.Dispose();
    }

    private async Task<T> SendAsync<T>(ArmRequest request, Uri address, Func<JsonTextReader, Func<string, string?>, T> read, ArmTries tries, CancellationToken stop)
    {
        while (true)
        {
            using var message = Message(request, address, tries);
            ArmFailure failure;
            try
            {
                await _pipeline.SendAsync(message, stop);
                return message.Response.Status is >= 200 and < 300
                    ? ArmBody.Read(message.Response, json => read(json, name => message.Response.Headers.TryGetValue(name, out var value) ? value : null))
                    : throw new ArmException(ArmFailureReader.Read(message.Response, request.Action, request.Scope, tries.Sent));
            }
            catch (ArmBodyException exception)
            {
                tries.Failed++;
                failure = exception.Failure(request, tries, message.Response);
                var wait = ArmRetryRules.Backoff(tries.Failed, Random.Shared.NextDouble());
                if (failure.Kind == ArmFailureKind.TooLarge || !tries.MayTryAgain || wait >= _run.Remaining)
                    throw new ArmException(failure, exception.InnerException);
                ArmRetryPolicy.Leave(message);
                await _run.WaitAsync(wait, stop);
            }
            finally
            {
                ArmRetryPolicy.Leave(message);
            }
        }
    }

    private Uri Address(ArmRequest request) =>
        Uri.TryCreate(Endpoint, request.Path, out var address)
            ? address
            : throw new ArmException(new ArmFailure(ArmFailureKind.Malformed, 0, "", "The address of a page is none.", request.Action, request.Scope, 0, null));

    private HttpMessage Message(ArmRequest request, Uri address, ArmTries tries)
    {
        var message = _pipeline.CreateMessage();
        message.BufferResponse = false;
        message.SetProperty(typeof(ArmTries), tries);
        message.Request.Method = RequestMethod.Parse(request.Method.Method);
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add("Accept", "application/json");
        if (request.Body is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(System.Text.Encoding.UTF8.GetBytes(request.Body.ToString(Formatting.None)));
        }

        return message;
    }

    private ArmClientOptions Options(ArmEnvironment environment, int most)
    {
        var result = new ArmClientOptions
        {
            Environment = environment,
            Transport = new HttpClientTransport(_http),
            RetryPolicy = new ArmRetryPolicy(_run, new ArmGate(most, _run), new ArmGate(most, _run)),
        };
        result.AddPolicy(_guard, HttpPipelinePosition.PerCall);
        result.AddPolicy(new ArmCounting(_run, _guard), HttpPipelinePosition.BeforeTransport);
        result.Diagnostics.ApplicationId = "policygen/" + ResultJson.ToolVersion;
        result.Diagnostics.IsLoggingEnabled = false;
        result.Diagnostics.IsDistributedTracingEnabled = false;
        return result;
    }

    private static SocketsHttpHandler Handler(ArmOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = options.MaxConcurrency * 2,
    };

    private static ArmException Told(ArmFailure failure, ArmRequest request, Exception? inner) =>
        new(failure with { Action = request.Action, Scope = request.Scope }, inner);

    private static void Check(ArmOptions options)
    {
        if (options.Validate() is { } wrong)
            throw new ArgumentException(wrong, nameof(options));
    }
}
