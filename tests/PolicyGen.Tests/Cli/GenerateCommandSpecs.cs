using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

public class GenerateCommandSpecs
{
    [Test]
    public void It_writes_into_the_library_and_is_then_current()
    {
        using var library = new TemporaryLibrary();
        var written = CommandLine.Run(["generate"], library.Root);
        var check = CommandLine.Run(["generate", "--check"], library.Root);
        Assert.Multiple(() =>
        {
            Assert.That(written.ExitCode, Is.Zero, written.Error);
            Assert.That(written.Output, Does.Contain("policygen-mhlw").And.Contain("9 requirements, 5 controls"));
            Assert.That(File.Exists(library.PathOf("policies/rendered/main.bicep")), Is.True);
            Assert.That(check.ExitCode, Is.Zero, check.Error);
        });
    }

    [Test]
    public void Check_names_every_difference_and_writes_nothing()
    {
        using var library = new TemporaryLibrary();
        CommandLine.Run(["generate"], library.Root);
        File.Delete(library.PathOf("policies/rendered/main.bicep"));
        library.ChangeText("policies/rendered/initiatives/mic.json", text => text + " ");
        var before = TemporaryLibrary.Snapshot(library.Root);

        var check = CommandLine.Run(["generate", "--check"], library.Root);

        Assert.Multiple(() =>
        {
            Assert.That(check.ExitCode, Is.EqualTo(1));
            Assert.That(check.Output, Is.EqualTo("changed: initiatives/mic.json\nmissing: main.bicep\n"));
            Assert.That(TemporaryLibrary.Snapshot(library.Root), Is.EqualTo(before));
        });
    }

    [Test]
    public void A_guideline_alone_renders_its_own_initiative_only()
    {
        using var library = new TemporaryLibrary();
        var output = Path.Combine(library.Parent, "出力 out");
        var result = CommandLine.Run(["generate", "--guideline", "MIC", "--output", output], library.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(Directory.GetFiles(Path.Combine(output, "initiatives"), "*.json").Select(Path.GetFileName), Is.EqualTo(["mic.json"]));
        });
    }

    [TestCase("ja", "医療情報システムの安全管理に関するガイドライン")]
    [TestCase("en", "Guidelines for the Security Management of Medical Information Systems")]
    public void The_language_of_texts_is_chosen(string language, string expected)
    {
        using var library = new TemporaryLibrary();
        CommandLine.Run(["generate", "--language", language], library.Root);
        Assert.That((string?)JObject.Parse(File.ReadAllText(library.PathOf("policies/rendered/initiatives/mhlw.json")))["properties"]!["displayName"], Does.EndWith(expected));
    }

    [Test]
    public void Built_ins_are_referenced_first_and_our_own_definitions_on_request()
    {
        using var library = new TemporaryLibrary();
        IEnumerable<string?> References(params string[] options)
        {
            CommandLine.Run(["generate", .. options], library.Root);
            return JObject.Parse(File.ReadAllText(library.PathOf("policies/rendered/initiatives/mhlw.json"))).SelectTokens("properties.policyDefinitions[*].policyDefinitionId").Select(t => (string?)t).ToList();
        }

        Assert.Multiple(() =>
        {
            Assert.That(References(), Does.Contain("/providers/Microsoft.Authorization/policyDefinitions/404c3081-a854-4457-ae30-26a93ef643f9"));
            Assert.That(References("--definitions", "custom"), Has.All.StartsWith("{definitionScope}/"));
        });
    }

    // What people get wrong: a file of the library, how it is broken, and what they must be told.
    private static IEnumerable<TestCaseData> BadInput()
    {
        const string Control = "policies/controls/storage/storage-https-only.json";
        const string Rows = "policies/requirements/mhlw.json";
        static TestCaseData Case(string name, Action<TemporaryLibrary> harm, string id, string location) => new TestCaseData(harm, id, location).SetName("Bad input: " + name);

        yield return Case("malformed JSON", l => l.ChangeText(Control, t => t.Replace("\"severity\"", "severity\"")), "json-malformed", Control + "(");
        yield return Case("property given twice", l => l.ChangeText(Control, t => t.Replace("\"severity\": \"high\"", "\"severity\": \"high\", \"severity\": \"low\"")), "json-malformed", Control + "(");
        yield return Case("unknown key", l => l.Change(Control, c => c["severty"] = "high"), "schema", Control + "(");
        yield return Case("unknown key in values", l => l.Change(Control, c => c["values"]!["wen"] = new JArray()), "schema", Control + "(");
        yield return Case("missing key", l => l.Change(Control, c => c.Remove("effects")), "schema", Control + "(");
        yield return Case("wrong enumeration", l => l.Change(Control, c => c["severity"] = "grave"), "schema", Control + "(");
        yield return Case("missing translation", l => ((Action)(() => l.Change(Control, c => ((JObject)c["title"]!).Remove("ja"))))(), "schema", Control + "(");
        yield return Case("blank translation", l => l.Change(Control, c => c["title"]!["ja"] = " "), "translation-missing", Control + "(");
        yield return Case("control character", l => l.Change(Control, c => c["title"]!["ja"] = "医療\u0007情報"), "text-control-character", Control + "(");
        yield return Case("title too long", l => l.Change(Control, c => c["title"]!["en"] = new string('x', 129)), "schema", Control + "(");
        yield return Case("id is not the file's name", l => l.Change(Control, c => c["id"] = "storage-http-only"), "data-invalid", Control + "(");
        yield return Case("unknown signal", l => l.Change(Control, c => c["signals"] = new JArray("tls-in-transitt")), "unknown-signal", Control + "(");
        yield return Case("unknown alias", l => l.ChangeText(Control, t => t.Replace("\"supportsHttpsTrafficOnly\"", "\"supportsHttpsTraficOnly\"")), "unknown-alias", Control + "(");
        yield return Case("unknown pattern", l => l.Change(Control, c => c["pattern"] = "propperty"), "schema", Control + "(");
        yield return Case("unknown initiative parameter", l => l.Change(Control, c => c["parameters"] = new JObject { ["x"] = new JObject { ["initiativeParameter"] = "nosuch" } }), "unknown-initiative-parameter", Control + "(");
        yield return Case("default effect not allowed", l => l.Change(Control, c => c["effects"]!["default"] = "AuditIfNotExists"), "effect-parameter", Control + "(");
        yield return Case("unknown area", l => Directory.Move(l.PathOf("policies/controls/storage"), l.PathOf("policies/controls/storrage")), "unknown-area", "policies/controls/storrage/");
        yield return Case("duplicate control", l => { Directory.CreateDirectory(l.PathOf("policies/controls/sql")); File.Copy(l.PathOf(Control), l.PathOf("policies/controls/sql/storage-https-only.json")); }, "duplicate-id", "storage-https-only.json(");
        yield return Case("duplicate requirement", l => l.Change(Rows, r => ((JArray)r["requirements"]!).Add(r["requirements"]![0]!.DeepClone())), "duplicate-id", Rows + "(");
        yield return Case("unknown control", l => l.Change(Rows, r => r["requirements"]![0]!["controls"]!["direct"] = new JArray("storage-http")), "unknown-control", Rows + "(");
        yield return Case("unknown group", l => l.Change(Rows, r => r["requirements"]![0]!["controls"]!["direct"] = new JArray("group:nosuch")), "unknown-group", Rows + "(");
        yield return Case("requirement without any policy", l => l.Change(Rows, r => { var row = (JObject)r["requirements"]![1]!; row["automation"] = "policy"; row["coverage"] = "full"; row.Remove("remainder"); }), "requirement-without-policy", Rows + "(");
        yield return Case("nothing to attest is named", l => l.Change(Rows, r => ((JObject)r["requirements"]![1]!).Remove("remainder")), "remainder-missing", Rows + "(");
        yield return Case("id does not fit its section", l => l.Change(Rows, r => r["requirements"]![1]!["number"] = 77), "data-invalid", Rows + "(");
        yield return Case("template does not parse", l => l.ChangeText("templates/definitions/property.scriban", t => t + "{{ if }}"), "template-error", "templates/definitions/property.scriban(");
        yield return Case("template uses an undefined variable", l => l.ChangeText("templates/definitions/property.scriban", t => t.Replace("control.resource_types", "control.resource_typs")), "template-error", "templates/definitions/property.scriban(");
        yield return Case("template leaves a value unused", l => l.ChangeText("templates/definitions/_repair.scriban", t => t.Replace("values.repair.roles", "[\"Contributor\"]")), "unused-value", Control + "(");
        yield return Case("library.json missing a comma", l => l.ChangeText("policies/library.json", t => t.Replace("\"areas\":", "\"areas\" ")), "json-malformed", "policies/library.json(");
        yield return Case("not UTF-8", l => File.WriteAllBytes(l.PathOf(Control), [0x7B, 0xFF, 0xFE, 0x7D]), "file-encoding", Control);
        yield return Case("nested too deep", l => File.WriteAllText(l.PathOf(Control), new string('[', 10_000) + new string(']', 10_000)), "json-malformed", Control + "(");
    }

    [TestCaseSource(nameof(BadInput))]
    public void Bad_input_gets_a_clear_message_and_nothing_is_written(Action<TemporaryLibrary> harm, string id, string location)
    {
        using var library = new TemporaryLibrary();
        Assert.That(library.Generate(new DiagnosticBag()), Is.Not.Null);
        harm(library);
        var before = TemporaryLibrary.Snapshot(library.PathOf("policies/rendered"));
        var diagnostics = new DiagnosticBag();

        var result = library.Generate(diagnostics);

        Assert.Multiple(() =>
        {
            Assert.That(result, Is.Null);
            Assert.That(diagnostics.Select(d => d.ToString()), Has.Some.Matches<string>(d => d!.Contains(location, StringComparison.Ordinal) && d.Contains($": error {id}: ", StringComparison.Ordinal)));
            Assert.That(TemporaryLibrary.Snapshot(library.PathOf("policies/rendered")), Is.EqualTo(before));
        });
    }

    [Test]
    public void Bad_input_is_exit_code_2_with_messages_on_standard_error()
    {
        using var library = new TemporaryLibrary();
        library.Change("policies/controls/storage/storage-https-only.json", c => c["severity"] = "grave");
        var result = CommandLine.Run(["generate"], library.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error, Does.Match(@"^policies/controls/storage/storage-https-only\.json\(\d+,\d+\): error schema: [^\n]+\n$"));
            Assert.That(Directory.Exists(library.PathOf("policies/rendered")), Is.False);
        });
    }

    [Test]
    public void All_faults_of_all_files_are_shown_together()
    {
        using var library = new TemporaryLibrary();
        library.Change("policies/controls/storage/storage-https-only.json", c => c["severity"] = "grave");
        library.Change("policies/requirements/mic.json", r => r["requirements"]![0]!["level"] = "some");
        library.Change("policies/requirements/meti.json", r => r["requirements"]![0]!["coverage"] = 1);
        var result = CommandLine.Run(["generate"], library.Root);
        Assert.That(result.Error, Does.Contain("storage-https-only.json(").And.Contain("mic.json(").And.Contain("meti.json("));
    }

    [Test]
    public void An_output_that_cannot_be_written_is_refused_and_left_as_it_is()
    {
        using var library = new TemporaryLibrary();
        var file = Path.Combine(library.Parent, "a file");
        File.WriteAllText(file, "mine");
        var result = CommandLine.Run(["generate", "--output", file], library.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("error output-unwritable: "));
            Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
        });
    }

    [TestCase("generate", "--guideline", "mhlw,nosuch", "There is no guideline 'nosuch'")]
    [TestCase("generate", "--language", "fr", "'fr' is not one of ja, en.")]
    [TestCase("generate", "--definitions", "mine", "'mine' is not one of builtin-first, custom.")]
    [TestCase("generate", "--library", "/no/such/folder", "holds no policies/library.json")]
    [TestCase("generate", "--nosuch", "x", "--nosuch")]
    public void Wrong_usage_is_exit_code_2(string command, string option, string value, string message)
    {
        var result = CommandLine.Run([command, option, value]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(message));
            Assert.That(result.Output, Is.Empty);
        });
    }
}
