using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>The file of --context.</summary>
public class CheckContextFileSpecs
{
    private readonly SchemaValidator _validator = new(Repository.PathOf("policies", "schemas"));
    private TempFolder _folder = null!;
    private DiagnosticBag _diagnostics = null!;

    [SetUp]
    public void Make()
    {
        _folder = new TempFolder();
        _diagnostics = [];
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Everything_that_it_may_say_is_read()
    {
        var context = Read("""
            {
              // Comments are allowed.
              "$schema": "../policies/schemas/check-context.schema.json",
              "subscription": {"subscriptionId": "s", "tags": {"a": "b"}},
              "resourceGroups": {"rg-App": {"location": "japaneast"}},
              "tenant": {"tenantId": "t"},
              "managementGroups": ["mg-landing", "mg-root"],
              "requestContext": {"apiVersion": "2023-01-01"},
              "existing": "exports/all.json"
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(_diagnostics, Is.Empty);
            Assert.That((string?)context!.Subscription!["subscriptionId"], Is.EqualTo("s"));
            Assert.That((string?)context.ResourceGroups["RG-APP"]["location"], Is.EqualTo("japaneast"));
            Assert.That((string?)context.Tenant!["tenantId"], Is.EqualTo("t"));
            Assert.That(context.ManagementGroups, Is.EqualTo(new[] { "mg-landing", "mg-root" }));
            Assert.That((string?)context.RequestContext!["apiVersion"], Is.EqualTo("2023-01-01"));
            Assert.That(context.ExistingPath, Is.EqualTo(_folder.PathOf("contexts", "exports", "all.json")));
        });
    }

    [Test]
    public void What_it_does_not_say_is_not_known()
    {
        var context = Read("{}")!;
        Assert.That((context.Subscription, context.Tenant, context.RequestContext, context.ExistingPath), Is.EqualTo((CheckContext.Empty.Subscription, CheckContext.Empty.Tenant, CheckContext.Empty.RequestContext, CheckContext.Empty.ExistingPath)));
        Assert.That(context.ResourceGroups, Is.Empty);
        Assert.That(context.ManagementGroups, Is.Empty);
    }

    [TestCase("""{"subscriptions": {}}""", "schema")]
    [TestCase("""{"subscription": "s"}""", "schema")]
    [TestCase("""{"resourceGroups": []}""", "schema")]
    [TestCase("""{"resourceGroups": {"g": null}}""", "schema")]
    [TestCase("""{"managementGroups": [1]}""", "schema")]
    [TestCase("""{"existing": ""}""", "schema")]
    [TestCase("[]", "schema")]
    [TestCase("{", "json-malformed")]
    [TestCase("""{"resourceGroups": {"g": {}, "G": {}}}""", "context-ambiguous")]
    public void What_is_wrong_is_told(string text, string id)
    {
        Assert.That(Read(text), Is.Null);
        Assert.That(_diagnostics.Select(d => d.Id), Is.EqualTo(new[] { id }));
    }

    private CheckContext? Read(string text) => CheckContextFile.Read(_folder.Write("contexts/c.json", text), "c.json", _validator, _diagnostics);
}
