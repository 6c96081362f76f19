using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PolicyGen.Bicep;

namespace PolicyGen.Tests.Bicep;

public class BicepScannerSpecs
{
    [TestCase("resource a 'T/t@1' = {", "resource", "T/t@1", false, false, 0)]
    [TestCase("resource a 'T/t@1' existing = {", "resource", "T/t@1", false, false, 0)]
    [TestCase("resource a 'T/t@1' = if (x == ')') {", "resource", "T/t@1", false, true, 0)]
    [TestCase("module m '../m.bicep' = [for i in range(0, 2): if (i > 0) {", "module", "../m.bicep", true, false, 0)]
    [TestCase("@batchSize(1)\n@description('resource b \\') ( ${'}'} ')\nresource a 'T/t@1' = [for x in y: {", "resource", "T/t@1", true, false, 55)]
    [TestCase("@description('''\nmodule x )'\n''')\n// resource c\n/* ( */\n@sys.batchSize(1)\nresource a 'T/t@1' = {", "resource", "T/t@1", false, false, 74)]
    [TestCase("resource child 'blobs' = {", "resource", "blobs", false, false, 0)]
    public void A_declaration_is_found_behind_its_decorators(string text, string keyword, string reference, bool loop, bool condition, int offset) =>
        Assert.That(BicepHead.Read(text, 0), Is.EqualTo(new BicepHead(keyword, reference, loop, condition, offset)));

    [TestCase("using 'main.bicep'\n", "main.bicep")]
    [TestCase("\uFEFF// using 'no.bicep'\n/* using 'no.bicep' */\n\nusing './a b/日本.bicep'\nparam x = 1", "./a b/日本.bicep")]
    [TestCase("import * as c from 'c.bicep'\nvar u = 'using'\nusing 'br/public:x:1'", "br/public:x:1")]
    [TestCase("using none", null)]
    [TestCase("param x = 'using'", null)]
    [TestCase("", null)]
    public void The_template_of_a_parameter_file_is_found(string text, string? expected) =>
        Assert.That(BicepFile.FindUsing(text), Is.EqualTo(expected));

    [Test]
    public void No_text_makes_it_fail()
    {
        var pieces = Gen.Elements("'", "'''", "${", "}", "(", ")", "[", "{", "@", "@d(", "\\", "//", "/*", "*/", "\n", "\r", " ", "resource", "module", "using", "a", "=", "if", "日");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Gen.ListOf(pieces).Select(string.Concat).ToArbitrary(), text =>
        {
            _ = BicepFile.FindUsing(text);
            _ = BicepHead.Read(text, 0);
            _ = BicepHead.Read("@d(" + text, 0);
        }));
    }

    [Test]
    public void Deep_nesting_ends() =>
        Assert.That(BicepHead.Read("@d(" + string.Concat(Enumerable.Repeat("'${", 100_000)), 0), Is.Null);
}
