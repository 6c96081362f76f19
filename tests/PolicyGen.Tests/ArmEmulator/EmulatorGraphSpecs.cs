using System.Globalization;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Resource Graph: scopes, pages, limits. What queries mean is the matter of the Kusto specs.</summary>
public class EmulatorGraphSpecs
{
    private const string States = "policyresources | where type =~ 'microsoft.policyinsights/policystates'";
    private const string Groups = States + " | summarize n = count() by resource = tostring(properties.resourceId), reference = tostring(properties.policyDefinitionReferenceId) | order by resource asc, reference asc";
    private const string Scopes = "policyresources | where type in~ ('microsoft.authorization/policyassignments', 'microsoft.authorization/policyexemptions') | project name | order by name asc";
    private const string Contoso = ",\"managementGroups\":[\"contoso\"]";
    private const string Clinic = ",\"subscriptions\":[\"3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b\"]";

    private ArmEmulatorProcess _small = null!;
    private ArmEmulatorProcess _partial = null!;
    private TempFolder _folder = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new TempFolder();
        _small = ArmEmulatorProcess.Start();
        var settings = _folder.Write("settings.json", """{"resourceGraph":{"maxSubscriptions":3,"maxResponseBytes":60000}}""");
        _partial = ArmEmulatorProcess.Start("--estate", Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", "partial-access.json"), "--settings", settings);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _small.Dispose();
        _partial.Dispose();
        _folder.Dispose();
    }

    [TestCase(States + " | project id | order by id asc")]
    [TestCase(Groups)]
    public void Tokens_lead_through_all_rows(string query)
    {
        var rows = new List<string>();
        for (string? token = null; token is not null || rows.Count == 0;)
        {
            var (status, body, _) = _small.Query(query, Options("\"$top\":400" + (token is null ? "" : $",\"$skipToken\":\"{token}\"")));
            Assert.That(status, Is.EqualTo(200), body.ToString());
            Assert.That((int)body["count"]!, Is.EqualTo(body["data"]!.Count()).And.InRange(1, 400));
            rows.AddRange(body["data"]!.Select(r => r.ToString()));
            token = (string?)body["$skipToken"];
            Assert.That(rows.Count == (int)body["totalRecords"]!, Is.EqualTo(token is null));
        }
        Assert.That(rows, Has.Count.GreaterThan(800).And.Unique);
    }

    [TestCase(States + " | project id", "", 100, false, true)]
    [TestCase(States + " | project id", "\"$top\":1000", 1000, false, true)]
    [TestCase(States + " | project id | take 5", "", 5, false, false)]
    [TestCase(States + " | project id | take 500", "\"$skip\":490", 100, true, false)]
    [TestCase(States + " | project properties", "", 100, true, false)]
    [TestCase(States + " | count", "", 1, false, false)]
    [TestCase(States + " | project id | order by id asc", "\"$skip\":100000", 0, false, false)]
    public void A_page_says_whether_more_follow(string query, string options, int count, bool isTruncated, bool hasToken)
    {
        var (_, body, _) = _small.Query(query, Options(options));
        Assert.That((int)body["count"]!, Is.EqualTo(count));
        Assert.That((string?)body["resultTruncated"], Is.EqualTo(isTruncated ? "true" : "false"));
        Assert.That(body.ContainsKey("$skipToken"), Is.EqualTo(hasToken));
    }

    [TestCase(States + " | project id, name", true)]
    [TestCase(States + " | project name", false)]
    public void By_the_older_rule_pages_need_ids(string query, bool hasToken)
    {
        var (_, body, _) = _partial.Query(query);
        Assert.That(body.ContainsKey("$skipToken"), Is.EqualTo(hasToken));
        Assert.That((string?)body["resultTruncated"], Is.EqualTo(hasToken ? "false" : "true"));
        var skipped = _partial.Query(query, Options("\"$skip\":100")).Body;
        Assert.That(skipped["data"]!.ToString(), Is.Not.EqualTo(body["data"]!.ToString()));
    }

    [TestCase("resources | nothing", "", "InvalidQuery")]
    [TestCase("nothing", "", "InvalidQuery")]
    [TestCase("", "", "InvalidQuery")]
    [TestCase("resources | project id", ",\"options\":{\"$top\":1001}", "InvalidOption")]
    [TestCase("resources | project id", ",\"options\":{\"$top\":\"5\"}", "InvalidOption")]
    [TestCase("resources | project id", ",\"options\":{\"$skipToken\":\"x\"}", "InvalidSkipToken")]
    [TestCase("resources | project id", ",\"options\":{\"resultFormat\":\"csv\"}", "InvalidResultFormat")]
    [TestCase("resources | project id", ",\"options\":{\"authorizationScopeFilter\":\"Everywhere\"}", "InvalidAuthorizationScopeFilter")]
    [TestCase("resources | project id", Contoso + Clinic, "InvalidScope")]
    [TestCase("resources | project id", ",\"subscriptions\":\"x\"", "InvalidScope")]
    public void What_is_wrong_is_a_detail(string query, string rest, string code)
    {
        var (status, body, _) = _small.Query(query, rest);
        Assert.That((status, (string?)body.SelectToken("error.details[0].code")), Is.EqualTo((400, code)));
    }

    [Test]
    public void A_token_counts_for_its_query_only()
    {
        var token = (string)_small.Query(States + " | project id").Body["$skipToken"]!;
        var (status, body, _) = _small.Query(States + " | project id, name", Options($"\"$skipToken\":\"{token}\""));
        Assert.That((status, (string?)body.SelectToken("error.details[0].code")), Is.EqualTo((400, "InvalidSkipToken")));
    }

    [Test]
    public void Too_many_subscriptions_are_refused()
    {
        var (status, body, _) = _partial.Query("resources | project id", $",\"subscriptions\":[{string.Join(',', Enumerable.Range(1, 4).Select(i => $"\"a0000000-0000-4000-8000-00000000000{i.ToString(CultureInfo.InvariantCulture)}\""))}]");
        Assert.That((status, (string?)body.SelectToken("error.details[0].code")), Is.EqualTo((400, "TooManySubscriptions")));
    }

    [Test]
    public void A_large_answer_is_refused_and_a_smaller_page_helps()
    {
        const string query = States + " | project id, properties";
        var (status, body, _) = _partial.Query(query);
        Assert.That((status, (string?)body.SelectToken("error.details[0].code")), Is.EqualTo((400, "ResponsePayloadTooLarge")));
        Assert.That(_partial.Query(query, Options("\"$top\":10")).Status, Is.EqualTo(200));
    }

    // What may not be read is left out without a word.
    [TestCase("", "fabrikamehr fabrikamlab fabrikamold")]
    [TestCase(",\"managementGroups\":[\"fabrikam-prod\"]", "fabrikamehr fabrikamold")]
    [TestCase(",\"subscriptions\":[\"a0000000-0000-4000-8000-000000000002\",\"A0000000-0000-4000-8000-000000000001\"]", "fabrikamehr")]
    [TestCase(",\"subscriptions\":[\"a0000000-0000-4000-8000-000000000002\"]", "")]
    public void Scopes_bound_what_is_seen(string scope, string names)
    {
        var (_, body, _) = _partial.Query("resources | project id, name | order by name asc", scope);
        Assert.That(string.Join(' ', body["data"]!.Select(r => (string?)r["name"])), Is.EqualTo(names));
    }

    [Test]
    public void A_group_that_may_not_be_read_is_refused() =>
        Assert.That(_partial.Query("resources | project id", ",\"managementGroups\":[\"fabrikam-lab\"]").Status, Is.EqualTo(403));

    [TestCase(Clinic, "AtScopeExact", "allowed-locations firewall-mitigated policygen-meti")]
    [TestCase(Clinic, "AtScopeAndBelow", "allowed-locations analytics-lab-expired analytics-open-network analytics-vm-no-owner firewall-mitigated policygen-meti")]
    [TestCase(Clinic, "AtScopeAndAbove", "allowed-locations firewall-mitigated policygen-meti policygen-mhlw policygen-mic")]
    [TestCase(Contoso, "AtScopeExact", "policygen-mhlw")]
    [TestCase("", "AtScopeAndBelow", "allowed-locations analytics-lab-expired analytics-open-network analytics-vm-no-owner firewall-mitigated policygen-meti policygen-mhlw policygen-mic")]
    public void The_scope_filter_bounds_policies(string scope, string filter, string names)
    {
        var (_, body, _) = _small.Query(Scopes, scope + Options($"\"authorizationScopeFilter\":\"{filter}\""));
        Assert.That(string.Join(' ', body["data"]!.Select(r => (string?)r["name"])), Is.EqualTo(names));
    }

    [Test]
    public void Headers_tell_the_quota()
    {
        var headers = _small.Query("resources | count").Headers;
        Assert.That(headers.GetValues("x-ms-tenant-subscription-limit-hit"), Is.EqualTo(new[] { "false" }));
        Assert.That(int.Parse(headers.GetValues("x-ms-user-quota-remaining").Single(), CultureInfo.InvariantCulture), Is.InRange(1, 999));
        Assert.That(headers.GetValues("x-ms-user-quota-resets-after").Single(), Does.Match("^00:00:0[1-5]$"));
    }

    [Test]
    public void Beyond_the_quota_and_the_limit_of_subscriptions_it_says_so()
    {
        var settings = _folder.Write("tight.json", """{"resourceGraph":{"quota":2,"quotaSeconds":3600,"subscriptionLimit":10}}""");
        using var emulator = ArmEmulatorProcess.Start("--estate", "large", "--states", "3000", "--violations", "100", "--settings", settings);

        var seen = emulator.Query("resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | count");
        Assert.That((int)seen.Body["data"]![0]!["Count"]!, Is.EqualTo(10));
        Assert.That(seen.Headers.GetValues("x-ms-tenant-subscription-limit-hit"), Is.EqualTo(new[] { "true" }));
        emulator.Query("resources | count");
        var throttled = emulator.Query("resources | count");
        Assert.That((throttled.Status, (string?)throttled.Body["error"]!["code"]), Is.EqualTo((429, "RateLimiting")));
        Assert.That(throttled.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.FromMinutes(50)));
    }

    private static string Options(string members) => $",\"options\":{{{members}}}";
}
