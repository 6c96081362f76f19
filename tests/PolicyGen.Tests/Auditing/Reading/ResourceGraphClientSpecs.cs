using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;
using PolicyGen.Tests.Arm;

namespace PolicyGen.Tests.Auditing.Reading;

public sealed class ResourceGraphClientSpecs
{
    private static readonly ResourceGraphQuery Query = new("things", "resources | project id | order by id asc");

    [Test]
    public async Task Pages_follow_by_token()
    {
        var (rows, requests) = await Read(StubEstate.Page(3, "t1", Row(1), Row(2)), StubEstate.Page(3, null, Row(3)));
        Assert.That(rows, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((string?)requests[1]["options"]!["$skipToken"], Is.EqualTo("t1"));
        Assert.That(requests[1]["options"]!["$skip"], Is.Null);
        Assert.That((int)requests[0]["options"]!["$top"]!, Is.EqualTo(1000));
    }

    [Test]
    public async Task Pages_follow_by_number_where_there_is_no_token()
    {
        var (rows, requests) = await Read(StubEstate.Page(3, null, Row(1), Row(2)), StubEstate.Page(3, null, Row(3)));
        Assert.That(rows, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((int)requests[1]["options"]!["$skip"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task No_rows_are_no_failure() => Assert.That((await Read(StubEstate.Page())).Rows, Is.Empty);

    [Test]
    public async Task Too_large_an_answer_is_asked_in_halves()
    {
        var large = StubEstate.Error(400, "ResponsePayloadTooLarge");
        var (rows, requests) = await Read(large, large, StubEstate.Page(2, "t", Row(1)), StubEstate.Page(2, null, Row(2)));
        Assert.That(rows, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(requests.Select(r => (int)r["options"]!["$top"]!), Is.EqualTo(new[] { 1000, 500, 250, 250 }));
    }

    [Test]
    public async Task A_page_that_comes_again_is_asked_for_once_more()
    {
        var first = StubEstate.Page(2, "t1", Row(1));
        var (rows, requests) = await Read(first, first, StubEstate.Page(2, null, Row(2)));
        Assert.That(rows, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_page_that_keeps_coming_is_a_failure()
    {
        var azure = new StubAzure(StubEstate.Page(2, "t1", Row(1)));
        Assert.That(await Failure(azure), Does.Contain("twice"));
        Assert.That(azure.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Rows_that_are_missing_are_a_failure() =>
        Assert.That(await Failure(new StubAzure(StubEstate.Page(3, "t1", Row(1)), StubEstate.Page(3, null))), Does.Contain("1 of 3 rows"));

    [Test]
    public async Task More_rows_than_there_are_is_a_failure() =>
        Assert.That(await Failure(new StubAzure(StubEstate.Page(2, "t1", Row(1)), StubEstate.Page(2, "t2", Row(2), Row(3)))), Does.Contain("3 of 2 rows"));

    [TestCase("""{"totalRecords":1,"count":1}""")]
    [TestCase("""{"count":1,"data":[{"id":"1"}]}""")]
    [TestCase("""{"totalRecords":2,"count":2,"data":[{"id":"1"}]}""")]
    [TestCase("""{"totalRecords":1,"count":1,"data":[1]}""")]
    [TestCase("""{"totalRecords":1,"count":1,"data":{"columns":[],"rows":[]}}""")]
    [TestCase("""{"totalRecords":1,"count":1,"data":[{"id":"1"}""")]
    [TestCase("[]")]
    [TestCase("nonsense")]
    public async Task What_is_no_answer_is_a_failure(string body) => Assert.That(await Failure(new StubAzure(StubAzure.Ok(body))), Is.Not.Empty);

    [Test]
    public async Task Scopes_are_named()
    {
        var azure = new StubAzure(StubEstate.Page(1, null, Row(1)));
        using var connection = azure.Connect();
        var client = new ResourceGraphClient(connection);
        await client.ReadAllAsync(Query, ResourceGraphScope.OfManagementGroup("contoso"), aboveToo: true, r => (string?)r["id"], default);
        await client.ReadAllAsync(Query, ResourceGraphScope.Batches(["a", "b"])[0], aboveToo: false, r => (string?)r["id"], default);
        await client.ReadAllAsync(Query, ResourceGraphScope.Everything, aboveToo: false, r => (string?)r["id"], default);
        var bodies = azure.Requests.Select(r => JObject.Parse(r.Body)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(bodies[0]["managementGroups"]!.ToObject<string[]>(), Is.EqualTo(new[] { "contoso" }));
            Assert.That((string?)bodies[0]["options"]!["authorizationScopeFilter"], Is.EqualTo("AtScopeAboveAndBelow"));
            Assert.That(bodies[1]["subscriptions"]!.ToObject<string[]>(), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(bodies[1]["options"]!["authorizationScopeFilter"], Is.Null);
            Assert.That(bodies[2]["subscriptions"] ?? bodies[2]["managementGroups"], Is.Null);
        });
    }

    [Test]
    public void Subscriptions_are_asked_in_batches()
    {
        var ids = Enumerable.Range(0, 601).Select(i => i.ToString("d3", null)).ToList();
        var batches = ResourceGraphScope.Batches(ids);
        Assert.That(batches.Select(b => b.Subscriptions.Length), Is.EqualTo(new[] { 300, 300, 1 }));
        Assert.That(batches.SelectMany(b => b.Subscriptions), Is.EqualTo(ids));
        Assert.That(batches[2].Scopes, Is.EqualTo(new[] { "/subscriptions/600" }));
        Assert.That(ResourceGraphScope.Batches([]), Is.Empty);
    }

    private static object Row(int id) => new { id };

    private static async Task<(List<int> Rows, List<JObject> Requests)> Read(params Func<StubRequest, HttpResponseMessage>[] script)
    {
        var azure = new StubAzure(script);
        using var connection = azure.Connect();
        var rows = await new ResourceGraphClient(connection).ReadAllAsync(Query, ResourceGraphScope.Everything, aboveToo: false, r => (int)r["id"]!, default);
        Assert.That(connection.Figures.Rows, Is.EqualTo(rows.Count));
        return (rows, [.. azure.Requests.Select(r => JObject.Parse(r.Body))]);
    }

    private static async Task<string> Failure(StubAzure azure)
    {
        using var connection = azure.Connect();
        var exception = await Assert.ThrowsAsync<ArmException>(() => new ResourceGraphClient(connection).ReadAllAsync(Query, ResourceGraphScope.Everything, aboveToo: false, r => r, default));
        Assert.That(exception!.Failure.Kind, Is.EqualTo(ArmFailureKind.Malformed));
        return exception.Message;
    }
}
