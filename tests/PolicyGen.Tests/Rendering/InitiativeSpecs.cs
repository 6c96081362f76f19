using System.Text;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Rendering.Initiatives;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>Which definitions an initiative refers to, how often and for which requirements.</summary>
public class InitiativeSpecs
{
    private const string BuiltIn = "/providers/Microsoft.Authorization/policyDefinitions/";
    private const string Own = "{definitionScope}/providers/Microsoft.Authorization/policyDefinitions/policygen-one";
    private const string SecureTransfer = "404c3081-a854-4457-ae30-26a93ef643f9";
    private const string ConfigureSecureTransfer = "f81e3117-0093-4b17-8a60-82363134f0eb";
    private const string PurgeProtection = "0b60c0b2-2dc2-4e1c-b5c9-abbed971de53";
    private const string EtcdEncryption = "dbbdc317-9734-4dd8-9074-993b29c69008";
    private const string SynapseEntraOnly = "2158ddbe-fefa-408e-b43f-d4faef8ff3b8";
    private const string SynapseEntraOnlyOnCreate = "6ea81a52-5ca7-4575-9669-eaa910b7edf8";
    private const string AllowedLocations = "e56962a6-4747-49cd-b67b-bf8b01975c4c";
    private static readonly BuiltInIndex BuiltIns = BuiltInIndex.Load();

    [TestCase("same", "Audit,Deny,Disabled", PurgeProtection, BuiltIn + PurgeProtection, Description = "A built-in that says the same with every effect.")]
    [TestCase("stricter", "Audit,Deny,Disabled", PurgeProtection, Own)]
    [TestCase("looser", "Audit,Deny,Disabled", PurgeProtection, Own)]
    [TestCase("partial", "Audit,Deny,Disabled", PurgeProtection, Own)]
    [TestCase("same", "Audit,Disabled", EtcdEncryption, BuiltIn + EtcdEncryption)]
    [TestCase("same", "Audit,Deny,Disabled", EtcdEncryption, Own, Description = "The built-in cannot deny.")]
    public void A_built_in_is_preferred_where_it_says_and_does_the_same(string relation, string effects, string builtIn, string expected)
    {
        using var library = Library(Control(effects, (builtIn, relation, null)));
        Assert.That(References(library).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void A_reference_to_a_built_in_pins_its_major_version()
    {
        using var library = Library(Control("Audit,Deny,Disabled", (PurgeProtection, "same", null)));
        Assert.That((string?)References(library).Single()["definitionVersion"], Does.Match(@"^\d+\.\*\.\*(-preview)?$").And.EqualTo(BuiltIns.Find(PurgeProtection)!.MajorVersion));
    }

    [Test]
    public void Our_own_definitions_are_referred_to_where_they_are_preferred_and_exist()
    {
        using var library = Library(Control("Audit,Deny,Disabled", (PurgeProtection, "same", null)));
        Assert.That(References(library, DefinitionPreference.Custom).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { Own }));

        using var withoutRule = Library(Control("Audit,Deny,Disabled", (PurgeProtection, "same", null), pattern: "builtin"));
        Assert.That(References(withoutRule, DefinitionPreference.Custom).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { BuiltIn + PurgeProtection }));
    }

    [Test]
    public void A_built_in_that_judges_is_joined_by_one_that_repairs_and_starts_disabled()
    {
        using var library = Library(Control("Audit,Deny,Modify,Disabled", [(ConfigureSecureTransfer, "same", null), (SecureTransfer, "same", null)]));
        var files = library.Render();
        var references = References(files);
        var assignment = TestLibrary.Json(files, "assignments/mhlw.json");
        Assert.Multiple(() =>
        {
            Assert.That(references.Select(r => ((string)r["policyDefinitionReferenceId"]!, (string)r["policyDefinitionId"]!)),
                Is.EqualTo(new[] { ("one", BuiltIn + SecureTransfer), ("one_2", BuiltIn + ConfigureSecureTransfer) }));
            Assert.That(references[0]["parameters"]!.ToString(), Is.EqualTo("{}"));
            Assert.That((string?)references[1].SelectToken("parameters.effect.value"), Is.EqualTo("Disabled"));
            Assert.That(RenderedBicep.References(assignment, "one", "Audit"), Is.EqualTo(new[] { "one" }));
            Assert.That(RenderedBicep.References(assignment, "one", "Deny"), Is.EqualTo(new[] { "one" }));
            Assert.That(RenderedBicep.References(assignment, "one", "Modify"), Is.EqualTo(new[] { "one_2" }));
            Assert.That(RenderedBicep.References(assignment, "one", "Disabled"), Is.EqualTo(new[] { "one", "one_2" }));
            Assert.That(TestLibrary.Json(files, "controls.json")["one"]!["roles"]!["Modify"].Strings(), Is.Not.Empty);
            Assert.That(references.Select(r => r["groupNames"]!.ToString()).Distinct().Count(), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_judge_alone_does_not_do_when_nobody_repairs()
    {
        using var library = Library(Control("Audit,Deny,Modify,Disabled", (SecureTransfer, "same", null)));
        Assert.That(References(library).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { Own }));
    }

    [Test]
    public void Parts_are_referred_to_together_and_all_get_an_effect()
    {
        using var library = Library(Control("Audit,Deny,Disabled", [(SynapseEntraOnly, "part", null), (SynapseEntraOnlyOnCreate, "part", null)]));
        var files = library.Render();
        Assert.That(References(files).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { BuiltIn + SynapseEntraOnly, BuiltIn + SynapseEntraOnlyOnCreate }));
        Assert.That(RenderedBicep.References(TestLibrary.Json(files, "assignments/mhlw.json"), "one", "Deny"), Is.EqualTo(new[] { "one", "one_2" }));
    }

    [Test]
    public void A_part_that_is_missing_makes_all_parts_useless()
    {
        using var library = Library(Control("Audit,Deny,Disabled", [(SynapseEntraOnly, "part", null), ("00000000-0000-0000-0000-000000000000", "part", null)]));
        Assert.That(References(library).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { Own }));
    }

    [Test]
    public void A_deprecated_built_in_is_not_referred_to()
    {
        var deprecated = BuiltIns.All().First(b => b.Deprecated && !b.Parameters.Any(p => p.Required) && new[] { "Audit", "Disabled" }.All(e => b.AllowedEffects.Contains(e)));
        using var library = Library(Control("Audit,Disabled", (deprecated.Id, "same", null)));
        Assert.That(References(library).Select(r => (string)r["policyDefinitionId"]!), Is.EqualTo(new[] { Own }));
    }

    [TestCase(null, "needs a value for its parameter \"listOfAllowedLocations\"")]
    [TestCase("{'listOfAllowedLocations': [], 'noSuch': 1}", "has no parameter \"noSuch\"")]
    public void Parameters_of_a_built_in_are_checked(string? parameters, string message)
    {
        var found = Diagnose(Control("Audit,Deny,Disabled", (AllowedLocations, "same", parameters)));
        Assert.That((found.Id, found.Location.File, found.Location.JsonPath), Is.EqualTo(("reference-parameters", "policies/controls/area/one.json", "builtin[0]")));
        Assert.That(found.Message, Does.Contain(message));
    }

    [TestCase("Audit,Deny,Modify,Disabled", PurgeProtection, "builtin-effects")]
    [TestCase("Audit,Disabled", "00000000-0000-0000-0000-000000000000", "builtin-effects")]
    public void A_control_without_a_rule_needs_a_built_in_that_does_everything(string effects, string builtIn, string id) =>
        Assert.That(Diagnose(Control(effects, (builtIn, "same", null), pattern: "builtin")).Id, Is.EqualTo(id));

    [Test]
    public void A_built_in_gets_the_parameters_of_the_control_and_of_the_initiative()
    {
        var control = Control("Audit,Deny,Disabled", (AllowedLocations, "same", "{'listOfAllowedLocations': {'parameter': 'locations'}}"));
        control["parameters"] = new JObject { ["locations"] = new JObject { ["initiativeParameter"] = "allowedLocations" } };
        using var library = Library(control).WithParameter("allowedLocations", "Array", new JArray("japaneast")).WithParameter("unused", "String", "x");
        var files = library.Render();
        var passed = References(files).Single()["parameters"]!;
        Assert.That((string?)passed.SelectToken("listOfAllowedLocations.value"), Is.EqualTo("[parameters('allowedLocations')]"));
        // The built-in denies by default; the control only audits.
        Assert.That(BuiltIns.Find(AllowedLocations)!.Effect, Is.EqualTo("Deny").IgnoreCase);
        Assert.That((string?)passed.SelectToken("effect.value"), Is.EqualTo("Audit"));
        Assert.That(((JObject)TestLibrary.Json(files, "initiatives/mhlw.json")["properties"]!["parameters"]!).Properties().Select(p => p.Name), Is.EqualTo(new[] { "allowedLocations" }));
    }

    [TestCase(1, "1")]
    [TestCase(16, "16")]
    [TestCase(17, "16,1")]
    [TestCase(33, "16,16,1")]
    public void A_control_of_many_requirements_is_referred_to_once_for_every_sixteen(int requirements, string sizes)
    {
        using var library = new TestLibrary();
        library.With(TestLibrary.Control("one")).WithRows(Enumerable.Range(1, requirements).Select(n => TestLibrary.Requirement(n, "one")));
        var references = References(library.Render());
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(',', references.Select(r => r["groupNames"]!.Count())), Is.EqualTo(sizes));
            Assert.That(references.SelectMany(r => r["groupNames"].Strings()), Is.EqualTo(Enumerable.Range(1, requirements).Select(n => $"MHLW-6.1-{n:00}")));
            Assert.That(references.Select(r => (string)r["policyDefinitionReferenceId"]!), Is.EqualTo(references.Select((_, i) => i == 0 ? "one" : $"one_{i + 1}")));
        });
    }

    [Test]
    public void A_control_that_only_supports_is_evaluated_without_a_group()
    {
        var row = TestLibrary.Requirement(1);
        row["controls"] = new JObject { ["direct"] = new JArray(), ["supporting"] = new JArray("one"), ["why"] = "w" };
        using var library = new TestLibrary();
        var files = library.With(TestLibrary.Control("one")).WithRows(row).Render();
        var references = References(files);
        Assert.That(references.Select(r => (string)r["policyDefinitionReferenceId"]!), Is.EqualTo(new[] { "one", "attestation_MHLW-6.1-01" }));
        Assert.That(references[0]["groupNames"], Is.Null);
        Assert.That(references[1]["groupNames"].Strings(), Is.EqualTo(new[] { "MHLW-6.1-01" }));
        Assert.That((string?)TestLibrary.Json(files, "assignments/mhlw.json")["attestations"]!["attestation_MHLW-6.1-01"], Does.EndWith(": one"));
    }

    [TestCase("manual", "none", "attestation-customer")]
    [TestCase("platform", "none", "attestation-platform")]
    [TestCase("policy", "partial", "attestation-remainder")]
    public void What_no_policy_decides_is_attested(string automation, string coverage, string definition)
    {
        var row = automation == "policy" ? TestLibrary.Requirement(1, "one") : TestLibrary.Requirement(1);
        (row["automation"], row["coverage"], row["remainder"]) = (automation, coverage, TestLibrary.Text("rest"));
        using var library = new TestLibrary();
        var attestation = References(library.With(TestLibrary.Control("one")).WithRows(row).Render()).Single(r => (string?)r["policyDefinitionReferenceId"] == "attestation_MHLW-6.1-01");
        Assert.That((string?)attestation["policyDefinitionId"], Does.EndWith("/policygen-" + definition));
    }

    [TestCase(110, Description = "With the id before it, the name of the group stays within Azure's 128 characters.")]
    [TestCase(111, "schema")]
    public void The_longest_title_of_a_requirement_still_fits_into_the_name_of_its_group(int length, params string[] faults)
    {
        var row = TestLibrary.Requirement(1, "one");
        row["title"] = TestLibrary.Text(new string('題', length));
        using var library = new TestLibrary();
        var diagnostics = new DiagnosticBag();
        library.With(TestLibrary.Control("one")).WithRows(row).Render(diagnostics);
        Assert.That(diagnostics.Select(d => d.Id).Distinct(), Is.EqualTo(faults));
    }

    [TestCase("mhlw", 187)]
    [TestCase("mic", 114)]
    [TestCase("meti", 207)]
    public void Every_requirement_is_a_group_that_something_answers(string guideline, int requirements)
    {
        var rows = JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "requirements", guideline + ".json")))["requirements"]!.Select(r => (string)r["id"]!).ToList();
        var properties = Rendered(guideline)["properties"]!;
        var groups = properties["policyDefinitionGroups"]!.Select(g => (string)g["name"]!).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Count.EqualTo(requirements));
            Assert.That(groups, Is.EqualTo(rows).And.Unique);
            Assert.That(rows.Except(properties["policyDefinitions"]!.SelectMany(r => r["groupNames"].Strings())), Is.Empty);
        });
    }

    // The rest is for what Azure adds and for libraries that grow.
    private const double Share = 0.85;

    [Test]
    public void A_rendered_initiative_keeps_within_the_limits_of_Azure_with_room_to_spare([Values("mhlw", "mic", "meti")] string guideline)
    {
        var resource = Rendered(guideline);
        var properties = resource["properties"]!;
        var references = properties["policyDefinitions"]!.ToList();
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.UTF8.GetByteCount(JsonText.WriteCompact(resource)), Is.LessThan(Share * 1_048_576));
            Assert.That(references, Has.Count.LessThanOrEqualTo((int)(Share * 1000)));
            Assert.That(((JObject)properties["parameters"]!).Count, Is.LessThanOrEqualTo((int)(Share * 400)));
            Assert.That(references.Select(r => r["groupNames"].Strings().Count), Has.All.LessThanOrEqualTo(16));
            Assert.That(references.Select(r => (string)r["policyDefinitionReferenceId"]!), Is.Unique.And.All.Matches("^[A-Za-z0-9._-]{1,64}$"));
            Assert.That(properties["policyDefinitionGroups"]!.Select(g => ((string)g["displayName"]!).Length), Has.All.LessThanOrEqualTo(128));
            Assert.That(properties["policyDefinitionGroups"]!.Select(g => ((string)g["description"]!).Length), Has.All.LessThanOrEqualTo(512));
        });
    }

    // A scope holds 500, the customer's own among them.
    [TestCase(DefinitionPreference.BuiltInFirst, 280)]
    [TestCase(DefinitionPreference.Custom, 420)]
    public void Custom_definitions_leave_room_for_others(DefinitionPreference preference, int below)
    {
        var diagnostics = new DiagnosticBag();
        var options = new GenerateOptions(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), [], new RenderOptions(Definitions: preference), Check: true, AliasTable.Load);
        Assert.That(Generator.Run(new LibraryFiles(Repository.Root), options, diagnostics)!.Summary.CustomDefinitions, Is.LessThan(below));
    }

    [Test]
    public void A_rendered_definition_keeps_within_the_limits_of_Azure()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("policies", "rendered", "definitions")))
        {
            var definition = JObject.Parse(File.ReadAllText(file));
            Assert.Multiple(() =>
            {
                Assert.That((string)definition["name"]!, Is.EqualTo("policygen-" + Path.GetFileNameWithoutExtension(file)).And.Length.LessThanOrEqualTo(64));
                Assert.That((string)definition["properties"]!["displayName"]!, Has.Length.LessThanOrEqualTo(128), file);
                Assert.That((string)definition["properties"]!["description"]!, Has.Length.LessThanOrEqualTo(512), file);
                Assert.That(((JObject)definition["properties"]!["parameters"]!).Count, Is.LessThanOrEqualTo(20), file);
            });
        }
    }

    private static JObject Control(string effects, (string Id, string Relation, string? Parameters) builtIn, string pattern = "property") => Control(effects, [builtIn], pattern);

    private static JObject Control(string effects, (string Id, string Relation, string? Parameters)[] builtIns, string pattern = "property")
    {
        var control = TestLibrary.Control("one", pattern, pattern == "builtin" ? "{}" : null, effects);
        control["builtin"] = new JArray(builtIns.Select(b => new JObject
        {
            ["id"] = b.Id,
            ["name"] = BuiltIns.Find(b.Id)?.DisplayName ?? "Unknown",
            ["relation"] = b.Relation,
            ["parameters"] = b.Parameters is null ? new JObject() : PolicyJson.Parse(b.Parameters),
        }));
        return control;
    }

    private static TestLibrary Library(JObject control) => new TestLibrary().With(control).WithRows(TestLibrary.Requirement(1, "one"));

    private static Diagnostic Diagnose(JObject control)
    {
        using var library = Library(control);
        var diagnostics = new DiagnosticBag();
        Assert.That(library.Render(diagnostics), Is.Null);
        return diagnostics.Single(d => d.Severity == DiagnosticSeverity.Error);
    }

    private static List<JToken> References(TestLibrary library, DefinitionPreference preference = DefinitionPreference.BuiltInFirst) =>
        References(library.Render(new RenderOptions(Definitions: preference)));

    private static List<JToken> References(IReadOnlyDictionary<string, string> files) =>
        [.. TestLibrary.Json(files, "initiatives/mhlw.json")["properties"]!["policyDefinitions"]!];

    private static JObject Rendered(string guideline) => JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "rendered", "initiatives", guideline + ".json")));
}
