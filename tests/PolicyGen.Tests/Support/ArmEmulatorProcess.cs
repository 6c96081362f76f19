using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Support;

/// <summary>The built ARM emulator as a process of its own; killed when it is disposed.</summary>
internal sealed class ArmEmulatorProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TempFolder _folder;
    private readonly JObject _start;

    private ArmEmulatorProcess(Process process, TempFolder folder, JObject start)
    {
        (_process, _folder, _start) = (process, folder, start);
        Client = new HttpClient(Handler()) { BaseAddress = Endpoint };
    }

    /// <summary><c>https://localhost:…</c>.</summary>
    public Uri Endpoint => new((string)_start["endpoint"]!);

    /// <summary>Certificate of the authority that issued the server's certificate.</summary>
    public string CaFile => (string)_start["caFile"]!;

    public string IdentityEndpoint => (string)_start["identityEndpoint"]!;

    public string IdentityHeader => (string)_start["identityHeader"]!;

    /// <summary>A client that trusts it; without a token.</summary>
    public HttpClient Client { get; }

    /// <summary>What a process needs to trust it and to sign in.</summary>
    public (string Name, string Value)[] Environment =>
        [("SSL_CERT_FILE", CaFile), ("IDENTITY_ENDPOINT", IdentityEndpoint), ("IDENTITY_HEADER", IdentityHeader)];

    /// <summary>What <c>policygen audit</c> needs to find it.</summary>
    public string[] Arguments => ["--arm-endpoint", (string)_start["endpoint"]!, "--authority-host", (string)_start["endpoint"]!, "--credential", "managed-identity"];

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    /// <param name="arguments"><c>--estate</c>, <c>--faults</c>, …; the small estate without any.</param>
    public static ArmEmulatorProcess Start(params string[] arguments)
    {
        var folder = new TempFolder("policygen emulator");
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "PolicyGen.ArmEmulator.dll"), "--port", "0", "--repository", Repository.Root, "--state-dir", folder.Root, .. arguments];
        foreach (var argument in all)
            info.ArgumentList.Add(argument);
        var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadLineAsync();
        if (line.Wait(Patience) && line.Result is { Length: > 0 } start)
            return new ArmEmulatorProcess(process, folder, JObject.Parse(start));
        process.Kill();
        folder.Dispose();
        throw new InvalidOperationException("The emulator did not start: " + error.GetAwaiter().GetResult());
    }

    /// <summary>A handler that trusts the emulator's own authority and nobody else.</summary>
    public SocketsHttpHandler Handler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CaFile);
        return new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    /// <summary>Puts rules of what goes wrong in force, one after the other with commas, and forgets what was received.</summary>
    public Task FaultsAsync(string rules)
    {
        SetFaults($"[{rules}]");
        ClearLog();
        return Task.CompletedTask;
    }

    /// <summary>What was received, and by the host beside it that links of faults lead to.</summary>
    public Task<(JArray Requests, JArray Foreign)> LogAsync()
    {
        var log = Log();
        return Task.FromResult(((JArray)log["requests"]!, (JArray)log["foreign"]!));
    }

    /// <summary>Puts rules in force (faults.schema.json): an array of <c>{match, do}</c>.</summary>
    public void SetFaults(string rules)
    {
        using var content = Json($$"""{"rules":{{rules}}}""");
        using var answer = Send(HttpMethod.Put, "/emulator/faults", content, withToken: false);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException("The emulator refuses the rules: " + Read(answer));
    }

    /// <summary>The requests received: <c>requests</c>, and in <c>foreign</c> those at the other host.</summary>
    public JObject Log() => Parse(Read(Send(HttpMethod.Get, "/emulator/log", null, withToken: false)));

    public void ClearLog() => Send(HttpMethod.Delete, "/emulator/log", null, withToken: false).Dispose();

    /// <summary>A request with a token; the answer's status and JSON.</summary>
    public (int Status, JObject Body, HttpResponseHeaders Headers) Ask(HttpMethod method, string pathAndQuery, string? body = null)
    {
        using var content = body is null ? null : Json(body);
        using var answer = Send(method, pathAndQuery, content, withToken: true);
        return ((int)answer.StatusCode, Parse(Read(answer)), answer.Headers);
    }

    public (int Status, JObject Body, HttpResponseHeaders Headers) Get(string pathAndQuery) => Ask(HttpMethod.Get, pathAndQuery);

    public (int Status, JObject Body, HttpResponseHeaders Headers) Post(string pathAndQuery, string body = "") => Ask(HttpMethod.Post, pathAndQuery, body);

    /// <summary>A query to Resource Graph over the whole tenant, its answer.</summary>
    /// <param name="query">KQL.</param>
    /// <param name="rest">Further members of the body, from a comma on.</param>
    public (int Status, JObject Body, HttpResponseHeaders Headers) Query(string query, string rest = "") =>
        Post("/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01", $"{{\"query\":{JsonConvert.ToString(query)}{rest}}}");

    /// <summary>A token for Azure Resource Manager.</summary>
    public string Token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, IdentityEndpoint + "?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com%2F");
        request.Headers.Add("X-IDENTITY-HEADER", IdentityHeader);
        using var answer = Client.Send(request);
        return (string)Parse(Read(answer))["access_token"]!;
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private HttpResponseMessage Send(HttpMethod method, string address, HttpContent? content, bool withToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, address)) { Content = content };
        if (withToken)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        return Client.Send(request);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Read(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private static JObject Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
