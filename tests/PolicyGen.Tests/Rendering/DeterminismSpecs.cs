using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>The same library gives the same bytes everywhere.</summary>
public partial class DeterminismSpecs
{
    private static readonly LibraryFiles Repository = new(Support.Repository.Root);

    private ImmutableArray<RenderedFile> _expected;

    [OneTimeSetUp]
    public void RenderOnce() => _expected = Render(Repository);

    [TestCase("")]
    [TestCase("tr-TR")]
    [TestCase("ja-JP")]
    [TestCase("ar-SA")]
    [TestCase("de-CH")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        try
        {
            var info = new CultureInfo(culture);
            if (culture == "ja-JP")
                info.DateTimeFormat.Calendar = new JapaneseCalendar();
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = info;
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = info;
            AssertSame(Render(Repository));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = before;
        }
    }

    [Test]
    public void The_place_of_the_library_and_the_working_folder_change_nothing()
    {
        using var folder = new TempFolder("医療 情報 (copy)");
        foreach (var part in (string[])["controls", "requirements", "schemas"])
            folder.Copy(Support.Repository.PathOf("policies", part), "policies/" + part);
        folder.Copy(Support.Repository.PathOf("templates"), "templates");
        File.Copy(Repository.Vocabulary, folder.PathOf("policies", "library.json"));
        var before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder.Root;
            AssertSame(Render(new LibraryFiles(folder.Root)));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Test]
    public async Task Two_renderings_at_once_do_not_disturb_each_other()
    {
        var results = await Task.WhenAll(Task.Run(() => Render(Repository)), Task.Run(() => Render(Repository, Language.English)), Task.Run(() => Render(Repository)));
        AssertSame(results[0]);
        AssertSame(results[2]);
    }

    // What a rule looks for may be Japanese in any language: the name of an alert, say.
    private static string WithoutValues(RenderedFile file)
    {
        if (!file.Path.StartsWith("definitions/", StringComparison.Ordinal))
            return file.Content;
        var definition = Newtonsoft.Json.Linq.JObject.Parse(file.Content);
        foreach (var value in definition.SelectTokens("properties.parameters.*.defaultValue").ToList())
            value.Parent!.Remove();
        return definition.ToString();
    }

    [Test]
    public void The_language_changes_texts_and_nothing_else()
    {
        var english = Render(Repository, Language.English);
        Assert.Multiple(() =>
        {
            Assert.That(english.Select(f => f.Path), Is.EqualTo(_expected.Select(f => f.Path)));
            Assert.That(english.Where(f => ItemOfTheGuideline().Replace(WithoutValues(f), "").Any(c => c is >= '\u3040' and <= '\u9fff')).Select(f => f.Path), Is.Empty);
            Assert.That(english.Single(f => f.Path == "controls.json").Content, Is.EqualTo(_expected.Single(f => f.Path == "controls.json").Content));
            foreach (var (en, ja) in english.Zip(_expected).Where(f => f.First.Path.StartsWith("definitions/", StringComparison.Ordinal)))
            {
                var (one, other) = (Newtonsoft.Json.Linq.JObject.Parse(en.Content), Newtonsoft.Json.Linq.JObject.Parse(ja.Content));
                Assert.That(one["properties"]!["policyRule"]!.ToString(), Is.EqualTo(other["properties"]!["policyRule"]!.ToString()), en.Path);
            }
        });
    }

    [Test]
    public void Files_are_in_the_order_of_their_paths_with_line_feeds_and_a_final_one()
    {
        Assert.That(_expected.Select(f => f.Path), Is.Ordered.Using((System.Collections.IComparer)StringComparer.Ordinal).And.Unique);
        Assert.That(_expected.Where(f => f.Content.Contains('\r') || !f.Content.EndsWith('\n') || f.Content[0] == '\uFEFF').Select(f => f.Path), Is.Empty);
    }

    [Test]
    public void What_is_committed_is_what_generate_would_write()
    {
        var diagnostics = new DiagnosticBag();
        var result = Generator.Run(Repository, new GenerateOptions(Support.Repository.PathOf("policies", "rendered"), [], new RenderOptions(), Check: true, AliasTable.Load), diagnostics);
        Assert.That(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        Assert.That(result?.Output.Drifts, Is.Empty);
    }

    // English texts cite the guideline's items by their letters: (ア) to (カ).
    [GeneratedRegex(@"\([ア-ン]\)")]
    private static partial Regex ItemOfTheGuideline();

    private void AssertSame(ImmutableArray<RenderedFile> actual)
    {
        Assert.That(actual.Select(f => f.Path), Is.EqualTo(_expected.Select(f => f.Path)));
        Assert.That(actual.Except(_expected).Select(f => f.Path), Is.Empty);
    }

    private static ImmutableArray<RenderedFile> Render(LibraryFiles files, Language language = Language.Japanese)
    {
        var diagnostics = new DiagnosticBag();
        var library = new LibraryLoader(files, diagnostics, validateSchemas: false).Load([]);
        var result = library is null ? null : TestLibrary.Render(files, library, diagnostics, new RenderOptions(language));
        return result?.Files ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }
}
