using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using PolicyGen.ArmEmulator.Hosting;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Who may ask the emulator, and how it proves itself.</summary>
public class EmulatorIdentitySpecs
{
    private const string List = "/subscriptions?api-version=2022-12-01";

    private ArmEmulatorProcess _emulator = null!;

    [OneTimeSetUp]
    public void Start() => _emulator = ArmEmulatorProcess.Start();

    [OneTimeTearDown]
    public void Stop() => _emulator.Dispose();

    [TestCase(null, "2019-08-01", "https://management.azure.com/", 401)]
    [TestCase("wrong", "2019-08-01", "https://management.azure.com/", 401)]
    [TestCase("", "2018-02-01", "https://management.azure.com/", 400)]
    [TestCase("", "2019-08-01", "https://vault.azure.net", 400)]
    [TestCase("", "2019-08-01", "", 400)]
    [TestCase("", "2019-08-01", "https://management.azure.com/", 200)]
    [TestCase("", "2019-08-01", "https://management.core.windows.net", 200)]
    [TestCase("", "2019-08-01", "https://management.usgovcloudapi.net/", 200)]
    [TestCase("", "2019-08-01", "https://management.chinacloudapi.cn", 200)]
    public async Task A_token_needs_the_header_the_version_and_an_audience(string? secret, string version, string resource, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_emulator.IdentityEndpoint}?api-version={version}&resource={Uri.EscapeDataString(resource)}");
        if (secret is not null)
            request.Headers.Add("X-IDENTITY-HEADER", secret.Length == 0 ? _emulator.IdentityHeader : secret);

        using var answer = await _emulator.Client.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public void A_token_opens_the_routes()
    {
        var (status, body, headers) = _emulator.Get(List);
        Assert.That(status, Is.EqualTo(200));
        Assert.That((string?)body["value"]![0]!["displayName"], Is.EqualTo("contoso-clinic"));
        Assert.That(headers.Contains("x-ms-request-id"));
        Assert.That(headers.Contains("x-ms-ratelimit-remaining-tenant-reads"));
    }

    [TestCase(null, "AuthenticationFailed")]
    [TestCase("Bearer made-up", "InvalidAuthenticationToken")]
    [TestCase("Basic made-up", "AuthenticationFailed")]
    public async Task Without_a_good_one_every_route_is_closed(string? authorization, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, List);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);

        using var answer = await _emulator.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer authorization_uri="));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(code));
    }

    [Test]
    public void An_old_token_counts_no_more()
    {
        var clock = new ManualClock();
        var tokens = new TokenStore(clock);
        var (token, _) = tokens.Issue(TimeSpan.FromHours(1));

        Assert.That(tokens.Judge("Bearer " + token), Is.EqualTo(TokenState.Valid));
        clock.Now += TimeSpan.FromHours(1);
        Assert.That(tokens.Judge("Bearer " + token), Is.EqualTo(TokenState.Expired));
    }

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    public async Task The_certificate_is_its_own_authoritys(string host)
    {
        using var client = new HttpClient(_emulator.Handler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}:{_emulator.Endpoint.Port}{List}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var answer = await client.SendAsync(request);

        Assert.That(answer.Version, Is.EqualTo(HttpVersion.Version20));
    }

    [Test]
    public async Task Nobody_else_trusts_it()
    {
        using var client = new HttpClient();

        await Assert.ThatAsync(() => client.GetAsync(new Uri(_emulator.Endpoint, List)), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void Keys_stay_in_memory()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(_emulator.CaFile)!);

        Assert.That(files.Select(Path.GetFileName), Is.EquivalentTo(new[] { Path.GetFileName(_emulator.CaFile), "environment.sh" }));
        Assert.That(files.Select(File.ReadAllText), Has.None.Contains("PRIVATE KEY"));
        Assert.That(File.ReadAllText(_emulator.CaFile), Does.StartWith("-----BEGIN CERTIFICATE-----").And.Not.Contain("PRIVATE"));
    }

    [Test]
    public void Another_start_has_another_authority()
    {
        using var one = new CertificateAuthority(DateTimeOffset.UnixEpoch);
        using var other = new CertificateAuthority(DateTimeOffset.UnixEpoch);
        using var certificate = one.Issue(DateTimeOffset.UnixEpoch);
        using var ours = X509Certificate2.CreateFromPem(one.Pem);
        using var theirs = X509Certificate2.CreateFromPem(other.Pem);

        Assert.That(certificate.Issuer, Is.EqualTo(ours.Subject));
        Assert.That(theirs.Subject, Is.Not.EqualTo(ours.Subject));
        Assert.That(ours.HasPrivateKey, Is.False);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
