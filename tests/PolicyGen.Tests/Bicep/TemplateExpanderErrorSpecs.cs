using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

/// <summary>Nothing is skipped: what cannot be expanded says why, at the file and line where it is to be mended.</summary>
public class TemplateExpanderErrorSpecs
{
    private const string Account = "'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'stmed0001', location: 'japaneast', kind: 'StorageV2', sku: { name: 'Standard_LRS' } }";
    private const string TemplateHead = "{\n\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\",\n";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("resource a " + Account + " }", "main.bicep(1,", "error bicep-error: BCP")]
    [TestCase("module a 'none.bicep' = { name: 'a' }", "main.bicep(1,10)", "error bicep-error: BCP091: An error occurred reading file.")]
    [TestCase("\nparam must string\noutput o string = must", "main.bicep(2,1)", "error template-parameter-missing: The parameter 'must' has no default value. Give it in a parameter file (--parameters)")]
    [TestCase("param x string = 'a'\nresource a " + Account + "\nresource b 'Microsoft.Network/routeTables@2023-09-01' = {\n  name: 'b'\n  location: x == 'a' ? fail('no good') : x\n}", "main.bicep(3,1)", "error template-expansion: The template cannot be expanded: The template resource 'b' is not valid: no good")]
    [TestCase("param x string = 'a'\noutput o string = x == 'a' ? fail('no good') : x", "main.bicep:", "error template-expansion: The template cannot be expanded: no good")]
    public async Task Bicep(string text, string at, string says)
    {
        _folder.Write("main.bicep", text);
        var error = (await RealBicep.FailAsync(_folder, "main.bicep")).Single();
        Assert.That(error, Does.StartWith(at).And.Contain(says));
    }

    [Test]
    public async Task An_error_in_a_module_is_shown_in_the_module()
    {
        _folder.Write("modules/bad.bicep", "param x string\nresource a " + Account.Replace("name:", "name", StringComparison.Ordinal));
        _folder.Write("main.bicep", "module m 'modules/bad.bicep' = { name: 'm', params: { x: '' } }");
        Assert.That(await RealBicep.FailAsync(_folder, "main.bicep"), Is.Not.Empty.And.All.StartsWith("modules/bad.bicep(2,"));
    }

    [Test]
    public async Task A_bicepparam_file_is_complete_in_itself()
    {
        _folder.Write("main.bicep", "param a string\nparam n int\nresource x " + Account);
        _folder.Write("bad.bicepparam", "using 'main.bicep'\nparam n = 'x'\nparam zz = 1\n");
        _folder.Write("none.bicepparam", "using none\n");
        _folder.Write("good.bicepparam", "using 'main.bicep'\nparam a = ''\nparam n = 1\n");
        _folder.Write("other.bicep", "resource x " + Account);
        _folder.Write("p.json", "{}");
        Assert.That(await RealBicep.FailAsync(_folder, "bad.bicepparam"), Is.EqualTo(new[]
        {
            "bad.bicepparam(1,7): error bicep-error: BCP258: The following parameters are declared in the Bicep file but are missing an assignment in the params file: \"a\".",
            "bad.bicepparam(2,11): error bicep-error: BCP033: Expected a value of type \"int\" but the provided value is of type \"'x'\".",
            "bad.bicepparam(3,1): error bicep-error: BCP259: The parameter \"zz\" is assigned in the params file without being declared in the Bicep file.",
        }));
        Assert.That((await RealBicep.FailAsync(_folder, "none.bicepparam")).Single(), Does.StartWith("none.bicepparam: error bicep-error: The parameter file names no template"));
        Assert.That((await RealBicep.FailAsync(_folder, "good.bicepparam", "p.json")).Single(), Does.StartWith("good.bicepparam: error parameter-file-unexpected:"));
        Assert.That((await RealBicep.FailAsync(_folder, "other.bicep", "good.bicepparam")).Single(), Does.StartWith("good.bicepparam: error parameter-file-unexpected:").And.Contain("other.bicep"));
    }

    [TestCase("{\"parameters\": {\n\"nn\": {\"value\": 1}}}", "p.json(2,5): error template-parameter-unknown: The template has no parameter 'nn'. [parameters.nn]")]
    [TestCase("{\"parameters\": {\n\"n\": {\"value\": \"x\"}}}", "p.json(2,4): error bicep-error: BCP033: Expected a value of type \"int\" but the provided value is of type \"'x'\". [parameters.n]")]
    [TestCase("{\"parameters\": {\n\"n\": 1}}", "p.json(2,4): error parameter-file-invalid: The parameter 'n' must be an object with either 'value' or 'reference'. [parameters.n]")]
    [TestCase("{\"n\": {\"value\": 1},\n\"N\": {\"value\": 1}}", "p.json(2,4): error template-parameter-unknown: The parameter 'n' is given twice. [N]")]
    [TestCase("[]", "p.json(1,1): error parameter-file-invalid: The file is no parameter file: it must hold an object 'parameters'.")]
    [TestCase("{", "p.json(1,1): error json-malformed: Error reading JObject from JsonReader.")]
    public async Task A_parameter_file(string parameters, string error)
    {
        _folder.Write("main.bicep", "param n int = 1\noutput o int = n");
        _folder.Write("p.json", parameters);
        Assert.That(await RealBicep.FailAsync(_folder, "main.bicep", "p.json"), Is.EqualTo(new[] { error }));
    }

    [TestCase("{\"hello\": 1}", "main.json: error template-invalid: The file is no ARM template")]
    [TestCase("{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\", \"resources\": []}", "main.json: error template-invalid:")]
    [TestCase("{", "main.json(1,1): error json-malformed:")]
    [TestCase(TemplateHead + "\"resources\": [{\"type\": \"T/t\", \"name\": \"x\", \"nonsense\": 1}]}", "main.json: error bicep-error: BCP188: The referenced ARM template has errors.")]
    [TestCase(TemplateHead + "\"parameters\": {\n\"must\": {\"type\": \"string\"}}, \"resources\": []}", "main.json(4,7): error template-parameter-missing: The parameter 'must' has no default value.")]
    [TestCase(TemplateHead + "\"resources\": [\n  {\"type\": \"Microsoft.Network/routeTables\", \"name\": \"x\"}]}", "main.json(4,3): error template-expansion:")]
    [TestCase(TemplateHead + "\"resources\": [{\"type\": \"Microsoft.Network/routeTables\", \"apiVersion\": \"2023-09-01\", \"name\": \"[parameters('no')]\"}]}", "main.json: error template-expansion: The template cannot be expanded: The template parameter 'no' is not found.")]
    [TestCase(TemplateHead + "\"resources\": [\n  {\"type\": \"Microsoft.Resources/deployments\", \"apiVersion\": \"2022-09-01\", \"name\": \"linked\", \"properties\": {\"mode\": \"Incremental\", \"templateLink\": {\"uri\": \"https://example.org/t.json\"}}}]}",
        "main.json(4,3): error template-incomplete: The nested deployment '/subscriptions/")]
    public async Task A_template(string text, string error)
    {
        _folder.Write("main.json", text);
        Assert.That((await RealBicep.FailAsync(_folder, "main.json")).Single(), Does.StartWith(error));
    }

    [Test]
    public async Task Size_and_depth_are_bounded()
    {
        _folder.Write("large.json", new string(' ', (4 * 1024 * 1024) + 1));
        _folder.Write("deep.json", string.Concat(Enumerable.Repeat("[", 10_000)));
        Assert.That((await RealBicep.FailAsync(_folder, "large.json")).Single(), Does.StartWith("large.json: error template-too-large: The template has 4194305 bytes"));
        Assert.That((await RealBicep.FailAsync(_folder, "deep.json")).Single(), Does.Contain("error json-malformed:"));
        Assert.That((await RealBicep.FailAsync(_folder, "none.bicep")).Single(), Is.EqualTo("none.bicep: error file-unreadable: The file does not exist."));
    }

    [Test]
    public async Task A_compiler_that_cannot_be_used_is_an_error_of_the_run_told_once()
    {
        var diagnostics = new DiagnosticBag();
        await using var client = new BicepClient("/no/such/bicep", diagnostics);
        var expander = new TemplateExpander(client);
        foreach (var name in new[] { "a.bicep", "b.bicep" })
            Assert.That(await expander.ExpandAsync(new TemplateInput(_folder.Write(name, "")), DeploymentContext.Unknown, diagnostics, CancellationToken.None), Is.Null);
        Assert.That(diagnostics.Select(d => d.ToString()), Has.Exactly(1).StartsWith("error bicep-unusable: The Bicep compiler /no/such/bicep cannot be started"));
    }
}
