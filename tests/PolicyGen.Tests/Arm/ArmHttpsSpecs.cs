using Azure.Core.Pipeline;
using Azure.Identity;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Arm;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Arm;

/// <summary>A connection against a server of its own, over TLS, signed in by Azure.Identity.</summary>
[NonParallelizable]
public class ArmHttpsSpecs
{
    private const string List = "/subscriptions?api-version=2022-12-01";
    private const string Query = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";

    private readonly TempFolder _folder = new();
    private ArmEmulatorProcess _emulator = null!;
    private ArmConnection _connection = null!;
    private EagerTime _time = null!;

    [OneTimeSetUp]
    public void Start()
    {
        var estate = new JObject
        {
            ["tenantId"] = "6b0c3f0e-9a5b-4c0e-8f53-0a6a5d0c1e11",
            ["managementGroups"] = new JArray(new JObject { ["name"] = "contoso" }),
            ["subscriptions"] = new JArray(Enumerable.Range(1, 7).Select(i => new JObject
            {
                ["id"] = $"00000000-0000-0000-0000-00000000000{i}",
                ["displayName"] = $"s{i}",
                ["managementGroup"] = "contoso",
            })),
            ["settings"] = new JObject { ["pageSize"] = 3 },
        };
        _emulator = ArmEmulatorProcess.Start("--estate", _folder.Write("estate.json", estate.ToString()));
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _emulator.IdentityEndpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", _emulator.IdentityHeader);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        _emulator.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void Connect() => Connect(TimeSpan.FromMinutes(30));

    [TearDown]
    public void Close() => _connection.Dispose();

    [Test]
    public async Task Pages_come_over_tls()
    {
        await _emulator.FaultsAsync("");
        Assert.That(await Read(), Is.EqualTo(Enumerable.Range(1, 7).Select(i => "s" + i)));
        Assert.That((_connection.Figures.Requests, _connection.Figures.Retries, _connection.Figures.Rows), Is.EqualTo((3L, 0L, 7L)));
        var bytes = (await Requests()).Sum(r => (long)r["bytes"]!);
        Assert.That(_connection.Figures.Bytes, Is.EqualTo(bytes));
    }

    [Test]
    public async Task The_typed_client_reads_the_same()
    {
        await _emulator.FaultsAsync("""{"match":{"path":"skiptoken","times":1},"do":{"status":503}},{"match":{"path":"skiptoken","times":1},"do":{"reset":20}},{"match":{"path":"skiptoken","times":1},"do":{"truncate":40}}""");
        var names = new List<string>();
        await foreach (var subscription in _connection.Client.GetSubscriptions().GetAllAsync())
            names.Add(subscription.Data.DisplayName);
        Assert.That(names, Is.EqualTo(Enumerable.Range(1, 7).Select(i => "s" + i)));
        Assert.That(_connection.Figures.Retries, Is.EqualTo(3));
    }

    [TestCase("""{"status":500}""")]
    [TestCase("""{"status":502,"body":"<html>Bad gateway</html>"}""")]
    [TestCase("""{"status":503,"headers":{"Retry-After":"3"}}""")]
    [TestCase("""{"status":504}""")]
    [TestCase("""{"status":408}""")]
    [TestCase("""{"status":429}""")]
    [TestCase("""{"status":429,"headers":{"Retry-After":"2"}}""")]
    [TestCase("""{"status":409,"code":"AnotherOperationInProgress"}""")]
    [TestCase("""{"reset":0}""")]
    [TestCase("""{"reset":100}""")]
    [TestCase("""{"truncate":0}""")]
    [TestCase("""{"truncate":100}""")]
    [TestCase("""{"malformed":true}""")]
    [TestCase("""{"claimsChallenge":true}""")]
    public async Task What_passes_leaves_no_trace(string fault)
    {
        await _emulator.FaultsAsync($$"""{"match":{"path":"^/subscriptions","times":1},"do":{{fault}}},{"match":{"path":"skiptoken","times":1},"do":{{fault}}}""");
        Assert.That(await Read(), Is.EqualTo(Enumerable.Range(1, 7).Select(i => "s" + i)));
        Assert.That((_connection.Figures.Requests, _connection.Figures.Retries, _connection.Figures.Rows), Is.EqualTo((5L, 2L, 7L)));
        Assert.That(await Requests(), Has.Count.EqualTo(5));
    }

    [TestCase("""{"status":500}""", ArmFailureKind.Service, 500, 5)]
    [TestCase("""{"status":503,"headers":{"Retry-After":"7200"}}""", ArmFailureKind.Service, 503, 1)]
    [TestCase("""{"status":429,"headers":{"Retry-After":"7200"}}""", ArmFailureKind.Throttled, 429, 1)]
    [TestCase("""{"status":429,"quota":{"remaining":0},"headers":{"x-ms-user-quota-resets-after":"02:00:00"}}""", ArmFailureKind.Throttled, 429, 1)]
    [TestCase("""{"status":404}""", ArmFailureKind.NotFound, 404, 1)]
    [TestCase("""{"status":409,"code":"MissingSubscriptionRegistration"}""", ArmFailureKind.Conflict, 409, 1)]
    [TestCase("""{"status":400,"code":"ResponsePayloadTooLarge"}""", ArmFailureKind.TooLarge, 400, 1)]
    [TestCase("""{"status":307,"headers":{"Location":"https://localhost:1/"}}""", ArmFailureKind.Refused, 307, 1)]
    [TestCase("""{"forbidden":"Microsoft.Resources/subscriptions/read"}""", ArmFailureKind.Forbidden, 403, 1)]
    [TestCase("""{"reset":0}""", ArmFailureKind.Network, 0, 5)]
    [TestCase("""{"truncate":100}""", ArmFailureKind.Malformed, 200, 5)]
    [TestCase("""{"malformed":true}""", ArmFailureKind.Malformed, 200, 5)]
    [TestCase("""{"claimsChallenge":true}""", ArmFailureKind.SignIn, 401, 2)]
    [TestCase("""{"revokeToken":true}""", ArmFailureKind.SignIn, 401, 1)]
    public async Task What_stays_is_told(string fault, ArmFailureKind kind, int status, int attempts)
    {
        await _emulator.FaultsAsync($$"""{"match":{"path":"^/subscriptions"},"do":{{fault}}}""");
        var failure = await Fails();
        // A reset may come before the status line or right behind it.
        var told = fault.Contains("\"reset\"", StringComparison.Ordinal) && failure.Status == 200 ? 0 : failure.Status;
        Assert.That((failure.Kind, told, failure.Attempts), Is.EqualTo((kind, status, attempts)), failure.Message);
        Assert.That(await Requests(), Has.Count.EqualTo(attempts));
    }

    [Test]
    public async Task A_body_that_always_breaks_off_is_a_broken_connection()
    {
        await _emulator.FaultsAsync("""{"match":{"path":"^/subscriptions"},"do":{"reset":100}}""");
        var failure = await Fails();
        Assert.That((failure.Kind, failure.Attempts), Is.EqualTo((ArmFailureKind.Network, 5)));
    }

    [TestCase("repeatPage", ArmFailureKind.Malformed)]
    [TestCase("emptyPage", ArmFailureKind.Malformed)]
    [TestCase("foreignNextLink", ArmFailureKind.Refused)]
    public async Task A_list_that_leads_astray_is_given_up(string fault, ArmFailureKind kind)
    {
        await _emulator.FaultsAsync($$$"""{"match":{"path":"^/subscriptions"},"do":{"{{{fault}}}":true}}""");
        Assert.That((await Fails()).Kind, Is.EqualTo(kind));
        var (requests, foreign) = await _emulator.LogAsync();
        Assert.That(foreign, Is.Empty);
        Assert.That(requests, Has.Count.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task The_typed_client_follows_no_link_elsewhere()
    {
        await _emulator.FaultsAsync("""{"match":{"path":"^/subscriptions"},"do":{"foreignNextLink":true}}""");
        var exception = await Assert.ThrowsAsync<ArmException>(async () =>
        {
            await foreach (var _ in _connection.Client.GetSubscriptions().GetAllAsync())
            {
            }
        });
        Assert.That(exception!.Failure.Kind, Is.EqualTo(ArmFailureKind.Refused));
        Assert.That((await _emulator.LogAsync()).Foreign, Is.Empty);
    }

    [Test]
    public async Task A_used_up_quota_is_waited_for_before_the_next_query()
    {
        await _emulator.FaultsAsync("""{"match":{"path":"ResourceGraph"},"do":{"status":200,"body":"{}","headers":{"x-ms-user-quota-remaining":"0","x-ms-user-quota-resets-after":"00:00:42"}}}""");
        var query = new ArmRequest(HttpMethod.Post, Query, new JObject { ["query"] = "resources | project id" }, "Microsoft.ResourceGraph/resources/read", "/");
        await _connection.SendAsync(query, JToken.Load, default);
        await _connection.SendAsync(query, JToken.Load, default);
        Assert.That(_connection.Figures.Waited, Is.EqualTo(TimeSpan.FromSeconds(42)));
    }

    [Test]
    public async Task Many_at_once_all_come_through()
    {
        await _emulator.FaultsAsync("""
            {"match":{"path":"^/subscriptions","nth":5,"times":9},"do":{"status":429,"headers":{"Retry-After":"1"}}},
            {"match":{"path":"^/subscriptions","nth":20,"times":5},"do":{"status":503}},
            {"match":{"path":"^/subscriptions","nth":30,"times":5},"do":{"reset":50}},
            {"match":{"path":"^/subscriptions","nth":40,"times":5},"do":{"malformed":true}}
            """);
        var lists = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Read()));
        Assert.That(lists, Has.All.Count.EqualTo(7));
        Assert.That(_connection.Figures.Retries, Is.EqualTo(24));
    }

    [Test]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        await _emulator.FaultsAsync("");
        using var other = ArmConnection.Open(new ArmOptions { Endpoint = _emulator.Endpoint }, new StubCredential(), new SocketsHttpHandler(), new EagerTime());
        var exception = await Assert.ThrowsAsync<ArmException>(async () => await other.SendAsync(Request(), JToken.Load, default));
        Assert.That((exception!.Failure.Kind, exception.Failure.Attempts), Is.EqualTo((ArmFailureKind.Network, 1)));
        Assert.That(exception.Message, Does.Contain("certificate"));
        Assert.That(await Requests(), Is.Empty);
    }

    [Test]
    public async Task A_slow_answer_ends_with_the_run()
    {
        await _emulator.FaultsAsync("""{"match":{"path":"^/subscriptions"},"do":{"delay":60000}}""");
        var sent = _connection.SendAsync(Request(), JToken.Load, default);
        while ((await Requests()).Count == 0)
            await Task.Yield();
        _time.Advance(TimeSpan.FromHours(1));
        var exception = await Assert.ThrowsAsync<ArmException>(async () => await sent);
        Assert.That(exception!.Failure.Kind, Is.EqualTo(ArmFailureKind.Timeout));
    }

    [Test]
    public async Task A_slow_answer_ends_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        await _emulator.FaultsAsync("""{"match":{"path":"^/subscriptions"},"do":{"delay":60000}}""");
        var sent = _connection.SendAsync(Request(), JToken.Load, stop.Token);
        while ((await Requests()).Count == 0)
            await Task.Yield();
        await stop.CancelAsync();
        Assert.That(async () => await sent, Throws.InstanceOf<OperationCanceledException>());
    }

    private static ArmRequest Request() => new(HttpMethod.Get, List, null, "Microsoft.Resources/subscriptions/read", "/");

    private void Connect(TimeSpan timeout)
    {
        _time = new EagerTime();
        var identity = new ManagedIdentityCredentialOptions(ManagedIdentityId.SystemAssigned) { Transport = new HttpClientTransport(_emulator.Handler()) };
        var options = new ArmOptions { Endpoint = _emulator.Endpoint, Timeout = timeout };
        _connection = ArmConnection.Open(options, new ManagedIdentityCredential(identity), _emulator.Handler(), _time);
    }

    private async Task<List<string>> Read()
    {
        var result = new List<string>();
        await foreach (var name in ArmPages.ReadAllAsync(_connection, Request(), row => (string)row["displayName"]!))
            result.Add(name);
        return result;
    }

    private async Task<ArmFailure> Fails()
    {
        var exception = await Assert.ThrowsAsync<ArmException>(async () => await Read());
        return exception!.Failure;
    }

    private async Task<List<JToken>> Requests() => [.. (await _emulator.LogAsync()).Requests.Where(r => !((string)r["path"]!).StartsWith("/msi", StringComparison.Ordinal))];
}
