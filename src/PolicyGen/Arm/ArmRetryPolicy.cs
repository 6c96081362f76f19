using System.Security.Authentication;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PolicyGen.Arm;

/// <summary>
/// Sends a message until it succeeds, until a further try cannot help, or until the time of the run would be over. A place within
/// the gate is held from before the message is sent until its body has been read.
/// </summary>
internal sealed class ArmRetryPolicy(ArmRun run, ArmGate queries, ArmGate others) : HttpPipelinePolicy
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(100);

    /// <summary>The tries of the request that a message carries.</summary>
    public static ArmTries Tries(HttpMessage message)
    {
        if (message.TryGetProperty(typeof(ArmTries), out var known))
            return (ArmTries)known!;
        var tries = new ArmTries();
        message.SetProperty(typeof(ArmTries), tries);
        return tries;
    }

    /// <summary>Gives back the place that a message whose body was not buffered still holds.</summary>
    public static void Leave(HttpMessage message)
    {
        if (message.TryGetProperty(typeof(ArmPlace), out var place))
            ((ArmPlace?)place)?.Dispose();
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var tries = Tries(message);
        var gate = IsQuery(message) ? queries : others;
        tries.Stop = message.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(message.CancellationToken, run.End);
        try
        {
            while (!await TryAsync(message, pipeline, tries, gate, stop.Token))
            {
                if (message.HasResponse)
                    message.Response.Dispose();
            }
        }
        catch (OperationCanceledException exception) when (run.IsOver && !message.CancellationToken.IsCancellationRequested)
        {
            throw new ArmException(Over(tries), exception);
        }
    }

    /// <summary>The failure of a run whose time is over.</summary>
    public static ArmFailure Over(ArmTries tries) =>
        new(ArmFailureKind.Timeout, 0, "", "The time of the run is over.", "", "/", tries.Sent, null);

    // True when the message has an answer to give back, good or bad; false when it is to be sent again.
    private async Task<bool> TryAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, ArmTries tries, ArmGate gate, CancellationToken stop)
    {
        if (run.IsOver)
            throw new ArmException(Over(tries));
        var place = await gate.EnterAsync(stop) ?? throw new ArmException(new ArmFailure(
            ArmFailureKind.Throttled, 0, "", "The quota is used up, and does not come back within the time of the run.", "", "/", tries.Sent, null));
        TimeSpan wait;
        var isHandedOver = false;
        try
        {
            message.NetworkTimeout = run.Remaining < LongestSilence ? Positive(run.Remaining) : LongestSilence;
            await ProcessNextAsync(message, pipeline);
            if (!message.BufferResponse && !IsGood(message.Response))
                await BufferAsync(message, stop);
            ArmTries.Note(message.Response, tries);
            Learn(message.Response, gate, place);
            if (IsGood(message.Response))
            {
                if (!message.BufferResponse)
                {
                    message.SetProperty(typeof(ArmPlace), place);
                    isHandedOver = true;
                    return true;
                }

                if (IsWhole(message.Response))
                    return true;
                tries.Failed++;
                if (!tries.MayTryAgain)
                    throw new ArmException(new ArmFailure(ArmFailureKind.Malformed, message.Response.Status, "", "The answer is not whole JSON.", "", "/", tries.Sent, null));
                wait = ArmRetryRules.Backoff(tries.Failed, Random.Shared.NextDouble());
            }
            else
            {
                if (Next(message.Response, tries) is not { } next)
                    return true;
                wait = next;
                if (ArmRetryRules.IsThrottled(message.Response.Status) && ArmRetryRules.Asked(message.Response, run.Time.GetUtcNow()) is not null)
                {
                    // All wait together, at the gate, which counts it.
                    gate.Close(wait);
                    return wait >= run.Remaining;
                }
            }
        }
        catch (Exception exception) when (IsConnection(exception, message.CancellationToken) && !run.IsOver)
        {
            tries.Failed++;
            wait = ArmRetryRules.Backoff(tries.Failed, Random.Shared.NextDouble());
            if (!tries.MayTryAgain || !CanHelp(exception) || wait >= run.Remaining)
                throw new ArmException(ArmFailureReader.Network(exception, "", "/", tries.Sent), exception);
        }
        finally
        {
            if (!isHandedOver)
                place.Dispose();
        }

        return !await run.WaitAsync(wait, stop);
    }

    // How long to wait before the next try; null for none.
    private TimeSpan? Next(Response response, ArmTries tries)
    {
        if (!ArmRetryRules.CanHelp(response, ArmFailureReader.Code(response)))
            return null;
        var throttled = ArmRetryRules.IsThrottled(response.Status);
        var times = throttled ? ++tries.Throttled : ++tries.Failed;
        return throttled || tries.MayTryAgain
            ? ArmRetryRules.Asked(response, run.Time.GetUtcNow()) ?? ArmRetryRules.Backoff(times, Random.Shared.NextDouble())
            : null;
    }

    private static void Learn(Response response, ArmGate gate, ArmPlace place)
    {
        if (response.Status is 429 or 503)
            gate.Halve(place.Generation);
        else if (ArmRetryRules.IsNearlyUsedUp(response))
            gate.Slow();
        else if (IsGood(response))
            gate.Grow();
        if (ArmRetryRules.UsedUp(response) is { } time)
            gate.Close(time);
    }

    private static async Task BufferAsync(HttpMessage message, CancellationToken stop)
    {
        if (message.Response.ContentStream is not { } body)
            return;
        var copy = new MemoryStream();
        await using (body)
            await body.CopyToAsync(copy, stop);
        copy.Position = 0;
        message.Response.ContentStream = copy;
    }

    private static bool IsWhole(Response response) =>
        response.ContentStream is not MemoryStream { Length: > 0 } body
        || response.Headers.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true
        || ArmJson.IsWhole(body.GetBuffer().AsSpan(0, (int)body.Length));

    private static bool IsGood(Response response) => response.Status is >= 200 and < 300;

    private static bool IsQuery(HttpMessage message) =>
        message.Request.Uri.Path.Contains("/Microsoft.ResourceGraph/", StringComparison.OrdinalIgnoreCase);

    private static bool IsConnection(Exception exception, CancellationToken stop) => exception switch
    {
        ArmBodyTooLargeException => false,
        IOException or HttpRequestException => true,
        RequestFailedException failed => failed.Status == 0 && failed.InnerException is not ArmBodyTooLargeException,
        // A time limit of the pipeline's own: nothing came.
        OperationCanceledException => !stop.IsCancellationRequested,
        _ => false,
    };

    // A certificate that is not trusted now will not be a second later.
    private static bool CanHelp(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
                return false;
        }

        return true;
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1);
}
