using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmPagesSpecs
{
    [TestCase("nextLink")]
    [TestCase("@odata.nextLink")]
    public async Task Pages_are_followed_to_the_last(string link)
    {
        var azure = new StubAzure(
            StubAzure.Ok($$"""{"{{link}}":"https://arm.test:8443/two?x=1","@odata.count":3,"value":[{"id":1},{"id":2}]}"""),
            StubAzure.Ok($$"""{"value":[],"{{link}}":"https://arm.test:8443/three?x=1"}"""),
            StubAzure.Ok("{\"value\":[{\"id\":3}],\"" + link + "\":null,\"more\":{\"value\":[{\"id\":4}]}}"));
        using var connection = azure.Connect();
        Assert.That(await Read(connection, StubAzure.Get("/one?x=1") with { Method = HttpMethod.Post }), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(azure.Requests.Select(r => $"{r.Method} {r.Address.PathAndQuery}"), Is.EqualTo(new[] { "POST /one?x=1", "POST /two?x=1", "POST /three?x=1" }));
        Assert.That(connection.Figures.Rows, Is.EqualTo(3));
    }

    [Test]
    public async Task A_page_sent_for_again_gives_no_row_twice()
    {
        var azure = new StubAzure(StubAzure.Ok("""{"value":[{"id":1},{"id":2}"""), StubAzure.Ok("""{"value":[{"id":1},{"id":2}]}"""));
        using var connection = azure.Connect();
        Assert.That(await Read(connection), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(connection.Figures.Rows, Is.EqualTo(2));
    }

    [TestCase("""{"value":[{"id":1}],"nextLink":"https://arm.test:8443/two"}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":[],"nextLink":"https://arm.test:8443/two"}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":[{"id":1}],"nextLink":"https://evil.test/two"}""", ArmFailureKind.Refused)]
    [TestCase("{}", ArmFailureKind.Malformed)]
    [TestCase("[]", ArmFailureKind.Malformed)]
    [TestCase("null", ArmFailureKind.Malformed)]
    [TestCase("""{"value":{}}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":null}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":[1]}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":[{"id":{}}]}""", ArmFailureKind.Malformed)]
    [TestCase("""{"value":[{"id":1}],"nextLink":{"a":1}}""", ArmFailureKind.Malformed)]
    public async Task What_is_no_list_or_does_not_end_is_a_failure(string page, ArmFailureKind kind)
    {
        var azure = new StubAzure(StubAzure.Ok(page));
        using var connection = azure.Connect();
        var exception = await Assert.ThrowsAsync<ArmException>(async () => await Read(connection));
        Assert.That(exception!.Failure.Kind, Is.EqualTo(kind));
        Assert.That(exception.Failure.Scope, Is.EqualTo("/subscriptions/1"));
        Assert.That(azure.Requests.Select(r => r.Address.Host), Is.All.EqualTo("arm.test"));
    }

    [Test]
    public async Task The_same_page_under_another_address_is_seen()
    {
        var number = 0;
        var azure = new StubAzure(r => StubAzure.Ok($$"""{"value":[{"id":1},{"id":2}],"nextLink":"https://arm.test:8443/page{{++number}}"}""")(r));
        using var connection = azure.Connect();
        var exception = await Assert.ThrowsAsync<ArmException>(async () => await Read(connection));
        Assert.That(exception!.Message, Does.Contain("same as the one before"));
        Assert.That(azure.Requests, Has.Count.EqualTo(2));
    }

    private static async Task<List<int>> Read(ArmConnection connection, ArmRequest? request = null)
    {
        var result = new List<int>();
        await foreach (var id in ArmPages.ReadAllAsync(connection, request ?? StubAzure.Get(), row => (int)row["id"]!))
            result.Add(id);
        return result;
    }
}
