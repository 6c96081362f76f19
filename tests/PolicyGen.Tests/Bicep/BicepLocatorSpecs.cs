using System.Runtime.InteropServices;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

public class BicepLocatorSpecs
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";
    private static readonly string Package = "packages/azure.bicep.commandline." + RuntimeInformation.RuntimeIdentifier;

    [Test]
    public void The_named_file_comes_first_then_the_path_then_azure_cli_then_the_package()
    {
        using var folder = new TempFolder();
        var named = Executable(folder, "own/compiler");
        var onPath = Executable(folder, "bin/" + Name);
        var azure = Executable(folder, "azure/bin/" + Name);
        var packaged = Executable(folder, $"{Package}/0.49.2/tools/{Name}");
        var search = new BicepSearch(named, folder.PathOf("bin"), folder.PathOf("azure"), folder.PathOf("packages"));
        Assert.Multiple(() =>
        {
            Assert.That(Find(search), Is.EqualTo(named));
            Assert.That(Find(search with { Named = "" }), Is.EqualTo(onPath));
            Assert.That(Find(search with { Named = null, SearchPath = folder.PathOf("empty") }), Is.EqualTo(azure));
            Assert.That(Find(search with { Named = null, SearchPath = null, AzureFolder = folder.PathOf("empty") }), Is.EqualTo(packaged));
        });
    }

    [Test]
    public void The_newest_package_is_taken_by_number_not_by_name()
    {
        using var folder = new TempFolder();
        Executable(folder, $"{Package}/0.9.1/tools/{Name}");
        Executable(folder, $"{Package}/0.100.0-preview/tools/{Name}");
        var newest = Executable(folder, $"{Package}/0.49.2/tools/{Name}");
        Assert.That(Find(new BicepSearch(null, null, null, folder.PathOf("packages"))), Is.EqualTo(newest));
    }

    [Test]
    public void A_relative_entry_of_the_path_is_not_searched()
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(BicepLocator.Find(new BicepSearch(null, ".", null, null), diagnostics), Is.Null);
        Assert.That(diagnostics.Single().Message, Does.Contain("az bicep install").And.Contain("POLICYGEN_BICEP").And.Contain("--bicep"));
    }

    [Test]
    public void A_name_that_is_no_executable_is_not_passed_over()
    {
        using var folder = new TempFolder();
        Executable(folder, "bin/" + Name);
        var diagnostics = new DiagnosticBag();
        Assert.That(BicepLocator.Find(new BicepSearch("/no/such/bicep", folder.PathOf("bin"), null, null), diagnostics), Is.Null);
        Assert.That(diagnostics.Single().ToString(), Does.StartWith("error bicep-not-found:").And.Contain("/no/such/bicep"));
    }

    private static string? Find(BicepSearch search) => BicepLocator.Find(search, new DiagnosticBag());

    private static string Executable(TempFolder folder, string relative)
    {
        var path = folder.Write(relative, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
