using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Faults;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Routes;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>Answers requests: identity, Azure Resource Manager, and its own control routes.</summary>
internal sealed class Emulator
{
    private const int ResetDelay = 30;

    /// <summary>Bytes of the largest body that is read.</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    private readonly Router _router;
    private readonly TokenStore _tokens;
    private readonly RequestLog _log = new();
    private int _remaining = 12_000;

    public Emulator(Estate estate, RenderedLibrary library, TimeProvider clock)
    {
        _tokens = new TokenStore(clock);
        _router = new Router(estate, library, clock);
        Identity = new ManagedIdentity(_tokens, TimeSpan.FromSeconds(estate.Settings.TokenSeconds));
    }

    public ManagedIdentity Identity { get; }

    public FaultPlan Faults { get; } = new();

    /// <summary>Port of the listener that links of a fault lead to.</summary>
    public int ForeignPort { get; set; }

    /// <summary>Answers a request. What fails here is a fault of the emulator, and no scripted one: it is told on stderr.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException or BadHttpRequestException))
        {
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {exception}");
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var clock = Stopwatch.StartNew();
        var request = await ReadAsync(context);
        var address = context.Request.GetEncodedPathAndQuery();
        if (context.Connection.LocalPort == ForeignPort)
        {
            _log.Add(request.Method, address, request.Body, _tokens.Judge(request.Authorization), context.Request.Protocol, isForeign: true);
            await WriteAsync(context, ArmError.NotFound("NotFound", "This is not Azure Resource Manager.").ToAnswer(), null);
            return;
        }
        if (context.Request.Path.StartsWithSegments("/emulator", StringComparison.OrdinalIgnoreCase))
        {
            await WriteAsync(context, Control(request), null);
            return;
        }

        var hit = Faults.Next(request, address);
        if (hit is { Do.RevokeToken: true } or { Do.ClaimsChallenge: true })
            _tokens.Revoke(request.Authorization, isChallenged: hit.Do.ClaimsChallenge);
        var entry = _log.Add(request.Method, address, request.Body, _tokens.Judge(request.Authorization), context.Request.Protocol);
        entry.Fault = hit?.Index;
        if (hit is { Do.Delay: > 0 })
            await Task.Delay(hit.Do.Delay, context.RequestAborted);

        var answer = (hit is null ? null : FaultBodies.Failure(hit.Do, request)) ?? Answer(context, request);
        AddHeaders(context, answer);
        if (hit is not null && answer.Status == 200)
            FaultBodies.Change(answer, hit, request, $"localhost:{ForeignPort.ToString(CultureInfo.InvariantCulture)}");
        if (answer.Status == 200)
            Faults.Remember(request, address, answer);
        (entry.Status, entry.Bytes) = (answer.Status, answer.Body.Length);
        await WriteAsync(context, answer, hit?.Do);
        entry.Milliseconds = clock.Elapsed.TotalMilliseconds;
    }

    private Answer Answer(HttpContext context, EmulatorRequest request)
    {
        try
        {
            if (request.Path.Equals(ManagedIdentity.Path, StringComparison.OrdinalIgnoreCase))
                return Identity.Answer(request, context.Request.Headers["X-IDENTITY-HEADER"]);
            return _tokens.Judge(request.Authorization) switch
            {
                TokenState.Missing => throw ArmError.Unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", request.Host),
                TokenState.Unknown => throw ArmError.Unauthorized("InvalidAuthenticationToken", "The access token is invalid.", request.Host),
                TokenState.Challenged => throw ArmError.Challenge(request.Host),
                TokenState.Expired => throw ArmError.Unauthorized("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.", request.Host),
                _ => _router.Answer(request),
            };
        }
        catch (ArmError error)
        {
            return error.ToAnswer();
        }
    }

    private Answer Control(EmulatorRequest request)
    {
        try
        {
            switch (request.Method, request.Path.TrimEnd('/').ToLowerInvariant())
            {
                case ("GET", "/emulator/log"):
                    return Http.Answer.Json(_log.ToJson());
                case ("DELETE", "/emulator/log"):
                    _log.Clear();
                    return Http.Answer.Json(new JObject());
                case ("PUT", "/emulator/faults"):
                    Faults.Set(request.JsonBody(), "faults");
                    return Http.Answer.Json(new JObject());
                default:
                    return ArmError.NotFound("NotFound", "The emulator has GET and DELETE /emulator/log and PUT /emulator/faults.").ToAnswer();
            }
        }
        catch (ArmError error)
        {
            return error.ToAnswer();
        }
        catch (Exception exception) when (exception is EstateException or JsonException)
        {
            return ArmError.BadRequest("InvalidFaults", exception.Message).ToAnswer();
        }
    }

    private static async Task<EmulatorRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = request.ContentLength is 0 or null && !request.Headers.ContainsKey("Transfer-Encoding") && request.Method == "GET" ? "" : await reader.ReadToEndAsync(context.RequestAborted);
        return new EmulatorRequest(request.Method, request.Host.Value ?? "", request.Path.Value ?? "/", request.Query, body, request.Headers.Authorization);
    }

    private void AddHeaders(HttpContext context, Answer answer)
    {
        var id = Guid.NewGuid().ToString();
        answer.Headers["x-ms-request-id"] = id;
        answer.Headers["x-ms-correlation-request-id"] = context.Request.Headers["x-ms-correlation-request-id"].FirstOrDefault() ?? id;
        answer.Headers["x-ms-routing-request-id"] = $"JAPANEAST:{DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}:{id}";
        // A bucket that fills up again: what is left moves between its size and half of it.
        var remaining = Interlocked.Decrement(ref _remaining);
        if (remaining < 6000)
            Interlocked.Exchange(ref _remaining, 12_000);
        var name = ArmPath.SubscriptionOf(context.Request.Path.Value ?? "") is null ? "tenant" : "subscription";
        answer.Headers.TryAdd($"x-ms-ratelimit-remaining-{name}-reads", remaining.ToString(CultureInfo.InvariantCulture));
        answer.Headers["Cache-Control"] = "no-cache";
    }

    private static async Task WriteAsync(HttpContext context, Answer answer, FaultAction? fault)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (fault?.Reset is { } reset)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body[..Math.Min(reset, answer.Body.Length)], context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            // A reset overtakes what the client has not read yet; it is to see the beginning of the body.
            await Task.Delay(ResetDelay, context.RequestAborted);
            context.Abort();
            return;
        }
        if (fault?.Truncate is { } truncate)
        {
            // Without a length the body ends as any other does: only what it says shows that it is not whole.
            await response.Body.WriteAsync(answer.Body[..Math.Min(truncate, answer.Body.Length)], context.RequestAborted);
            return;
        }
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
