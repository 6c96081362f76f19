using System.Security.Authentication;
using System.Text;
using Azure;
using Azure.Identity;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmConnectionSpecs
{
    private const string Answer = """{"value":[{"id":"/a"}]}""";

    [Test]
    public async Task An_answer_is_read_and_counted()
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        var body = await Send(connection);
        Assert.Multiple(() =>
        {
            Assert.That((string?)body["value"]![0]!["id"], Is.EqualTo("/a"));
            Assert.That(connection.Figures.Requests, Is.EqualTo(1));
            Assert.That(connection.Figures.Retries, Is.Zero);
            Assert.That(connection.Figures.Bytes, Is.EqualTo(Answer.Length));
            Assert.That(azure.Requests[0].Token, Is.EqualTo("token1"));
            Assert.That(azure.Requests[0].UserAgent, Does.StartWith("policygen/"));
            Assert.That(azure.Credential.Asked[0].Scopes, Is.EqualTo(new[] { "https://management.azure.com//.default" }));
            Assert.That(azure.Credential.Asked[0].IsCaeEnabled, Is.True);
        });
    }

    [Test]
    public async Task A_query_is_posted()
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        await connection.SendAsync(StubAzure.Get() with { Method = HttpMethod.Post, Body = new JObject { ["query"] = "resources" } }, JToken.Load, default);
        Assert.That(azure.Requests[0].Method, Is.EqualTo(HttpMethod.Post));
        Assert.That(azure.Requests[0].Body, Is.EqualTo("""{"query":"resources"}"""));
    }

    [TestCase(408)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    [TestCase(429)]
    public async Task What_passes_is_sent_again(int status)
    {
        var azure = new StubAzure(StubAzure.Status(status), StubAzure.Status(status), StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        await Send(connection);
        Assert.That((connection.Figures.Requests, connection.Figures.Retries), Is.EqualTo((3L, 2L)));
    }

    [TestCase(400, ArmFailureKind.BadRequest, 1)]
    [TestCase(401, ArmFailureKind.SignIn, 1)]
    [TestCase(403, ArmFailureKind.Forbidden, 1)]
    [TestCase(404, ArmFailureKind.NotFound, 1)]
    [TestCase(409, ArmFailureKind.Conflict, 1)]
    [TestCase(413, ArmFailureKind.TooLarge, 1)]
    [TestCase(302, ArmFailureKind.Refused, 1)]
    [TestCase(500, ArmFailureKind.Service, 5)]
    [TestCase(503, ArmFailureKind.Service, 5)]
    public async Task What_stays_is_a_failure(int status, ArmFailureKind kind, int attempts)
    {
        var azure = new StubAzure(StubAzure.Status(status, """{"error":{"code":"Code","message":"It\nfails."}}""", ("x-ms-request-id", "r1"), ("Location", "https://elsewhere.test/")));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That(failure, Is.EqualTo(new ArmFailure(
            kind, status, "Code", "It fails.", "Microsoft.Resources/subscriptions/read", "/subscriptions/1", attempts, "r1")));
        Assert.That(azure.Requests.Select(r => r.Address.Host), Is.All.EqualTo("arm.test"));
    }

    [Test]
    public async Task Throttling_is_waited_out_however_often_it_comes()
    {
        var azure = new StubAzure([.. Enumerable.Repeat(StubAzure.Status(429, "{}", ("Retry-After", "7")), 20), StubAzure.Ok(Answer)]);
        using var connection = azure.Connect();
        await Send(connection);
        Assert.That(connection.Figures.Retries, Is.EqualTo(20));
        Assert.That(connection.Figures.Waited, Is.EqualTo(TimeSpan.FromSeconds(140)));
    }

    [Test]
    public async Task Throttling_beyond_the_time_of_the_run_fails_at_once()
    {
        var azure = new StubAzure(StubAzure.Status(429, "{}", ("Retry-After", "600")));
        using var connection = azure.Connect(TimeSpan.FromMinutes(5));
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Status, failure.Attempts), Is.EqualTo((ArmFailureKind.Throttled, 429, 1)));
        Assert.That(azure.Time.Waits, Is.Empty);

        // The gate stays closed: others fail without being sent.
        Assert.That((await Fails(connection)).Kind, Is.EqualTo(ArmFailureKind.Throttled));
        Assert.That(azure.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Endless_throttling_ends_with_the_run()
    {
        var azure = new StubAzure(StubAzure.Status(429));
        using var connection = azure.Connect(TimeSpan.FromMinutes(5));
        Assert.That((await Fails(connection)).Kind, Is.EqualTo(ArmFailureKind.Throttled));
        Assert.That(connection.Figures.Waited, Is.LessThan(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task A_used_up_quota_makes_the_next_query_wait_and_no_other_request()
    {
        var azure = new StubAzure(StubAzure.Ok(Answer, ("x-ms-user-quota-remaining", "0"), ("x-ms-user-quota-resets-after", "00:00:05")), StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        const string Query = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
        await connection.SendAsync(StubAzure.Get(Query), JToken.Load, default);
        await Send(connection);
        Assert.That(connection.Figures.Waited, Is.EqualTo(TimeSpan.Zero));
        await connection.SendAsync(StubAzure.Get(Query), JToken.Load, default);
        Assert.That(connection.Figures.Waited, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("{")]
    [TestCase("""{"value":[{"id":"/a"}""")]
    [TestCase("""{"value":[]} x""")]
    [TestCase("""{"value":[]}{"value":[]}""")]
    [TestCase("<html></html>")]
    public async Task A_body_that_is_not_whole_is_asked_for_again_and_then_malformed(string body)
    {
        var azure = new StubAzure(StubAzure.Ok(body));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Status, failure.Attempts), Is.EqualTo((ArmFailureKind.Malformed, 200, 5)));

        var again = new StubAzure(StubAzure.Ok(body), StubAzure.Ok(Answer));
        using var second = again.Connect();
        Assert.That(await Send(second), Is.Not.Null);
        Assert.That(second.Figures.Retries, Is.EqualTo(1));
    }

    [Test]
    public async Task A_body_cut_within_a_character_is_malformed()
    {
        var azure = new StubAzure(r => StubAzure.Body(new MemoryStream([(byte)'"', 0xE3, 0x81]))(r));
        using var connection = azure.Connect();
        Assert.That((await Fails(connection)).Kind, Is.EqualTo(ArmFailureKind.Malformed));
    }

    [Test]
    public async Task Times_stay_as_they_were_written()
    {
        using var connection = new StubAzure(StubAzure.Ok("""{"timestamp":"2026-08-01T12:00:00.1234567Z"}""")).Connect();
        Assert.That((string?)(await Send(connection))["timestamp"], Is.EqualTo("2026-08-01T12:00:00.1234567Z"));
    }

    [Test]
    public async Task A_body_that_does_not_end_is_given_up_when_the_run_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var azure = new StubAzure(StubAzure.Body(new EndlessStream(stop)));
        using var connection = azure.Connect(most: 1);
        Assert.That(async () => await connection.SendAsync(StubAzure.Get(), JToken.Load, stop.Token), Throws.InstanceOf<OperationCanceledException>());

        // Its place is free again.
        Assert.That(async () => await connection.SendAsync(StubAzure.Get(), JToken.Load, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await Fails(connection, _ => throw new FormatException("no"))).Kind, Is.EqualTo(ArmFailureKind.Malformed));
    }

    [Test]
    public async Task Deep_nesting_is_malformed()
    {
        var azure = new StubAzure(StubAzure.Ok(new string('[', 1000) + new string(']', 1000)));
        using var connection = azure.Connect();
        Assert.That((await Fails(connection)).Kind, Is.EqualTo(ArmFailureKind.Malformed));
    }

    [Test]
    public async Task A_body_that_breaks_off_is_asked_for_again_and_then_a_broken_connection()
    {
        Stream Breaking() => new BreakingStream(Encoding.UTF8.GetBytes("{\"value\":["), new IOException("reset by peer"));
        var azure = new StubAzure(r => StubAzure.Body(Breaking())(r));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Attempts), Is.EqualTo((ArmFailureKind.Network, 5)));
        Assert.That(failure.Message, Does.Contain("reset by peer"));
    }

    [Test]
    public async Task A_body_without_end_is_too_large()
    {
        var azure = new StubAzure(StubAzure.Body(new MemoryStream(Encoding.UTF8.GetBytes("\"" + new string('x', (int)ArmBodyStream.Limit) + "\""))));
        using var connection = azure.Connect();
        var failure = await Fails(connection, json => { while (json.Read()) { } return new JObject(); });
        Assert.That((failure.Kind, failure.Attempts), Is.EqualTo((ArmFailureKind.TooLarge, 1)));
    }

    [Test]
    public async Task A_connection_that_fails_is_tried_again()
    {
        var azure = new StubAzure(StubAzure.Broken(new HttpRequestException("no route")), StubAzure.Broken(new IOException("reset")), StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        await Send(connection);
        Assert.That(connection.Figures.Retries, Is.EqualTo(2));

        var never = new StubAzure(StubAzure.Broken(new HttpRequestException("no route", new IOException("refused"))));
        using var second = never.Connect();
        var failure = await Fails(second);
        Assert.That((failure.Kind, failure.Attempts), Is.EqualTo((ArmFailureKind.Network, 5)));
        Assert.That(failure.Message, Is.EqualTo("no route refused"));
    }

    [Test]
    public async Task A_certificate_that_is_not_trusted_is_not_tried_again()
    {
        var azure = new StubAzure(StubAzure.Broken(new HttpRequestException("The SSL connection could not be established.", new AuthenticationException("The certificate is not trusted."))));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Attempts), Is.EqualTo((ArmFailureKind.Network, 1)));
        Assert.That(failure.Message, Does.Contain("not trusted"));
    }

    [TestCase("https://evil.test:8443/next")]
    [TestCase("http://arm.test:8443/next")]
    [TestCase("https://arm.test/next")]
    [TestCase("https://arm.test:8443@evil.test/next")]
    [TestCase("https://x@arm.test:8443/next")]
    [TestCase("//evil.test/next")]
    [TestCase("\\\\evil.test\\next")]
    public async Task Nothing_is_sent_elsewhere(string address)
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        var failure = await Fails(connection, JToken.Load, StubAzure.Get(address));
        Assert.That(failure.Kind, Is.EqualTo(ArmFailureKind.Refused));
        Assert.That(azure.Requests, Is.Empty);
        Assert.That(azure.Credential.Asked, Is.Empty);
        Assert.That(connection.Figures.Requests, Is.Zero);
    }

    [TestCase("https://[x")]
    [TestCase("https:\\\\evil.test\\next")]
    public async Task An_address_that_is_none_is_malformed(string address)
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        Assert.That((await Fails(connection, JToken.Load, StubAzure.Get(address))).Kind, Is.EqualTo(ArmFailureKind.Malformed));
        Assert.That(azure.Requests, Is.Empty);
    }

    [Test]
    public async Task A_claims_challenge_is_answered_once()
    {
        var claims = Convert.ToBase64String("""{"access_token":{"nbf":{"essential":true,"value":"1"}}}"""u8);
        var challenge = StubAzure.Status(401, "{}", ("WWW-Authenticate", $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\""));
        var azure = new StubAzure(challenge, StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        await Send(connection);
        Assert.That(azure.Credential.Asked[^1].Claims, Does.Contain("nbf"));
        Assert.That(azure.Requests.Select(r => r.Token), Is.EqualTo(new[] { "token1", "token2" }));

        var always = new StubAzure(challenge);
        using var second = always.Connect();
        var failure = await Fails(second);
        Assert.That((failure.Kind, failure.Status), Is.EqualTo((ArmFailureKind.SignIn, 401)));
        Assert.That(always.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Nobody_signed_in_is_told_in_one_line()
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        azure.Credential.Fails = new CredentialUnavailableException(
            "DefaultAzureCredential failed to retrieve a token from the included credentials. See the troubleshooting guide for more information. https://aka.ms/x\n"
            + "- EnvironmentCredential authentication unavailable. Environment variables are not fully configured.\n- AzureCliCredential: Please run 'az login'");
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Action), Is.EqualTo((ArmFailureKind.SignIn, "Microsoft.Resources/subscriptions/read")));
        Assert.That(failure.Message, Is.EqualTo("Nobody is signed in. Tried: Environment, AzureCli. Sign in with `az login`, or choose another --credential."));
        Assert.That(azure.Requests, Is.Empty);
    }

    [Test]
    public async Task The_missing_permission_is_the_one_that_azure_names()
    {
        var azure = new StubAzure(StubAzure.Status(403, """
            {"error":{"code":"AuthorizationFailed","message":"The client 'a' does not have authorization to perform action 'Microsoft.PolicyInsights/policyStates/read' over scope '/subscriptions/2' or the scope is invalid."}}
            """));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Action, failure.Scope), Is.EqualTo(("Microsoft.PolicyInsights/policyStates/read", "/subscriptions/2")));
    }

    [Test]
    public async Task Too_much_for_the_service_is_told_apart()
    {
        var azure = new StubAzure(StubAzure.Status(400, """{"error":{"code":"BadRequest","message":"See details.","details":[{"code":"ResponsePayloadTooLarge","message":"16 MB"}]}}"""));
        using var connection = azure.Connect();
        var failure = await Fails(connection);
        Assert.That((failure.Kind, failure.Message), Is.EqualTo((ArmFailureKind.TooLarge, "See details. ResponsePayloadTooLarge: 16 MB")));
    }

    [Test]
    public async Task A_run_whose_time_is_over_sends_nothing()
    {
        var azure = new StubAzure(StubAzure.Ok(Answer));
        using var connection = azure.Connect();
        azure.Time.Advance(TimeSpan.FromHours(1));
        Assert.That((await Fails(connection)).Kind, Is.EqualTo(ArmFailureKind.Timeout));
        Assert.That(azure.Requests, Is.Empty);
    }

    [Test]
    public void A_stopped_run_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        var azure = new StubAzure(_ =>
        {
            stop.Cancel();
            return StubAzure.Status(503)(_);
        });
        using var connection = azure.Connect();
        Assert.That(async () => await connection.SendAsync(StubAzure.Get(), JToken.Load, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Many_requests_go_through_one_place_although_they_fail()
    {
        var azure = new StubAzure([.. Enumerable.Range(0, 100).Select(i => (i % 4) switch
        {
            0 => StubAzure.Status(503),
            1 => StubAzure.Ok("{"),
            2 => StubAzure.Status(429, "{}", ("Retry-After", "1")),
            _ => StubAzure.Ok(Answer),
        }), StubAzure.Ok(Answer)]);
        using var connection = azure.Connect(most: 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Send(connection)));
        Assert.That(answers, Has.All.Property("Type").EqualTo(JTokenType.Object));
    }

    [Test]
    public async Task The_typed_client_has_the_same_limits()
    {
        const string List = """{"value":[{"id":"/subscriptions/1","subscriptionId":"1","displayName":"one","state":"Enabled"}]""";
        var azure = new StubAzure(StubAzure.Status(503), StubAzure.Ok(List), StubAzure.Ok(List + ""","nextLink":"https://evil.test/next"}"""));
        using var connection = azure.Connect();
        var names = new List<string>();
        ArmFailure? failure = null;
        try
        {
            await foreach (var subscription in connection.Client.GetSubscriptions().GetAllAsync())
                names.Add(subscription.Data.DisplayName);
        }
        catch (ArmException exception)
        {
            failure = ArmFailure.Of(exception, "a", "/");
        }

        Assert.Multiple(() =>
        {
            Assert.That(names, Is.EqualTo(new[] { "one" }));
            Assert.That(failure?.Kind, Is.EqualTo(ArmFailureKind.Refused));
            Assert.That(azure.Requests.Select(r => r.Address.Host), Is.All.EqualTo("arm.test"));
            Assert.That((connection.Figures.Requests, connection.Figures.Retries), Is.EqualTo((3L, 2L)));
            Assert.That(azure.Requests[0].UserAgent, Does.Contain("policygen/"));
        });
    }

    [TestCase(403, ArmFailureKind.Forbidden, 1)]
    [TestCase(500, ArmFailureKind.Service, 5)]
    public async Task Failures_of_the_typed_client_are_told_alike(int status, ArmFailureKind kind, int attempts)
    {
        var azure = new StubAzure(StubAzure.Status(status, """{"error":{"code":"Code","message":"It fails."}}""", ("x-ms-request-id", "r1")));
        using var connection = azure.Connect();
        ArmFailure? failure = null;
        try
        {
            await connection.Client.GetTenants().GetAllAsync().GetAsyncEnumerator().MoveNextAsync();
        }
        catch (RequestFailedException exception)
        {
            failure = ArmFailure.Of(exception, "Microsoft.Resources/tenants/read", "/");
        }

        Assert.That(failure, Is.EqualTo(new ArmFailure(kind, status, "Code", "It fails.", "Microsoft.Resources/tenants/read", "/", attempts, "r1")));
    }

    [TestCase("""{"value":5}""")]
    [TestCase("""{"value":[{"id":7}]}""")]
    [TestCase("""{"value":[7]}""")]
    [TestCase("""{"value":[{"id":"/subscriptions/1"}],"nextLink":7}""")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("")]
    public async Task What_the_typed_client_cannot_read_is_malformed(string body)
    {
        using var connection = new StubAzure(StubAzure.Ok(body)).Connect();
        var exception = await Assert.CatchAsync<Exception>(async () =>
        {
            await foreach (var _ in connection.Client.GetSubscriptions().GetAllAsync())
            {
            }
        });
        Assert.That(ArmFailure.Of(exception!, "a", "/")?.Kind, Is.EqualTo(ArmFailureKind.Malformed), exception!.ToString());
    }

    private static Task<JToken> Send(ArmConnection connection) => connection.SendAsync(StubAzure.Get(), JToken.Load, default);

    private static Task<ArmFailure> Fails(ArmConnection connection) => Fails(connection, JToken.Load, StubAzure.Get());

    private static Task<ArmFailure> Fails(ArmConnection connection, Func<JsonTextReader, JToken> read) => Fails(connection, read, StubAzure.Get());

    private static async Task<ArmFailure> Fails(ArmConnection connection, Func<JsonTextReader, JToken> read, ArmRequest request)
    {
        try
        {
            await connection.SendAsync(request, read, default);
        }
        catch (ArmException exception)
        {
            return exception.Failure;
        }

        throw new AssertionException("It succeeds.");
    }
}
