using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Resources.Inputs;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>Which inputs a command line stands for.</summary>
public class InputFilesSpecs
{
    private const string Template = """{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": []}""";
    private const string Parameters = """{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {}}""";
    private const string Resource = "resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = {}";

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
    public void A_bicep_file_that_a_parameter_file_uses_or_another_deploys_is_not_an_input_of_its_own()
    {
        _folder.Write("main.bicep", $"module net './modules/net.bicep' = {{}}\n{Resource}");
        _folder.Write("main.bicepparam", "using './main.bicep'\nparam a = 'b'");
        _folder.Write("modules/net.bicep", Resource);
        _folder.Write("alone.bicep", $"// module x 'other.bicep'\n/* module y 'other.bicep' */\nvar t = '''\nmodule z 'other.bicep'\n'''\n{Resource}");
        _folder.Write("other.bicep", Resource);
        Assert.That(Inputs(), Is.EqualTo(new[] { "Bicep alone.bicep", "BicepParameters main.bicepparam", "Bicep other.bicep" }));
    }

    [Test]
    public void Shared_types_and_base_parameters_are_not_deployed()
    {
        _folder.Write("types.bicep", "@export()\ntype name = string\nvar resource1 = 'x'");
        _folder.Write("shared.bicep", $"@export()\nvar region = 'japaneast'\n{Resource}");
        _folder.Write("main.bicep", "import { name } from 'types.bicep'\nimport * as shared from './shared.bicep'\nparam n name");
        _folder.Write("base.bicepparam", "using none\nparam n = 'x'");
        _folder.Write("prod.bicepparam", "using 'main.bicep'\nextends 'base.bicepparam'");
        Assert.That(Inputs(), Is.EqualTo(new[] { "BicepParameters prod.bicepparam", "Bicep shared.bicep" }));
    }

    [Test]
    public void A_template_is_an_input_for_each_of_its_parameter_files()
    {
        _folder.Write("app.json", Template);
        _folder.Write("app.parameters.json", Parameters);
        _folder.Write("app.prod.parameters.json", Parameters);
        _folder.Write("app.parameters.dev.json", Parameters);
        _folder.Write("app.hub.json", Template);
        _folder.Write("app.hub.parameters.json", Parameters);
        _folder.Write("old.bicep", Resource);
        _folder.Write("old.parameters.json", Parameters);
        _folder.Write("plain.json", Template);
        Assert.That(Inputs(), Is.EqualTo(new[]
        {
            "Template app.hub.json + app.hub.parameters.json",
            "Template app.json + app.parameters.dev.json",
            "Template app.json + app.parameters.json",
            "Template app.json + app.prod.parameters.json",
            "Bicep old.bicep + old.parameters.json",
            "Template plain.json",
        }));
    }

    [Test]
    public void A_parameter_file_without_a_template_is_told()
    {
        _folder.Write("prod/x.parameters.json", Parameters);
        _folder.Write("x.json", Template);
        Assert.That(Inputs(), Is.EqualTo(new[] { "Template x.json" }));
        Assert.That(_diagnostics.Single().Id, Is.EqualTo("parameters-unpaired"));
        Assert.That(_diagnostics.HasErrors, Is.False);
    }

    [Test]
    public void A_template_compiled_from_the_bicep_file_beside_it_says_the_same_twice()
    {
        _folder.Write("main.bicep", Resource);
        _folder.Write("main.json", Template.Replace("\"resources\"", "\"metadata\": {\"_generator\": {\"name\": \"bicep\"}}, \"resources\"", StringComparison.Ordinal));
        _folder.Write("hand.bicep", Resource);
        _folder.Write("hand.json", Template);
        Assert.That(Inputs(), Is.EqualTo(new[] { "Bicep hand.bicep", "Template hand.json", "Bicep main.bicep" }));
    }

    [Test]
    public void A_module_may_be_a_template()
    {
        _folder.Write("main.bicep", "module m 'm.json' = {}");
        _folder.Write("m.json", Template);
        Assert.That(Inputs(), Is.EqualTo(new[] { "Bicep main.bicep" }));
    }

    [Test]
    public void Results_and_exports_are_inputs_and_everything_else_is_passed_over()
    {
        _folder.Write("b/snapshot.json", """{"predictedResources": []}""");
        _folder.Write("b/whatif.json", """{"changes": [], "status": "Succeeded"}""");
        _folder.Write("a/export.jsonl", """{"id": "/subscriptions/s"}""");
        _folder.Write("package.json", """{"name": "x"}""");
        _folder.Write("policy.json", """{"policyRule": {}}""");
        _folder.Write("broken.json", "{\"x\": ");
        _folder.Write("read.md", "# x");
        foreach (var hidden in (string[])["node_modules/x", "bin/Debug", "obj", ".git"])
            _folder.Write($"{hidden}/t.json", Template);
        Assert.That(Inputs(), Is.EqualTo(new[] { "Export a/export.jsonl", "Snapshot b/snapshot.json", "WhatIf b/whatif.json" }));
        Assert.That(_diagnostics, Is.Empty);
    }

    [Test]
    public void A_broken_template_in_a_folder_is_an_error()
    {
        _folder.Write("t.json", "{\"parameters\": {},\n \"$schema\" \"https://schema.management.azure.com/x\"}");
        Assert.That(Inputs(), Is.Empty);
        Assert.That(_diagnostics.Single().Id, Is.EqualTo("input-malformed"));
        Assert.That(_diagnostics.Single().Location.Line, Is.EqualTo(2));
    }

    [TestCase("x.json", """{"name": "x"}""", "input-unknown")]
    [TestCase("x.json", """{"policyRule": {}}""", "input-unknown")]
    [TestCase("x.parameters.json", Parameters, "input-unknown")]
    [TestCase("x.json", """{"contentVersion": "1.0.0.0", "resources": []}""", "input-malformed")]
    [TestCase("x.md", "# x", "input-unknown")]
    public void A_named_file_must_be_an_input(string name, string content, string id)
    {
        Assert.That(InputFiles.Expand([_folder.Write(name, content)], _diagnostics), Is.Empty);
        Assert.That(_diagnostics.Select(d => d.Id), Is.EqualTo(new[] { id }));
    }

    [Test]
    public void A_path_that_is_not_there_is_an_error()
    {
        Assert.That(InputFiles.Expand([_folder.PathOf("none")], _diagnostics), Is.Empty);
        Assert.That(_diagnostics.Single().Id, Is.EqualTo("file-unreadable"));
    }

    [Test]
    public void A_named_parameter_file_brings_its_template()
    {
        _folder.Write("app.json", Template);
        _folder.Write("app.x.json", Parameters);
        var input = InputFiles.Expand([_folder.Write("app.dev.parameters.json", Parameters)], _diagnostics).Single();
        Assert.That(Path.GetFileName(input.Path), Is.EqualTo("app.json"));
        Assert.That(input.DisplayPath, Does.EndWith("/app.json"));
        Assert.That(Path.GetFileName(input.Parameters!.Path), Is.EqualTo("app.dev.parameters.json"));
    }

    [Test]
    public void What_is_named_twice_is_judged_once()
    {
        var file = _folder.Write("a.bicep", Resource);
        Assert.That(InputFiles.Expand([file, _folder.Root, file], _diagnostics), Has.Length.EqualTo(1));
    }

    [Test]
    public void Folders_that_lie_too_deep_are_not_passed_over_in_silence()
    {
        _folder.Write(string.Join('/', Enumerable.Repeat("d", 40)) + "/a.bicep", Resource);
        Assert.That(Inputs(), Is.Empty);
        Assert.That(_diagnostics.Single().Id, Is.EqualTo("file-unreadable"));
    }

    private IEnumerable<string> Inputs() => InputFiles.Expand([_folder.Root], _diagnostics).Select(i =>
        $"{i.Kind} {Relative(i.Path)}" + (i.Parameters is null ? "" : $" + {Relative(i.Parameters.Path)}"));

    private string Relative(string path) => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/');
}
