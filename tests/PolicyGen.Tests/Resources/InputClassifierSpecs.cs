using System.Text;
using NUnit.Framework;
using PolicyGen.Resources.Inputs;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>What a file is, told by its name and the first part of its content.</summary>
public class InputClassifierSpecs
{
    private const string Id = "\"id\": \"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a\"";

    private TempFolder _folder = null!;

    [OneTimeSetUp]
    public void Make() => _folder = new TempFolder();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("a.bicep", "anything", InputKind.Bicep)]
    [TestCase("a.BICEPPARAM", "anything", InputKind.BicepParameters)]
    [TestCase("a.json", """{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}""", InputKind.Template)]
    [TestCase("a.json", """{"contentVersion": "1.0.0.0", "metadata": {"x": [1]}, "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"}""", InputKind.Template)]
    [TestCase("a.json", """{"$schema": "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#"}""", InputKind.Template)]
    [TestCase("a.json", """{"$schema": "HTTPS://SCHEMA.MANAGEMENT.AZURE.COM/schemas/2019-08-01/tenantdeploymenttemplate.json"}""", InputKind.Template)]
    [TestCase("a.jsonc", "// why\n{ /* and how */ \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\"}", InputKind.Template)]
    [TestCase("a.json", """{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [ broken""", InputKind.Template)]
    [TestCase("a.json", """{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {}}""", InputKind.TemplateParameters)]
    [TestCase("a.json", """{"$schema": "https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#"}""", InputKind.Other)]
    [TestCase("a.json", """{"predictedResources": [], "diagnostics": []}""", InputKind.Snapshot)]
    [TestCase("a.json", """{"changes": [{"after": {}, "changeType": "Create", "resourceId": "x"}], "status": "Succeeded"}""", InputKind.WhatIf)]
    [TestCase("a.json", """{"status": "Succeeded", "properties": {"correlationId": "c", "changes": [{"resourceId": "x", "changeType": "Create"}]}}""", InputKind.WhatIf)]
    [TestCase("a.json", """{"changes": [], "error": null, "status": "Succeeded"}""", InputKind.WhatIf)]
    [TestCase("a.json", """{"changes": [{"what": "renamed"}], "version": 2}""", InputKind.Other)]
    [TestCase("a.json", $$"""[{{{Id}}, "type": "Microsoft.Storage/storageAccounts"}]""", InputKind.Export)]
    [TestCase("a.json", $$"""{"value": [{{{Id}}}], "nextLink": null}""", InputKind.Export)]
    [TestCase("a.json", $$"""{"count": 1, "data": [{{{Id}}}], "skip_token": null, "total_records": 1}""", InputKind.Export)]
    [TestCase("a.json", """{"data": {"columns": [{"name": "id", "type": "string"}], "rows": [["/subscriptions/s"]]}}""", InputKind.Export)]
    [TestCase("a.json", $$"""{"resources": [{{{Id}}}]}""", InputKind.Export)]
    [TestCase("a.json", $$"""{"name": "a", {{Id}}, "type": "Microsoft.Storage/storageAccounts"}""", InputKind.Export)]
    [TestCase("a.jsonl", $$"""{{{Id}}}{{"\n"}}{{{Id}}}""", InputKind.Export)]
    [TestCase("a.json", "[]", InputKind.Export)]
    [TestCase("a.json", """{"value": []}""", InputKind.Export)]
    [TestCase("a.json", """{"properties": {"policyRule": {}}}""", InputKind.PolicyDocument)]
    [TestCase("a.json", """{"policyDefinitions": []}""", InputKind.PolicyDocument)]
    [TestCase("a.json", """{"id": "/providers/Microsoft.Authorization/policySetDefinitions/x", "properties": {}}""", InputKind.PolicyDocument)]
    [TestCase("a.json", """[{"id": "/providers/Microsoft.Authorization/policyDefinitions/x", "type": "Microsoft.Authorization/policyDefinitions"}]""", InputKind.PolicyDocument)]
    [TestCase("a.json", """{"id": "/subscriptions/s/providers/Microsoft.PolicyInsights/remediations/r", "type": "Microsoft.PolicyInsights/remediations", "properties": {"policyAssignmentId": "x"}}""", InputKind.Export)]
    [TestCase("a.json", """{"contentVersion": "1.0.0.0", "resources": []}""", InputKind.Malformed)]
    [TestCase("a.json", """{"parameters": {}, "$schema": "https://schema.management.azure.com/schemas/2019-04""", InputKind.Malformed)]
    [TestCase("a.json", "{\"x\": {\"predictedResources\": [}}", InputKind.Malformed)]
    [TestCase("a.json", "[{\"name\": \"a\", \"id\" \"/subscriptions/s\"}]", InputKind.Malformed)]
    [TestCase("a.json", """{"name": "package", "version": "1.0.0"}""", InputKind.Other)]
    [TestCase("a.json", "{\"name\": ", InputKind.Other)]
    [TestCase("a.json", "[1, 2]", InputKind.Other)]
    [TestCase("a.json", "3", InputKind.Other)]
    [TestCase("a.json", "", InputKind.Other)]
    [TestCase("a.json", "\0\0\0", InputKind.Other)]
    public void A_file_is_told_by_its_content(string name, string content, object kind)
    {
        var found = InputClassifier.Classify(_folder.Write(name, content));
        Assert.That(found.Kind, Is.EqualTo(kind), found.Reason);
        Assert.That(found.Reason, Does.EndWith(".").Or.EndsWith("#."));
    }

    [Test]
    public void A_byte_order_mark_does_not_hide_it()
    {
        var path = _folder.PathOf("mark.json");
        File.WriteAllText(path, "{\"predictedResources\": []}", new UTF8Encoding(true));
        Assert.That(InputClassifier.Classify(path).Kind, Is.EqualTo(InputKind.Snapshot));
    }

    [Test]
    public void An_export_of_windows_powershell_in_utf16_is_named_as_such()
    {
        var path = _folder.PathOf("utf16.json");
        File.WriteAllText(path, $"[{{{Id}}}]", Encoding.Unicode);
        var found = InputClassifier.Classify(path);
        Assert.That(found.Kind, Is.EqualTo(InputKind.Malformed));
        Assert.That(found.Reason, Does.Contain("UTF-8"));
    }

    [Test]
    public void Only_the_first_part_of_a_large_file_is_read()
    {
        var path = _folder.PathOf("large.json");
        using (var file = new StreamWriter(path))
        {
            file.Write("[{" + Id + ", \"properties\": {\"x\": \"");
            file.Write(new string('x', 4 * InputClassifier.PrefixBytes));
        }

        Assert.That(InputClassifier.Classify(path).Kind, Is.EqualTo(InputKind.Export));
    }

    [TestCase("{", "The file is not JSON: it ends too early.")]
    [TestCase("{\"a\": }", "The file is not JSON.")]
    [TestCase("{\"a\": 1}", "The JSON is none of the forms that are known.")]
    public void Why_a_file_is_no_input_is_said(string json, string reason) =>
        Assert.That(InputClassifier.Classify(_folder.Write("a.json", json)).Reason, Is.EqualTo(reason));

    [Test]
    public void Deep_nesting_is_no_trouble()
    {
        var deep = new string('[', 10_000);
        Assert.That(InputClassifier.Classify(_folder.Write("deep.json", "{\"a\": " + deep)).Kind, Is.EqualTo(InputKind.Other));
    }

    [TestCase("none.json")]
    [TestCase("none.bicep")]
    public void A_file_that_is_not_there_is_unreadable(string name) =>
        Assert.That(InputClassifier.Classify(_folder.PathOf(name)).Kind, Is.EqualTo(InputKind.Unreadable));
}
