using System.Net;
using System.Text;
using Azure.Core;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

/// <summary>What the stub got.</summary>
internal sealed record StubRequest(HttpMethod Method, Uri Address, string? Token, string Body, string UserAgent);

/// <summary>Answers by a script in place of the network: the last step repeats.</summary>
internal sealed class StubAzure(params Func<StubRequest, HttpResponseMessage>[] script) : HttpMessageHandler
{
    public static readonly Uri Endpoint = new("https://arm.test:8443");

    private readonly Lock _lock = new();

    public List<StubRequest> Requests { get; } = [];

    public EagerTime Time { get; } = new();

    public StubCredential Credential { get; } = new();

    public ArmConnection Connect(TimeSpan? timeout = null, int most = 8) => ArmConnection.Open(
        new ArmOptions { Endpoint = Endpoint, Timeout = timeout ?? TimeSpan.FromMinutes(30), MaxConcurrency = most }, Credential, this, Time);

    public static ArmRequest Get(string path = "/subscriptions?api-version=2022-12-01") =>
        new(HttpMethod.Get, path, null, "Microsoft.Resources/subscriptions/read", "/subscriptions/1");

    public static Func<StubRequest, HttpResponseMessage> Status(int status, string body = "{}", params (string Name, string Value)[] headers) => _ =>
    {
        var result = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            result.Headers.TryAddWithoutValidation(name, value);
        return result;
    };

    public static Func<StubRequest, HttpResponseMessage> Ok(string body, params (string Name, string Value)[] headers) => Status(200, body, headers);

    public static Func<StubRequest, HttpResponseMessage> Body(Stream body) => _ =>
        new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentType = new("application/json") } } };

    public static Func<StubRequest, HttpResponseMessage> Broken(Exception exception) => _ => throw exception;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new StubRequest(request.Method, request.RequestUri!, request.Headers.Authorization?.Parameter, body, request.Headers.UserAgent.ToString());
        int number;
        lock (_lock)
        {
            number = Requests.Count;
            Requests.Add(seen);
        }

        return script[Math.Min(number, script.Length - 1)](seen);
    }
}

/// <summary>Gives tokens by number, and keeps the claims that it was asked for.</summary>
internal sealed class StubCredential : TokenCredential
{
    public List<TokenRequestContext> Asked { get; } = [];

    public Exception? Fails { get; set; }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add(requestContext);
        return Fails is null ? new AccessToken("token" + Asked.Count, DateTimeOffset.UtcNow.AddHours(1)) : throw Fails;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}

/// <summary>A body that gives some bytes, and then fails.</summary>
internal sealed class BreakingStream(byte[] bytes, Exception exception) : MemoryStream
{
    private int _given;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, bytes.Length - _given);
        if (count == 0)
            throw exception;
        bytes.AsMemory(_given, count).CopyTo(buffer);
        _given += count;
        return new(count);
    }
}

/// <summary>A body whose first bytes never come; asking for them stops the run.</summary>
internal sealed class EndlessStream(CancellationTokenSource stop) : MemoryStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await stop.CancelAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }
}
