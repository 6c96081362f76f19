using System.Text;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>Every form of export gives its resources, with what it leaves out marked.</summary>
public class ExportSourceSpecs
{
    private static readonly string A = ExportReading.Account("a");
    private static readonly string B = ExportReading.Account("b");

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return new TestCaseData("e.json", $"[{A}, {B}]").SetName("a list");
        yield return new TestCaseData("e.json", $"\uFEFF[{A}, {B}]").SetName("a list after a byte order mark");
        yield return new TestCaseData("e.json", $"{{\"value\": [{A},\r\n{B}], \"nextLink\": null}}").SetName("a page of ARM");
        yield return new TestCaseData("e.json", $"{{\"nextLink\": \"\", \"value\": [{A}, {B}]}}").SetName("a page of ARM, its link first");
        yield return new TestCaseData("e.json", $"{{\"resources\": [{A}, {B}]}}").SetName("resources");
        yield return new TestCaseData("e.json", $"{{\"value\": [{A}]}}\n{{\"value\": [{B}]}}").SetName("two pages one after the other");
        yield return new TestCaseData("e.json", $"[{A}][{B}]").SetName("two lists one after the other");
        yield return new TestCaseData("e.json", $"{A}\n{B}").SetName("two bodies one after the other");
        yield return new TestCaseData("e.jsonl", $"{A}\n\n  {B}\r\n").SetName("JSON Lines");
        yield return new TestCaseData("e.ndjson", $"{{\"value\": [{A}]}}\n{B}").SetName("JSON Lines, one of them a page");
        yield return new TestCaseData("e.jsonl", $"[\n{A},\n{B}\n]").SetName("a list in spite of the extension");
    }

    [TestCaseSource(nameof(Forms))]
    public void Every_form_gives_its_resources(string file, string text)
    {
        var (resources, diagnostics, complete) = ExportReading.Read(text, file);
        Assert.Multiple(() =>
        {
            Assert.That(diagnostics, Is.Empty);
            Assert.That(complete, Is.True);
            Assert.That(resources.Select(r => r.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(resources.Select(r => r.Origin), Is.All.EqualTo(ResourceOrigin.Existing));
            Assert.That(resources.Select(r => r.HasUnresolved), Is.All.False);
            Assert.That(resources.Select(r => r.Content.ToString()), Is.EqualTo(new[] { JObject.Parse(A).ToString(), JObject.Parse(B).ToString() }));
        });
    }

    [Test]
    public void A_body_is_taken_as_it_is()
    {
        var body = ExportReading.Account("a", ", \"resources\": [{\"id\": \"x\"}], \"value\": [1], \"data\": {\"rows\": []}, \"text\": \"[concat('a')]\"");
        var resource = ExportReading.Read(body).Resources.Single();
        Assert.That((string?)resource.Content["text"], Is.EqualTo("[concat('a')]"));
        Assert.That(resource.Content["resources"], Is.Not.Null);
        Assert.That(resource.HasUnresolved, Is.False);
    }

    [Test]
    public void A_resource_has_the_line_where_it_begins()
    {
        var resources = ExportReading.Read($"[\n  {A.Replace(",", ",\n", StringComparison.Ordinal)},\r\n\n  {B}]").Resources;
        Assert.That(resources.Select(r => r.Source), Is.EqualTo(new[] { new SourceLocation("e.json", 2), new SourceLocation("e.json", 2 + A.Count(c => c == ',') + 2) }));
    }

    [Test]
    public void What_az_resource_list_leaves_out_is_unknown_and_what_is_null_is_not_there()
    {
        var resource = ExportReading.Read("""
            [{"changedTime": "x", "extendedLocation": null, "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v", "identity": null, "kind": null,
              "location": "japaneast", "managedBy": null, "name": "v", "plan": null, "properties": null, "resourceGroup": "g", "sku": null, "tags": {"a": "b"}, "type": "Microsoft.Compute/virtualMachines"}]
            """).Resources.Single();
        Assert.Multiple(() =>
        {
            Assert.That(resource.HasUnresolved, Is.True);
            Assert.That(Unresolved.Is(resource.Content["properties"]), Is.True);
            Assert.That(Unresolved.Why(resource.Content["properties"]!), Does.Contain("az resource list"));
            Assert.That(Unresolved.Is(resource.Content["zones"]), Is.True);
            Assert.That(resource.Location, Is.EqualTo("japaneast"));
            Assert.That((string?)resource.Content["tags"]!["a"], Is.EqualTo("b"));
            foreach (var name in (string[])["identity", "kind", "managedBy", "plan", "sku", "extendedLocation"])
                Assert.That(resource.Content.ContainsKey(name), Is.False, name);
        });
    }

    [Test]
    public void Missing_properties_never_look_like_missing_settings()
    {
        var resource = ExportReading.Read("""[{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/d", "type": "A.B/c"}]""").Resources.Single();
        Assert.That(Unresolved.Is(resource.Content["properties"]), Is.True);
        Assert.That(Unresolved.Is(resource.Content["sku"]), Is.True);
    }

    private const string FullRow = "\"id\": \"/subscriptions/s/resourceGroups/g/providers/microsoft.storage/storageaccounts/a\", \"name\": \"a\", \"type\": \"microsoft.storage/storageaccounts\", " +
        "\"tenantId\": \"t\", \"kind\": \"\", \"location\": \"japaneast\", \"resourceGroup\": \"g\", \"subscriptionId\": \"s\", \"managedBy\": \"\", \"sku\": null, \"plan\": null, " +
        "\"properties\": {\"x\": 1}, \"tags\": null, \"identity\": null, \"zones\": null, \"extendedLocation\": null";

    [TestCase("{\"data\": [{ROW}], \"totalRecords\": 1, \"resultTruncated\": \"false\"}")]
    [TestCase("[{ROW}]")]
    public void A_full_row_of_resource_graph_is_complete(string form)
    {
        var resource = ExportReading.Read(form.Replace("ROW", FullRow, StringComparison.Ordinal)).Resources.Single();
        Assert.That(resource.HasUnresolved, Is.False);
        Assert.That(resource.Type, Is.EqualTo("microsoft.storage/storageaccounts"), "the casing is Azure's");
        foreach (var name in (string[])["kind", "managedBy", "sku", "plan", "tags", "identity", "zones", "extendedLocation"])
            Assert.That(resource.Content.ContainsKey(name), Is.False, name);
    }

    [Test]
    public void Columns_that_a_query_does_not_project_are_unknown()
    {
        var resource = ExportReading.Read("""{"data": [{"id": "/subscriptions/s/resourceGroups/g/providers/A.B/c/d", "type": "a.b/c", "properties": {}}]}""").Resources.Single();
        foreach (var name in (string[])["sku", "tags", "location", "kind", "identity", "zones"])
            Assert.That(Unresolved.Is(resource.Content[name]), Is.True, name);
        Assert.That(resource.Content["properties"]!.Type, Is.EqualTo(JTokenType.Object));
    }

    [TestCase("{\"totalRecords\": 2, \"data\": {TABLE}, \"facets\": []}")]
    [TestCase("{TABLE}")]
    public void A_table_gives_a_resource_for_each_row(string form)
    {
        const string Table = """
            "columns": [{"name": "id", "type": "string"}, {"name": "type", "type": "string"}, {"name": "location", "type": "string"}, {"name": "properties", "type": "object"}],
            "rows": [["/subscriptions/s/resourceGroups/g/providers/A.B/c/d", "a.b/c", "japaneast", {"x": [1]}],
                     ["/subscriptions/s/resourceGroups/g/providers/A.B/e/f", "a.b/e", "", null]]
            """;
        var (resources, diagnostics, _) = ExportReading.Read(form.Replace("TABLE", Table, StringComparison.Ordinal), wanted: t => t == "a.b/c");
        Assert.That(diagnostics, Is.Empty);
        var resource = resources.Single();
        Assert.That((int?)resource.Content.SelectToken("properties.x[0]"), Is.EqualTo(1));
        Assert.That(resource.Location, Is.EqualTo("japaneast"));
        Assert.That(Unresolved.Is(resource.Content["sku"]), Is.True);
    }

    [TestCase("/subscriptions/s", "Microsoft.Resources/subscriptions", "Microsoft.Resources/subscriptions", "s")]
    [TestCase("/subscriptions/s/resourceGroups/g", "Microsoft.Resources/resourceGroups", "Microsoft.Resources/subscriptions/resourceGroups", "g")]
    [TestCase("/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/x/databases/y", "Microsoft.Sql/servers/databases", "Microsoft.Sql/servers/databases", "x/y")]
    [TestCase("/subscriptions/s/resourceGroups/g", null, "Microsoft.Resources/subscriptions/resourceGroups", "g")]
    [TestCase("/subscriptions/s/providers/Microsoft.Authorization/locks/l", null, "Microsoft.Authorization/locks", "l")]
    public void Types_and_names_are_those_of_azure_policy(string id, string? type, string expected, string fullName)
    {
        var body = new JObject { ["id"] = id, ["properties"] = new JObject() };
        if (type is not null)
            body["type"] = type;
        var resource = ExportReading.Read(new JArray(body).ToString(), wanted: t => t == expected).Resources.Single();
        Assert.That((resource.Type, resource.FullName, (string?)resource.Content["type"]), Is.EqualTo((expected, fullName, expected)));
    }

    [Test]
    public void A_type_cannot_hide()
    {
        const string Id = "\"id\": \"/subscriptions/s/resourceGroups/g/providers/A.B/c/d\", \"properties\": {}";
        var resources = ExportReading.Read($$"""
            [{{{Id}}, "nested": {"type": "X.Y/z"}, "list": ["type", {"type": "X.Y/z"}], "type": "A.B/c"},
             {{{Id}}, "t\u0079pe": "A.B/c"},
             {{{Id}}, "type": "A.B\/c"},
             {{{Id}}, "TYPE": "A.B/c"},
             {{{Id}}, "text": "\"type\": \"X.Y/z\"", "type" : "A.B/c"}]
            """, wanted: t => t == "A.B/c").Resources;
        Assert.That(resources.Select(r => r.Source.Line), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void Other_types_are_not_parsed()
    {
        // A number that no decimal holds would be told if it were.
        var text = $"[{ExportReading.Account("a", ", \"n\": 1e400")}, {B.Replace("storageAccounts", "fileServers", StringComparison.Ordinal)}]";
        Assert.That(ExportReading.Read(text, wanted: t => t == "Microsoft.Storage/fileServers").Resources.Select(r => r.Name), Is.EqualTo(new[] { "b" }));
        Assert.That(ExportReading.Read(text).Diagnostics.Select(d => d.Id), Is.EqualTo(new[] { "export-element" }));
    }

    [Test]
    public void A_source_can_be_read_again_and_pieces_parsed_twice_and_at_once()
    {
        using var folder = new TempFolder();
        var text = new StringBuilder("[").AppendJoin(",\n", Enumerable.Range(0, 500).Select(i => ExportReading.Account($"a{i}"))).Append(']').ToString();
        var source = new ExportSource(folder.Write("e.json", text), "e.json", 256, 4096);
        var diagnostics = new DiagnosticBag();
        var pieces = source.Read(diagnostics, default).Concat(source.Read(diagnostics, default)).ToList();
        var names = pieces.Concat(pieces).AsParallel().AsOrdered().SelectMany(p => p.Parse(null, diagnostics)).Select(r => r.Name).ToList();
        Assert.That(pieces, Has.Count.GreaterThan(20));
        Assert.That(diagnostics, Is.Empty);
        Assert.That(names, Is.EqualTo(Enumerable.Repeat(Enumerable.Range(0, 500).Select(i => $"a{i}"), 4).SelectMany(n => n)));
    }

    [Test]
    public void Reading_stops_between_pieces_when_cancelled()
    {
        using var folder = new TempFolder();
        var source = new ExportSource(folder.Write("e.json", $"[{A}, {B}]"), "e.json", 1 << 20, 16);
        Assert.Throws<OperationCanceledException>(() => source.Read([], new CancellationToken(canceled: true)).Count());
    }

    [Test]
    public void A_file_that_changes_is_told()
    {
        using var folder = new TempFolder();
        var path = folder.Write("e.json", $"[{A}]");
        var source = new ExportSource(path, "e.json");
        var diagnostics = new DiagnosticBag();
        var piece = source.Read(diagnostics, default).Single();
        File.AppendAllText(path, " ");
        Assert.That(piece.Parse(null, diagnostics), Is.Empty);
        Assert.That(diagnostics.Single().Id, Is.EqualTo("export-malformed"));
        Assert.That(source.IsComplete, Is.False);
    }

    [Test]
    public void A_file_that_is_not_there_is_told()
    {
        var diagnostics = new DiagnosticBag();
        var source = new ExportSource(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), "e.json");
        Assert.That(source.Read(diagnostics, default), Is.Empty);
        Assert.That(diagnostics.Single().Id, Is.EqualTo("file-unreadable"));
        Assert.That(source.IsComplete, Is.False);
    }
}
