using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>Texts that no file can carry are refused, with the place where they are written.</summary>
public class RefusedTextSpecs
{
    private const string ControlFile = "policies/controls/area/one.json";

    [TestCase("title.ja", @"\u0000", "U+0000")]
    [TestCase("title.en", @"\u001b[31m", "U+001B")]
    [TestCase("remediation.ja", @"\r\n", "U+000D")]
    [TestCase("remediation.en", @"\u0085", "U+0085")]
    [TestCase("title.ja", @"\ud83d", "surrogate")]
    [TestCase("remediation.ja", @"\ude00\ud83d", "surrogate")]
    [TestCase("parameters.own.title.en", @"\u0007", "U+0007")]
    [TestCase("parameters.own.default", @"\udc00", "surrogate")]
    [TestCase("parameters.own.allowed[1]", @"x\ud800y", "surrogate")]
    [TestCase("values.require[0].equals", @"\udfff", "surrogate")]
    public void A_character_that_is_no_text_is_refused_in_a_control(string path, string escaped, string named)
    {
        var control = TestLibrary.Control("one");
        control["parameters"] = new JObject { ["own"] = new JObject { ["type"] = "String", ["default"] = "a", ["allowed"] = new JArray("a", "b"), ["title"] = TestLibrary.Text("t"), ["description"] = TestLibrary.Text("d") } };
        AssertRefused(control, path, $"HERE{escaped}", "text-control-character", named, library => library.With(control), ControlFile);
    }

    [TestCase("sections[0].title.ja", @"\u0001")]
    [TestCase("requirements[0].title.en", @"\u000b")]
    [TestCase("requirements[0].summary.ja", @"\u007f")]
    [TestCase("requirements[0].remainder.ja", @"\ud800")]
    public void A_character_that_is_no_text_is_refused_in_a_guideline(string path, string escaped)
    {
        using var library = new TestLibrary();
        library.WithRows(TestLibrary.Requirement(1)).Save();
        Replace(library, "policies/requirements/mhlw.json", path, $"HERE{escaped}", out var line);
        AssertFound(library, "text-control-character", "policies/requirements/mhlw.json", path, line, "");
    }

    [Test]
    public void A_pair_of_surrogates_is_text()
    {
        using var library = new TestLibrary();
        var control = TestLibrary.Control("one");
        library.With(control).WithRows(TestLibrary.Requirement(1, "one")).Save();
        Replace(library, ControlFile, "title.ja", @"\ud83d\ude00", out _);
        Assert.That((string?)TestLibrary.Json(library.Render(), "definitions/one.json")["properties"]!["displayName"], Is.EqualTo("😀"));
    }

    [TestCase("title", "ja")]
    [TestCase("remediation", "en")]
    public void A_missing_translation_is_refused(string text, string language)
    {
        using var library = new TestLibrary();
        var control = TestLibrary.Control("one");
        ((JObject)control[text]!).Remove(language);
        library.With(control).WithRows(TestLibrary.Requirement(1, "one"));
        var lines = control.ToString().Split('\n').ToList();
        AssertFound(library, "translation-missing", ControlFile, text, lines.FindIndex(l => l.Contains($"\"{text}\"", StringComparison.Ordinal)) + 1, "missing");
    }

    [Test]
    public void A_translation_of_blanks_is_refused()
    {
        var control = TestLibrary.Control("one");
        AssertRefused(control, "title.ja", "  ", "translation-missing", "empty", library => library.With(control), ControlFile);
    }

    [TestCase("{\"title\": \"x\"", "json-malformed", 1)]
    [TestCase("{\n  \"title\": \"x\",\n  \"title\": \"y\"\n}", "json-malformed", 3)]
    [TestCase("{}\n{}", "json-malformed", 2)]
    [TestCase("[[[", "json-malformed", 1)]
    public void Text_that_is_no_JSON_document_is_refused_with_its_line(string text, string id, int line)
    {
        using var library = new TestLibrary();
        library.Folder.Write(ControlFile, text);
        AssertFound(library, id, ControlFile, null, line, "");
    }

    [Test]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        using var library = new TestLibrary();
        library.With(TestLibrary.Control("one"));
        File.WriteAllBytes(library.Folder.PathOf(ControlFile.Split('/')), [(byte)'"', 0x83, 0x65, (byte)'"']);
        AssertFound(library, "file-encoding", ControlFile, null, 0, "UTF-8");
    }

    private static void AssertRefused(JObject data, string path, string json, string id, string named, Action<TestLibrary> save, string file)
    {
        using var library = new TestLibrary();
        save(library);
        Replace(library, file, path, json, out var line);
        AssertFound(library, id, file, path, line, named);
    }

    // Puts raw JSON text where the value at the path is.
    private static void Replace(TestLibrary library, string file, string path, string json, out int line)
    {
        var full = library.Folder.PathOf(file.Split('/'));
        var document = JObject.Parse(File.ReadAllText(full));
        document.SelectToken(path)!.Replace("@@");
        var text = document.ToString().Replace("\"@@\"", $"\"{json}\"", StringComparison.Ordinal);
        File.WriteAllText(full, text);
        line = Array.FindIndex(text.Split('\n'), l => l.Contains($"\"{json}\"", StringComparison.Ordinal)) + 1;
    }

    private static void AssertFound(TestLibrary library, string id, string file, string? path, int line, string named)
    {
        if (!File.Exists(library.Files.Vocabulary))
            library.Save();
        var diagnostics = new DiagnosticBag();
        var loader = new Catalogue.LibraryLoader(library.Files, diagnostics);
        Assert.That(loader.Load([Catalogue.GuidelineId.Mhlw]), Is.Null);
        loader.CompleteValidation();
        var found = diagnostics.Where(d => d.Id == id).ToList();
        Assert.That(found, Has.Count.EqualTo(1), string.Join('\n', diagnostics));
        Assert.Multiple(() =>
        {
            Assert.That(found[0].Severity, Is.EqualTo(DiagnosticSeverity.Error));
            Assert.That((found[0].Location.File, found[0].Location.Line), Is.EqualTo((file, line)));
            Assert.That(found[0].Location.Column, path is null ? Is.Not.Negative : Is.Positive);
            Assert.That(found[0].Location.JsonPath, Is.EqualTo(path ?? found[0].Location.JsonPath));
            Assert.That(found[0].Message, Does.Contain(named));
            Assert.That(found[0].ToString(), Does.Not.Match("[\\p{Cc}]"));
        });
    }
}
