using NUnit.Framework;

namespace PolicyGen.Tests.Support;

public class BicepCompilerSpecs
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "bicep.exe" : "bicep";

    [Test]
    public void The_environment_variable_comes_before_the_path_and_the_path_before_the_package()
    {
        using var folder = new TempFolder();
        var named = folder.Write("own/compiler", "");
        var onPath = folder.Write("bin/" + Name, "");
        var packaged = folder.Write("package/tools/" + Name, "");
        Assert.Multiple(() =>
        {
            Assert.That(BicepCompiler.Find(named, folder.PathOf("bin"), folder.PathOf("package")), Is.EqualTo(named));
            Assert.That(BicepCompiler.Find("", folder.PathOf("bin"), folder.PathOf("package")), Is.EqualTo(onPath));
            Assert.That(BicepCompiler.Find(null, folder.PathOf("empty"), folder.PathOf("package")), Is.EqualTo(packaged));
        });
    }

    [Test]
    public void A_missing_compiler_is_told_with_the_ways_to_get_one() =>
        Assert.That(() => BicepCompiler.Find(null, "", null), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("POLICYGEN_BICEP").And.Message.Contains("dotnet restore"));

    [Test]
    public void A_variable_that_names_no_file_is_not_passed_over() =>
        Assert.That(() => BicepCompiler.Find("/no/such/bicep", null, null), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("/no/such/bicep"));
}
