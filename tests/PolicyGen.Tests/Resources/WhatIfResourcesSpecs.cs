using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Resources;

/// <summary>What resources a what-if result gives.</summary>
public class WhatIfResourcesSpecs
{
    private const string Id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st";
    private const string Before = $$"""{"id": "{{Id}}", "name": "st", "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2021-01-01", "properties": {"x": "before", "text": "[concat('a')]"} }""";
    private const string After = $$"""{"id": "{{Id}}", "name": "st", "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-05-01", "properties": {"x": "after", "y": "[reference('z').a]"} }""";

    private DiagnosticBag _diagnostics = null!;

    [SetUp]
    public void Forget() => _diagnostics = [];

    [TestCase("Create", ResourceOrigin.Request, "after", "2023-05-01")]
    [TestCase("Modify", ResourceOrigin.Request, "after", "2023-05-01")]
    [TestCase("NoChange", ResourceOrigin.Request, "after", "2023-05-01")]
    [TestCase("Deploy", ResourceOrigin.Request, "after", "2023-05-01")]
    [TestCase("unsupported", ResourceOrigin.Request, "after", "2023-05-01")]
    [TestCase("Ignore", ResourceOrigin.Existing, "before", "2021-01-01")]
    public void The_kind_of_change_decides_what_the_resource_is(string kind, ResourceOrigin origin, string value, string apiVersion)
    {
        var resource = Read(Change(kind)).Resources.Single();
        Assert.Multiple(() =>
        {
            Assert.That(resource.Id, Is.EqualTo(Id));
            Assert.That(resource.Type, Is.EqualTo("Microsoft.Storage/storageAccounts"));
            Assert.That(resource.Origin, Is.EqualTo(origin));
            Assert.That(resource.ApiVersion, Is.EqualTo(apiVersion));
            Assert.That((string?)resource.Content["properties"]!["x"], Is.EqualTo(value));
            Assert.That(resource.HasUnresolved, Is.EqualTo(origin == ResourceOrigin.Request));
            Assert.That(resource.Source.Line, Is.EqualTo(2));
        });
    }

    [Test]
    public void What_exists_holds_texts_and_no_expressions() =>
        Assert.That((string?)Read(Change("Ignore")).Resources.Single().Content["properties"]!["text"], Is.EqualTo("[concat('a')]"));

    [Test]
    public void What_is_deleted_is_not_there()
    {
        var content = Read(Change("Delete"));
        Assert.That(content.Resources, Is.Empty);
        Assert.That(content.Deleted, Is.EqualTo(new[] { Id }));
        Assert.That(content.IsComplete, Is.True);
    }

    [TestCase("Deploy")]
    [TestCase("Create")]
    [TestCase("Unsupported")]
    [TestCase("Ignore")]
    public void A_body_that_is_not_given_is_unknown_and_not_empty(string kind)
    {
        var resource = Read($$"""{"changes": [{"resourceId": "{{Id}}", "changeType": "{{kind}}", "before": null, "after": null}]}""").Resources.Single();
        Assert.That(resource.FullName, Is.EqualTo("st"));
        Assert.That(resource.HasUnresolved, Is.True);
        foreach (var name in (string[])["properties", "location", "tags", "sku", "kind", "identity"])
            Assert.That(Unresolved.Is(resource.Content[name]), Is.True, name);
    }

    [Test]
    public void An_id_that_is_not_known_still_tells_the_type()
    {
        var resource = Read("""{"changes": [{"resourceId": "[resourceId('s', 'g', 'Microsoft.Sql/servers', newGuid())]", "changeType": "Unsupported", "unsupportedReason": "x"}]}""").Resources.Single();
        Assert.That(resource.Type, Is.EqualTo("Microsoft.Sql/servers"));
        Assert.That(resource.Id, Is.EqualTo("/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/{newGuid()}"));
    }

    [Test]
    public void The_rest_api_has_properties_around_it()
    {
        var content = Read($$"""{"status": "Succeeded", "properties": {"changes": [{"resourceId": "{{Id}}", "changeType": "Create", "after": {{After}} }] } }""");
        Assert.That(content.Resources, Has.Length.EqualTo(1));
        Assert.That(content.IsComplete, Is.True);
    }

    [Test]
    public void A_potential_change_has_a_condition()
    {
        var content = Read($$"""{"changes": [], "potentialChanges": [{"resourceId": "{{Id}}", "changeType": "Create", "after": {{After}} }], "status": "Succeeded"}""");
        Assert.That(content.Resources.Single().Condition, Is.Not.Null);
    }

    [Test]
    public void Deployments_are_left_out() =>
        Assert.That(Read("""{"changes": [{"resourceId": "/subscriptions/s/providers/Microsoft.Resources/deployments/d", "changeType": "Create"}]}""").Resources, Is.Empty);

    [TestCase("""{"status": "Failed", "error": {"code": "x", "message": "No."}, "changes": []}""", "what-if-failed")]
    [TestCase("""{"status": "Succeeded"}""", "what-if-malformed")]
    [TestCase("""{"changes": [1]}""", "what-if-malformed")]
    [TestCase("""{"changes": [{"resourceId": "/subscriptions/s", "changeType": "Rename"}]}""", "what-if-malformed")]
    [TestCase("""{"changes": [{"changeType": "Create", "after": {"name": "x"}}]}""", "what-if-malformed")]
    [TestCase("""{"changes": [{"changeType": "Delete"}]}""", "what-if-malformed")]
    [TestCase("""{"changes": [], "diagnostics": [{"level": "Warning", "code": "NestedDeploymentShortCircuited", "message": "m"}]}""", "deployment-unexpanded")]
    public void What_is_missing_is_told(string text, string id)
    {
        Assert.That(Read(text).IsComplete, Is.False);
        Assert.That(_diagnostics.Select(d => d.Id), Is.EqualTo(new[] { id }));
    }

    private static string Change(string kind) => $$"""{"changes": [{{"\n"}}{"resourceId": "{{Id}}", "changeType": "{{kind}}", "before": {{Before}}, "after": {{After}}, "delta": null, "unsupportedReason": null}], "error": null, "status": "Succeeded"}""";

    private WhatIfContent Read(string text) => WhatIfResources.Read((JObject)JsonText.Parse(text, "w.json", [])!, "w.json", _diagnostics);
}
