using System.Text;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Things go wrong as rules say, and the log tells of it.</summary>
[NonParallelizable]
public class EmulatorFaultSpecs
{
    private const string List = "/subscriptions?api-version=2022-12-01";
    private const string Groups = "/providers/Microsoft.Management/managementGroups?api-version=2023-04-01";

    private ArmEmulatorProcess _emulator = null!;
    private TempFolder _folder = null!;
    private (int Status, JObject Body, System.Net.Http.Headers.HttpResponseHeaders Headers) _first;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new TempFolder();
        var faults = _folder.Write("faults.json", """{"rules":[{"match":{"path":"^/subscriptions"},"do":{"status":418,"code":"FromFile","message":"A teapot."}}]}""");
        _emulator = ArmEmulatorProcess.Start("--faults", faults, "--settings", _folder.Write("settings.json", """{"pageSize":1}"""));
        _first = _emulator.Get(List);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_file_sets_the_first_rules()
    {
        Assert.That((_first.Status, _first.Body["error"]!.ToString(Newtonsoft.Json.Formatting.None)), Is.EqualTo((418, """{"code":"FromFile","message":"A teapot."}""")));
    }

    [TestCase("""{"times":1}""", "500 200 200 200")]
    [TestCase("""{"nth":2,"times":2}""", "200 500 500 200")]
    [TestCase("""{"method":"POST"}""", "200 200 200 200")]
    [TestCase("""{"path":"managementgroups"}""", "200 200 200 200")]
    [TestCase("""{"body":"resources"}""", "200 200 200 200")]
    [TestCase("""{"path":"^/subscriptions\\?","probability":0}""", "200 200 200 200")]
    [TestCase("""{"path":"^/subscriptions\\?","probability":1}""", "500 500 500 500")]
    public void Rules_choose_requests(string match, string statuses)
    {
        var token = Faults($$$"""[{"match":{{{match}}},"do":{"status":500}}]""");
        Assert.That(string.Join(' ', Enumerable.Range(0, 4).Select(_ => Send(List, token).Status)), Is.EqualTo(statuses));
    }

    [Test]
    public void A_draw_is_the_same_for_a_seed()
    {
        string Draw()
        {
            var token = Faults("""[{"match":{"probability":0.5,"seed":7},"do":{"status":500}}]""");
            return string.Join(' ', Enumerable.Range(0, 12).Select(_ => Send(List, token).Status));
        }

        var first = Draw();
        Assert.That(Draw(), Is.EqualTo(first));
        Assert.That(first, Does.Contain("500").And.Contain("200"));
    }

    [TestCase("""{"forbidden":"Microsoft.X/read"}""", 403, "perform action 'Microsoft.X/read' over scope '/subscriptions'")]
    [TestCase("""{"claimsChallenge":true}""", 401, "InvalidAuthenticationToken")]
    [TestCase("""{"revokeToken":true}""", 401, "InvalidAuthenticationToken")]
    [TestCase("""{"status":429,"headers":{"Retry-After":"7"}}""", 429, "TooManyRequests")]
    [TestCase("""{"status":503,"body":"<html>"}""", 503, "<html>")]
    [TestCase("""{"truncate":10}""", 200, "{\"value\":[")]
    [TestCase("""{"truncate":0}""", 200, "")]
    [TestCase("""{"emptyPage":true}""", 200, "{\"value\":[],\"nextLink\"")]
    [TestCase("""{"malformed":true}""", 200, "}]\"{,:")]
    public void An_answer_goes_wrong(string fault, int status, string part)
    {
        var token = Faults($$"""[{"match":{},"do":{{fault}}}]""");
        var answer = Send(List, token);
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Body, Does.Contain(part));
        if (fault.Contains("truncate", StringComparison.Ordinal))
            Assert.That(answer.Body, Is.EqualTo(part));
    }

    [TestCase(0)]
    [TestCase(15)]
    public void A_connection_breaks(int after)
    {
        var token = Faults($$$"""[{"match":{},"do":{"reset":{{{after}}}}}]""");
        Assert.That(() => Send(List, token), Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public void A_claims_challenge_names_the_claims()
    {
        var token = Faults("""[{"match":{"times":1},"do":{"claimsChallenge":true}}]""");
        var challenge = Send(List, token).Headers.WwwAuthenticate.ToString();
        Assert.That(challenge, Does.Contain("error=\"insufficient_claims\", claims=\""));
        var claims = challenge.Split("claims=\"")[^1].TrimEnd('"');
        Assert.That(JObject.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(claims))), Contains.Key("access_token"));
        Assert.That(Send(List, token).Status, Is.EqualTo(401), "The token is revoked.");
    }

    [Test]
    public void A_page_repeats_without_end()
    {
        var token = Faults("""[{"match":{"path":"managementGroups"},"do":{"repeatPage":true}}]""");
        var first = JObject.Parse(Send(Groups, token).Body);
        var second = JObject.Parse(Send((string)first["nextLink"]!, token).Body);
        var third = JObject.Parse(Send((string)second["nextLink"]!, token).Body);
        Assert.That(new[] { second, third }, Is.All.EqualTo(first));
    }

    [Test]
    public void An_empty_page_leads_to_the_full_one()
    {
        var token = Faults("""[{"match":{"path":"managementGroups","times":1},"do":{"emptyPage":true}}]""");
        var empty = JObject.Parse(Send(Groups, token).Body);
        Assert.That(empty["value"], Is.Empty);
        Assert.That(JObject.Parse(Send((string)empty["nextLink"]!, token).Body)["value"], Is.Not.Empty);
    }

    [Test]
    public void An_empty_page_of_a_query_leads_to_the_full_one()
    {
        Faults("""[{"match":{"path":"ResourceGraph","times":1},"do":{"emptyPage":true}}]""");
        var empty = _emulator.Query("resources | project id").Body;
        Assert.That((int)empty["count"]!, Is.Zero);
        var full = _emulator.Query("resources | project id", $",\"options\":{{\"$skipToken\":\"{empty["$skipToken"]}\"}}").Body;
        Assert.That((int)full["count"]!, Is.GreaterThan(20));
    }

    [TestCase(true, "valid")]
    [TestCase(false, "missing")]
    public void The_other_host_notes_who_comes(bool withToken, string state)
    {
        var token = Faults("""[{"match":{"path":"managementGroups"},"do":{"foreignNextLink":true}}]""");
        _emulator.ClearLog();
        var link = new Uri((string)JObject.Parse(Send(Groups, token).Body)["nextLink"]!);
        Assert.That(link.Authority, Is.Not.EqualTo(_emulator.Endpoint.Authority));
        Assert.That(_emulator.Log()["foreign"], Is.Empty);

        Assert.That(Send(link.ToString(), withToken ? token : null).Status, Is.EqualTo(404));

        Assert.That(_emulator.Log()["foreign"]!.Select(f => $"{f["token"]} {f["path"]}"), Is.EqualTo(new[] { $"{state} {link.PathAndQuery}" }));
    }

    [Test]
    public void A_clock_is_wrong()
    {
        var token = Faults("""[{"match":{"path":"policyStates"},"do":{"wrongClock":-10}}]""");
        const string path = "/subscriptions/3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2024-10-01&$top=1&$select=timestamp";
        var wrong = Send(path, token, HttpMethod.Post);
        Faults("[]");
        var right = Send(path, token, HttpMethod.Post);

        Assert.That(right.Headers.Date - wrong.Headers.Date, Is.EqualTo(TimeSpan.FromHours(10)).Within(TimeSpan.FromMinutes(5)));
        Assert.That(Time(right.Body) - Time(wrong.Body), Is.EqualTo(TimeSpan.FromHours(10)));

        static DateTime Time(string body) => (DateTime)JObject.Parse(body).SelectToken("value[0].timestamp")!;
    }

    [Test]
    public void Quotas_are_used_up()
    {
        Faults("""[{"match":{"path":"ResourceGraph"},"do":{"quota":{"remaining":0,"resetsAfter":"00:00:03"}}}]""");
        var headers = _emulator.Query("resources | count").Headers;
        Assert.That(headers.GetValues("x-ms-user-quota-remaining"), Is.EqualTo(new[] { "0" }));
        Assert.That(headers.GetValues("x-ms-user-quota-resets-after"), Is.EqualTo(new[] { "00:00:03" }));
    }

    [Test]
    public void The_log_holds_requests_without_tokens()
    {
        var token = Faults("""[{"match":{"path":"^/subscriptions"},"do":{"status":409}}]""");
        _emulator.ClearLog();
        Send(List, token);
        var log = _emulator.Log();
        Assert.That(log["requests"]!.Select(r => $"{r["method"]} {r["path"]} {r["status"]} {r["fault"]} {r["token"]}"), Is.EqualTo(new[] { $"GET {List} 409 0 valid" }));
        Assert.That(log.ToString(), Does.Not.Contain(token));
    }

    [TestCase("""[{"match":{"path":"["},"do":{"reset":1}}]""", "Invalid pattern")]
    [TestCase("""[{"match":{"paths":"x"},"do":{"reset":1}}]""", "match.paths: NoAdditionalPropertiesAllowed")]
    [TestCase("""[{"match":{},"do":{}}]""", "TooFewProperties")]
    [TestCase("""[{"match":{},"do":{"status":"many"}}]""", "IntegerExpected")]
    public void Wrong_rules_are_refused(string rules, string problem) =>
        Assert.That(() => _emulator.SetFaults(rules), Throws.InvalidOperationException.With.Message.Contains(problem));

    // A token that was asked for before the rules count.
    private string Faults(string rules)
    {
        _emulator.SetFaults("[]");
        var token = _emulator.Token();
        _emulator.SetFaults(rules);
        return token;
    }

    private (int Status, string Body, System.Net.Http.Headers.HttpResponseHeaders Headers) Send(string address, string? token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(_emulator.Endpoint, address));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var answer = _emulator.Client.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return ((int)answer.StatusCode, reader.ReadToEnd(), answer.Headers);
    }
}
