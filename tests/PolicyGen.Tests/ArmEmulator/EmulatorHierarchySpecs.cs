using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Scopes, policies and resources, in a tenant of which the caller may read a part.</summary>
public class EmulatorHierarchySpecs
{
    private const string Ehr = "/subscriptions/a0000000-0000-4000-8000-000000000001";
    private const string Finance = "/subscriptions/a0000000-0000-4000-8000-000000000002";
    private const string Lab = "/subscriptions/a0000000-0000-4000-8000-000000000004";
    private const string Group = "/providers/Microsoft.Management/managementGroups/fabrikam";
    private const string Authorization = "/providers/Microsoft.Authorization";
    private const string Storage = "/providers/Microsoft.Storage/storageAccounts";

    private ArmEmulatorProcess _emulator = null!;

    [OneTimeSetUp]
    public void Start() => _emulator = ArmEmulatorProcess.Start("--estate", Repository.PathOf("tests", "PolicyGen.ArmEmulator", "estates", "partial-access.json"));

    [OneTimeTearDown]
    public void Stop() => _emulator.Dispose();

    [TestCase("/tenants", "4d3c2b1a-0f9e-4d8c-b7a6-958473625140")]
    [TestCase("/providers/Microsoft.Management/managementGroups", "fabrikam fabrikam-prod")]
    [TestCase(Group + "/descendants", "fabrikam-prod fabrikam-ehr fabrikam-finance fabrikam-archive fabrikam-lab fabrikam-lab")]
    [TestCase(Group + "-prod/subscriptions", "fabrikam-ehr fabrikam-finance fabrikam-archive")]
    [TestCase("/subscriptions", "fabrikam-ehr fabrikam-archive fabrikam-lab")]
    [TestCase(Ehr + Authorization + "/policyAssignments", "policygen-mhlw")]
    [TestCase(Lab + Authorization + "/policyAssignments", "policygen-meti")]
    [TestCase(Lab + Authorization + "/policyAssignments?$filter=atExactScope()", "policygen-meti")]
    [TestCase(Group + "-prod" + Authorization + "/policyAssignments?$filter=atScope()", "policygen-mhlw")]
    [TestCase(Group + Authorization + "/policyAssignments?$filter=atScope()", "")]
    [TestCase(Group + Authorization + "/policySetDefinitions?$filter=policyType eq 'Custom'", "policygen-mhlw policygen-meti")]
    [TestCase(Ehr + Authorization + "/policySetDefinitions?$top=1", "policygen-mhlw")]
    [TestCase(Ehr + "/resourceGroups", "rg-ehr")]
    [TestCase(Ehr + "/resources", "fabrikamehr")]
    [TestCase(Ehr + Storage, "fabrikamehr")]
    [TestCase(Ehr + "/resourceGroups/rg-ehr" + Storage + "/fabrikamehr/blobServices", "")]
    public void Lists_come_page_by_page(string path, string names)
    {
        Assert.That(All(path).Select(i => Name(i)), Is.EqualTo(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [TestCase(Group, "fabrikam")]
    [TestCase(Ehr, "fabrikam-ehr")]
    [TestCase(Group + Authorization + "/policySetDefinitions/policygen-mhlw", "policygen-mhlw")]
    [TestCase(Group + Authorization + "/policyDefinitions/policygen-storage-blob-versioning", "policygen-storage-blob-versioning")]
    [TestCase(Group + "-prod" + Authorization + "/policyAssignments/POLICYGEN-MHLW", "policygen-mhlw")]
    [TestCase(Ehr + "/resourceGroups/rg-ehr" + Storage + "/fabrikamehr", "fabrikamehr")]
    [TestCase(Ehr + "/resourcegroups/RG-EHR", "rg-ehr")]
    public void A_thing_is_found_by_its_id(string path, string name)
    {
        var (status, body, _) = Get(path);
        Assert.That((status, Name(body)), Is.EqualTo((200, name)));
    }

    [TestCase(Finance + Authorization + "/policyAssignments", 403, "AuthorizationFailed", "Microsoft.Authorization/policyAssignments/read")]
    [TestCase(Finance, 403, "AuthorizationFailed", Finance)]
    [TestCase(Lab + "/providers/Microsoft.PolicyInsights/attestations?api-version=2024-10-01", 403, "AuthorizationFailed", "Microsoft.PolicyInsights/attestations/read")]
    [TestCase(Lab + "/providers/Microsoft.Security/pricings?api-version=2024-01-01", 403, "AuthorizationFailed", "Microsoft.Security/pricings/read")]
    [TestCase(Group + "-lab", 403, "AuthorizationFailed", Group + "-lab")]
    [TestCase(Group + "-none", 403, "AuthorizationFailed", Group + "-none")]
    [TestCase("/subscriptions/a0000000-0000-4000-8000-000000000009", 404, "SubscriptionNotFound", "")]
    [TestCase(Group + Authorization + "/policySetDefinitions/nothing", 404, "PolicySetDefinitionNotFound", "nothing")]
    [TestCase(Ehr + "/resourceGroups/rg-ehr" + Storage + "/nothing", 404, "ResourceNotFound", "nothing")]
    [TestCase(Ehr + "/resourceGroups/rg-ehr" + Storage + "/nothing/blobServices", 404, "ResourceNotFound", "nothing")]
    [TestCase(Ehr + "/resourceGroups/rg-none", 404, "ResourceGroupNotFound", "rg-none")]
    [TestCase(Ehr + "/providers/Microsoft.Nothing/things", 404, "InvalidResourceType", "things")]
    [TestCase("/nowhere", 404, "NotFound", "/nowhere")]
    [TestCase(Ehr + Authorization + "/policyAssignments?$filter=name eq 'x'", 400, "InvalidFilterInQueryString", "name eq")]
    [TestCase(Ehr + Authorization + "/policyExemptions", 400, "NoRegisteredProviderFound", "policyExemptions")]
    [TestCase(Ehr + "/providers/Microsoft.PolicyInsights/attestations?api-version=2020-07-01", 400, "NoRegisteredProviderFound", "2020-07-01")]
    [TestCase(Ehr + Storage + "?api-version=1999-01-01", 400, "InvalidApiVersionParameter", "1999-01-01")]
    [TestCase(Ehr + Storage + "?api-version=latest", 400, "InvalidApiVersionParameter", "latest")]
    [TestCase(Ehr + Storage + "?api-version=2016-01-01", 400, "NoRegisteredProviderFound", "2016-01-01")]
    [TestCase(Ehr + Storage + "?api-version=", 400, "MissingApiVersionParameter", "api-version")]
    [TestCase("/subscriptions?$top=x", 400, "InvalidTopParameter", "$top")]
    [TestCase("/subscriptions?$skiptoken=x", 400, "InvalidSkipToken", "$skiptoken")]
    public void What_cannot_be_answered_is_said_as_azure_says_it(string path, int expected, string code, string mentioned)
    {
        var (status, body, _) = Get(path);
        Assert.That((status, (string?)body["error"]!["code"]), Is.EqualTo((expected, code)));
        Assert.That((string?)body["error"]!["message"], Does.Contain(mentioned));
    }

    [Test]
    public void A_group_tells_of_those_above_and_below()
    {
        var (_, above, _) = Get(Group + "-prod?$expand=ancestors");
        Assert.That((string?)above.SelectToken("properties.details.managementGroupAncestorsChain[0].name"), Is.EqualTo("fabrikam"));

        var (_, below, _) = Get(Group + "?$expand=children&$recurse=true");
        Assert.That(below.SelectTokens("properties.children[*].children[*].displayName").Select(n => (string?)n), Is.EqualTo(new[] { "fabrikam-ehr", "fabrikam-finance", "fabrikam-archive", "fabrikam-lab" }));
    }

    [Test]
    public void Permissions_are_those_of_the_scope()
    {
        string[] Actions(string scope) => [.. Get(scope + Authorization + "/permissions?api-version=2022-04-01").Body.SelectTokens("value[0].actions[*]").Select(a => (string)a!)];

        Assert.That(Actions(Ehr), Is.EqualTo(new[] { "*/read" }));
        Assert.That(Actions(Lab), Has.Length.EqualTo(4));
    }

    [Test]
    public void Providers_tell_the_versions_of_types()
    {
        var storage = All(Ehr + "/providers").Single(p => (string?)p["namespace"] == "Microsoft.Storage");

        var accounts = storage["resourceTypes"]!.Single(t => (string?)t["resourceType"] == "storageAccounts");
        Assert.That(accounts["apiVersions"]!.Select(v => (string?)v), Does.Contain("2024-01-01"));
        Assert.That(storage["resourceTypes"]!.Select(t => (string?)t["resourceType"]), Does.Contain("storageAccounts/blobServices"));
    }

    // What is asked for without a version is asked for with one that most types have.
    private (int Status, JObject Body, System.Net.Http.Headers.HttpResponseHeaders Headers) Get(string path) =>
        _emulator.Get(path.Contains("api-version", StringComparison.Ordinal) ? path : path + (path.Contains('?') ? "&" : "?") + "api-version=2024-01-01");

    private IEnumerable<JToken> All(string path)
    {
        var page = Get(path);
        while (true)
        {
            Assert.That(page.Status, Is.EqualTo(200), page.Body.ToString());
            var items = page.Body["value"]!;
            Assert.That(items.Count(), Is.LessThanOrEqualTo(2), "The estate sets pages of two.");
            foreach (var item in items)
                yield return item;
            if ((string?)page.Body["nextLink"] is not { } next)
                yield break;
            Assert.That(next, Does.StartWith(_emulator.Endpoint.ToString()));
            page = _emulator.Get(next);
        }
    }

    // Subscriptions are told apart by display names: their names are GUIDs.
    private static string? Name(JToken item) => (string?)item["displayName"] is { } shown && item["tenantType"] is null ? shown
        : ((string?)item["type"])?.EndsWith("/subscriptions", StringComparison.Ordinal) == true ? (string?)item["properties"]!["displayName"]
        : (string?)item["name"] ?? (string?)item["tenantId"];
}
