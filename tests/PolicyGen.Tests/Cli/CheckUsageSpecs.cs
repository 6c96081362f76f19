using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

/// <summary>Wrong usage and bad input: exit code 2, a message that says where, and nothing written.</summary>
public class CheckUsageSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder("policygen 検査 誤り");
        _folder.Write("export.json", Exports.List(Exports.Storage("st1")));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("--no-such-option", "--no-such-option")]
    [TestCase("--guideline nist", "no guideline 'nist'")]
    [TestCase("--control no-such-control", "no control \"no-such-control\"")]
    [TestCase("--include fine", "no state 'fine'")]
    [TestCase("--fail-on often", "'often' is not one of nonCompliant, unknown, never")]
    [TestCase("--report sarif", "'sarif' is not FORMAT=FILE")]
    [TestCase("--report pdf=x.pdf", "no report format 'pdf'")]
    [TestCase("--now yesterday", "'yesterday' is no time")]
    [TestCase("--scope /subscriptions", "--scope takes")]
    [TestCase("--parameters p.json", "error parameters-misplaced:")]
    [TestCase("--policies no-such-folder", "no-such-folder")]
    [TestCase("--context no-such.json", "no-such.json")]
    [TestCase("--exemptions no-such.json", "no-such.json")]
    [TestCase("--baseline no-such.json", "no-such.json")]
    public void An_option_that_makes_no_sense(string option, string message)
    {
        var run = CheckRun.Run(_folder.Root, ["export.json", .. option.Split(' ')]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(run.Output, Is.Empty);
            Assert.That(run.Error, Does.Contain(message));
        });
    }

    [TestCase("missing.json", "", "missing.json: error file-unreadable: ")]
    [TestCase("壊れた snapshot.json", "{ \"predictedResources\": [ } ]", "壊れた snapshot.json(1,26): error json-malformed: ")]
    [TestCase("no resources.json", "{ \"a\": 1 }", "no resources.json: error input-unknown: ")]
    [TestCase("text.json", "hello", "text.json: error input-unknown: The file is not JSON.")]
    public void A_file_that_is_no_input(string name, string content, string message)
    {
        if (content.Length > 0)
            _folder.Write(name, content);
        var run = CheckRun.Run(_folder.Root, name, "--report", "sarif=out.sarif");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
            Assert.That(run.Error, Does.Contain(message));
            Assert.That(File.Exists(_folder.PathOf("out.sarif")), Is.False);
        });
    }

    [Test]
    public void A_template_that_cannot_be_expanded_fails_the_run_at_file_and_line()
    {
        _folder.Write("構文 syntax.bicep", "param a string = 'x'\nresource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {\n  name: \n}\n");
        _folder.Write("parameter.bicep", "param name string\nresource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {\n  name: name\n  location: 'japaneast'\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n}\n");
        var run = CheckRun.Run(_folder.Root, "構文 syntax.bicep", "parameter.bicep", "export.json", "--report", "sarif=out.sarif", "--report", "json=out.json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Error, Does.Match(@"構文 syntax\.bicep\(3,\d+\): error bicep-error: BCP\d+: ").And.Match(@"parameter\.bicep\(1,\d+\): error template-parameter-missing: .*'name'"));
            Assert.That(run.Output, Is.Empty);
            Assert.That(_folder.Files().Keys, Has.None.StartsWith("out."), "nothing is written");
        });
    }

    [Test]
    public void A_compiler_that_is_none_is_said()
    {
        _folder.Write("main.bicep", "output x string = 'x'\n");
        Assert.Multiple(() =>
        {
            Assert.That(CheckRun.Run(_folder.Root, "main.bicep", "--bicep", "no-such-bicep").Error, Does.Contain("error bicep-not-found: "));
            Assert.That(CheckRun.Run(_folder.Root, "export.json", "--bicep", "no-such-bicep").ExitCode, Is.EqualTo(1), "it is not needed for exports");
        });
    }

    [Test]
    public void A_report_that_cannot_be_written_is_exit_code_2()
    {
        _folder.Write("taken", "a file, no folder");
        var run = CheckRun.Run(_folder.Root, "export.json", "--report", "json=taken/out.json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Error, Does.Contain("The report cannot be written"));
            Assert.That(run.Output, Is.Empty);
        });
    }
}
