using System.IO.Compression;
using System.Text;
using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;

namespace PolicyGen.Tests.Policies.Loading;

public class PolicyFolderSpecs : PolicyFolderFixture
{
    [Test]
    public void A_folder_is_read_in_the_order_of_its_paths_and_other_files_are_passed_over()
    {
        Write("b/def.jsonc", "// own\n" + Definition("tls"));
        Write("a.json", "{'policyDefinitions': [{'policyDefinitionId': '{x}/policyDefinitions/tls'}]}");
        Write("c.json", "{'properties': {'policyDefinitionId': '/x/policyDefinitions/tls'}, 'name': 'c'}");
        Write("package.json", "{'name': 'x'}");
        Write("broken.json", "{ 'no policy here");
        Write("notes.md", "policyRule");
        Assert.That(Load().Library.Documents.Select(d => (d.ReferenceName, d.GetType())), Is.EqualTo(new[] { ("a", typeof(PolicySetDefinition)), ("tls", typeof(PolicyDefinition)), ("c", typeof(PolicyAssignment)) }));
    }

    [TestCase("[{0}, {1}]")]
    [TestCase("{{'value': [{0}, {1}], 'nextLink': null}}")]
    [TestCase("{{'totalRecords': 2, 'count': 2, 'data': [{0}, {1}]}}")]
    [TestCase("[{{'value': [{0}]}}, {{'value': [{1}]}}]")]
    [TestCase("[{0}, {{'kind': 'something else'}}, 1, null, {1}]")]
    public void Several_resources_may_stand_in_one_file(string list)
    {
        Write("all.json", string.Format(System.Globalization.CultureInfo.InvariantCulture, list, Definition("one"), Definition("two")));
        Assert.That(Names(Load()), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void A_page_that_is_not_the_last_is_said_to_be_one_of_several()
    {
        Write("all.json", $"{{'value': [{Definition("one")}],\n'nextLink': 'https://x'}}");
        Assert.That(Try().Said.Single(), Does.StartWith("all.json(2,23): warning policies-not-read: The list is one page of several"));
    }

    [TestCase("x.jsonl", false)]
    [TestCase("x.ndjson", false)]
    [TestCase("x.jsonl.gz", true)]
    [TestCase("x.json.gz", true)]
    public void Lines_and_packed_files_are_read(string name, bool isPacked)
    {
        var text = name.StartsWith("x.json.", StringComparison.Ordinal) ? $"[{Definition("one")},\n{Definition("two")}]" : $"{Definition("one")}\n{Definition("two")}\n";
        if (isPacked)
        {
            using var stream = new GZipStream(File.Create(Folder.PathOf(name)), CompressionLevel.Fastest);
            stream.Write(Encoding.UTF8.GetBytes(text.Replace('\'', '"')));
        }
        else
        {
            Write(name, text);
        }

        var loaded = Load();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "one", "two" }));
            Assert.That(loaded.Library.Documents.Select(d => d.Locate(d.Source).Line), Is.EqualTo(new[] { 1, 2 }));
        });
    }

    [Test]
    public void Lists_of_the_command_line_tools_have_the_properties_beside_the_name()
    {
        Write("az.json", """
            [{'id': '/subscriptions/s/providers/Microsoft.Authorization/policyDefinitions/tls', 'name': 'tls', 'type': 'Microsoft.Authorization/policyDefinitions', 'mode': 'All', 'systemData': {},
              'policyRule': {'if': {'field': 'type', 'equals': 'a/b'}, 'then': {'effect': 'audit'}}},
             {'id': '/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/policyAssignments/asg', 'name': 'asg', 'type': 'Microsoft.Authorization/policyAssignments', 'resourceGroup': 'g',
              'policyDefinitionId': '/x/policyDefinitions/tls', 'enforcementMode': 'DoNotEnforce', 'scope': '/subscriptions/s/resourceGroups/g'},
             {'id': '/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/policyExemptions/ex', 'name': 'ex', 'type': 'Microsoft.Authorization/policyExemptions', 'exemptionCategory': 'Waiver',
              'policyAssignmentId': '/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/policyAssignments/asg'}]
            """);
        Write("powershell.json", "{'Name': 'ps', 'Id': '/providers/Microsoft.Authorization/policyDefinitions/ps', 'Type': 'Microsoft.Authorization/policyDefinitions', 'Mode': 'All', 'PolicyRule': {'if': {'field': 'type', 'equals': 'a/b'}, 'then': {'effect': 'audit'}}}");
        var loaded = Load();
        Assert.Multiple(() =>
        {
            Assert.That(Names(loaded), Is.EqualTo(new[] { "tls", "asg", "ps" }));
            Assert.That(loaded.Library.Documents.SelectMany(d => d.Problems).Select(p => p.Message), Is.Empty);
            Assert.That(loaded.Library.FindDefinition("tls")!.Locate(loaded.Library.FindDefinition("tls")!.Rule!.Source).Line, Is.EqualTo(2));
            Assert.That(Assignment(loaded, "asg").EnforcementMode!.Value, Is.EqualTo("DoNotEnforce"));
            Assert.That(loaded.Exemptions.Single().IsFor(Assignment(loaded, "asg")), Is.True);
        });
    }

    [Test]
    public void Policy_states_and_other_rows_that_name_policies_are_no_policies()
    {
        Write("rows.json", "{'value': [{'resourceId': '/x', 'policyAssignmentId': '/a', 'policyDefinitionId': '/d', 'name': 'n'}, {'type': 'microsoft.policyinsights/policystates', 'name': 'n', 'properties': {'policyDefinitionId': '/d', 'resourceId': '/x', 'policyAssignmentId': '/a'}}]}");
        Write("a.json", Definition("a"));
        Assert.That(Names(Load()), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void The_first_of_two_names_counts_and_both_files_are_named()
    {
        Write("a/x.json", Definition("tls", "first"));
        Write("b/x.json", "\n" + Definition("TLS", "second"));
        Write("c/copy.json", Definition("tls", "first"));
        Write("c/set.json", "{'name': 'tls', 'properties': {'policyDefinitions': [{'policyDefinitionId': '/x/policyDefinitions/tls'}]}}");
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(said.Single(), Does.StartWith("b/x.json(2,1): warning policy-duplicate: The definition TLS is already in ").And.Contain("a/x.json(1): that one counts"));
            Assert.That(loaded!.Library.Documents.Select(d => d.DisplayName?.Value), Is.EqualTo(new[] { "first", null }));
        });
    }

    [Test]
    public void An_assignment_may_have_the_name_of_one_at_another_scope()
    {
        const string Assignment = "{{'name': 'asg', 'id': '{0}/providers/Microsoft.Authorization/policyAssignments/asg', 'properties': {{'policyDefinitionId': '/x/policyDefinitions/d'}}}}";
        Write("a.json", Assignment.Replace("{0}", "/subscriptions/1").Replace("{{", "{").Replace("}}", "}"));
        Write("b.json", Assignment.Replace("{0}", "/subscriptions/2").Replace("{{", "{").Replace("}}", "}"));
        Assert.That(Names(Load()), Is.EqualTo(new[] { "asg", "asg" }));
    }

    [Test]
    public void Files_with_properties_only_are_all_kept()
    {
        Write("a/azurepolicy.json", Body("a"));
        Write("b/azurepolicy.json", Body("b"));
        Assert.That(Load().Library.Documents, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_malformed_policy_file_is_an_error_with_its_place()
    {
        Write("bad.json", "{\n 'policyRule': {]}");
        Write("lines.jsonl", Definition("a") + "\n" + "{'policyRule': 1");
        Write("twice.json", "{'policyRule': {}, 'policyRule': {}}");
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(loaded, Is.Null);
            Assert.That(said.Select(s => s.Split(": ")[0] + " " + s.Split(": ")[1]), Is.EqualTo(new[] { "bad.json(2,16) error json-malformed", "lines.jsonl(2,16) error json-malformed", "twice.json(1,32) error json-malformed" }));
        });
    }

    [Test]
    public void A_file_that_is_named_must_hold_a_policy()
    {
        var (loaded, said) = Try(Write("x.json", "{'a': 1}"));
        Assert.Multiple(() =>
        {
            Assert.That(loaded, Is.Null);
            Assert.That(said, Is.EqualTo(new[] { "x.json: error policies-missing: The file holds no policy definition, initiative, assignment or exemption." }));
        });
    }

    [Test]
    public void A_folder_without_policies_a_path_that_is_not_there_and_a_false_gz_are_errors()
    {
        Write("x.json", "{'a': 1}");
        Assert.That(Try().Said.Single(), Does.Contain("error policies-missing: No policy definition"));
        Assert.That(Try(Folder.PathOf("none")).Said.Single(), Does.StartWith("none: error file-unreadable: "));
        Assert.That(Try(Write("x.json.gz", "policyRule")).Said.Single(), Does.StartWith("x.json.gz: error file-unreadable: The file cannot be unpacked"));
    }

    [Test]
    public void A_packed_file_that_unpacks_without_end_is_refused()
    {
        using (var stream = new GZipStream(File.Create(Folder.PathOf("bomb.json.gz")), CompressionLevel.Fastest))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 65; i++)
                stream.Write(zeros);
        }

        Assert.That(Try().Said.Single(), Is.EqualTo("bomb.json.gz: error file-too-large: The file unpacks to more than 67108864 bytes."));
    }

    [Test]
    public void A_file_is_read_once_however_often_it_is_named()
    {
        var file = Write("a.json", Definition("a"));
        Assert.That(Names(Try(Folder.Root, file, Folder.Root).Loaded), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void A_part_that_has_not_its_type_is_said_to_be_left_out()
    {
        Write("a.json", "{'name': 'a', 'type': 'Microsoft.Authorization/policyAssignments', 'properties': {\n'policyDefinitionId': 5}}");
        Assert.That(Try().Said, Is.EqualTo(new[] { "a.json(2,23): warning policy-malformed: 'policyDefinitionId' must be a text, not a number. It is left out. [properties.policyDefinitionId]" }));
    }

    [Test]
    public void A_resource_that_is_written_for_a_template_is_read_with_one_bracket()
    {
        Write("a.json", "{'name': 'a', 'type': 'Microsoft.Authorization/policyDefinitions', 'properties': {'displayName': '[Deprecated] x', 'parameters': {'effect': {'type': 'String', 'defaultValue': 'Audit'}}, 'policyRule': {'if': {'field': 'type', 'equals': '[[concat(´a´, ´/b´)]'}, 'then': {'effect': '[[parameters(´effect´)]'}}}}");
        Write("b.json", "{'name': 'b', 'properties': {'policyDefinitions': [{'policyDefinitionId': '/x/policyDefinitions/a', 'parameters': {'effect': {'value': '[[parameters(´effect´)]'}}}]}}");
        var (loaded, said) = Try();
        Assert.Multiple(() =>
        {
            Assert.That(said.Single(), Does.StartWith("a.json(1,1): warning policy-escaped: This and 1 more files are written for an ARM template"));
            Assert.That(loaded!.Library.FindDefinition("a")!.EffectParameter!.Name, Is.EqualTo("effect"));
            Assert.That(loaded.Library.FindDefinition("a")!.Expressions.Select(e => e.Text), Is.EquivalentTo(new[] { "[concat('a', '/b')]", "[parameters('effect')]" }));
            Assert.That(loaded.Library.FindInitiative("b")!.Expressions.Single().Text, Is.EqualTo("[parameters('effect')]"));
        });
    }

    [Test]
    public void Exemptions_that_have_no_effect_are_named()
    {
        Write("a.json", "{'name': 'asg', 'properties': {'policyDefinitionId': '/x/policyDefinitions/d'}}");
        const string Exemption = "{'type': 'Microsoft.Authorization/policyExemptions', 'name': 'ex', 'id': '/SCOPE/providers/Microsoft.Authorization/policyExemptions/ex', 'properties': {'policyAssignmentId': '/x/policyAssignments/ASG', 'exemptionCategory': 'Waiver'EXPIRY}}";
        string Make(string scope, string assignment, string expiry = "") => Exemption.Replace("SCOPE", scope).Replace("ASG", assignment).Replace("EXPIRY", expiry);
        Write("e1.json", Make("subscriptions/1", "asg"));
        Write("e2.json", Make("subscriptions/1", "other"));
        Write("e3.json", Make("providers/Microsoft.Management/managementGroups/mg", "asg"));
        var (loaded, said) = Try();
        Write("e4.json", Make("subscriptions/1", "asg", ", 'expiresOn': 'soon'"));
        Assert.Multiple(() =>
        {
            Assert.That(loaded!.Exemptions, Has.Length.EqualTo(3));
            Assert.That(said.Select(s => s.Split(": ")[1] + s.Split(": ")[2][..14]), Is.EqualTo(new[] { "warning exemption-not-appliedThe assignment", "warning exemption-not-appliedWhich subscrip" }));
            Assert.That(Try().Said, Has.One.StartsWith("e4.json(1,1): error exemption-invalid: "));
        });
    }

    [Test]
    public void Loading_can_be_cancelled()
    {
        Write("a.json", Definition("a"));
        Assert.Throws<OperationCanceledException>(() => PolicyFolder.Load([Folder.Root], new DiagnosticBag(), new CancellationToken(canceled: true)));
    }
}
