using System.Text;
using NUnit.Framework;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Resources;

/// <summary>What is wrong with an export is told at its line, never an exception, and never silent.</summary>
public class ExportHostileSpecs
{
    private static readonly string A = ExportReading.Account("a");
    private static readonly string B = ExportReading.Account("b");

    private static IEnumerable<TestCaseData> Structures()
    {
        static TestCaseData Case(string name, string text, int line, int found) => new TestCaseData(text, line, found).SetName(name);
        yield return Case("empty", "", 1, 0);
        yield return Case("white space", " \n ", 2, 0);
        yield return Case("a text", "\"x\"", 1, 0);
        yield return Case("cut in a list", $"[{A},\n{B}", 2, 2);
        yield return Case("cut after a comma", $"[{A},\n", 2, 1);
        yield return Case("cut in an element", $"[{A},\n{B[..^1]}", 2, 1);
        yield return Case("cut in a name", $"[{A},\n{{\"na", 2, 1);
        yield return Case("cut in a text", $"[{A},\n{{\"name\": \"b", 2, 1);
        yield return Case("cut in an escape", $"[{A},\n{{\"name\": \"b\\", 2, 1);
        yield return Case("cut in a word", $"[{A},\n{{\"name\": tr", 2, 1);
        yield return Case("no end of a text", $"[{A},\n{B.Replace("\"b\"", "\"b", StringComparison.Ordinal)}]", 2, 1);
        yield return Case("no comma", $"[{A}\n{B}]", 2, 1);
        yield return Case("two commas", $"[{A},,\n{B}]", 1, 1);
        yield return Case("a comma too many", $"[{A},\n]", 2, 1);
        yield return Case("a comma too many in an object", $"[{A},\n{{\"a\": 1,}}]", 2, 1);
        yield return Case("no colon", $"[{A},\n{{\"a\" 1}}]", 2, 1);
        yield return Case("the wrong bracket", $"[{A},\n{{\"a\": [1}}]", 2, 1);
        yield return Case("a bracket too many", $"[{A}]\n]", 2, 1);
        yield return Case("a bracket too few, and one too many later", $"[{{\"a\": {{\"b\": 1, \n{{}} }} }},\n{A}]", 2, 0);
        yield return Case("a name without quotes", $"[{A},\n{{a: 1}}]", 2, 1);
        yield return Case("single quotes", $"[{A},\n{{'a': 1}}]", 2, 1);
        yield return Case("a comment", $"[{A},\n// why\n{B}]", 2, 1);
        yield return Case("NaN", $"[{A},\n{{\"a\": NaN}}]", 2, 1);
        yield return Case("NUL outside a text", $"[{A},\n\0{B}]", 2, 1);
        yield return Case("more after the end", $"[{A}]\nx", 2, 1);
        yield return Case("UTF-16", "\uFFFE[\0]\0", 1, 0);
        yield return Case("columns that are none", "{\"data\": {\"columns\": [1],\n \"rows\": []}}", 1, 0);
        yield return Case("a file of open brackets", new string('[', 2_000_000), 1, 0);
    }

    [TestCaseSource(nameof(Structures))]
    public void A_fault_of_the_structure_ends_the_reading_at_its_line(string text, int line, int found)
    {
        var (resources, diagnostics, complete) = ExportReading.Read(text);
        Assert.Multiple(() =>
        {
            Assert.That(resources, Has.Count.EqualTo(found));
            Assert.That(complete, Is.False);
            Assert.That(diagnostics.Select(d => (d.Id, d.Location.Line)), Is.EqualTo(new[] { ("export-malformed", line) }), string.Join('\n', diagnostics));
        });
    }

    private static IEnumerable<TestCaseData> Elements()
    {
        static TestCaseData Case(string name, string element, string fault) => new TestCaseData(Encoding.UTF8.GetBytes(element), fault).SetName(name);
        yield return Case("two types", ExportReading.Account("x", ", \"type\": \"A.B/c\""), "two types");
        yield return Case("two types in different case", ExportReading.Account("x", ", \"Type\": \"A.B/c\""), "two types");
        yield return Case("a second type with an escape", ExportReading.Account("x", ", \"typ\\u0065\": \"A.B/c\""), "already exists");
        yield return Case("a second Type with an escape", ExportReading.Account("x", ", \"Typ\\u0065\": \"A.B/c\""), "two types");
        yield return Case("a name twice", ExportReading.Account("x", ", \"deep\": {\"a\": 1, \"a\": 2}"), "already exists");
        yield return Case("129 levels", ExportReading.Account("x", $", \"deep\": {new string('[', 128)}{new string(']', 128)}"), "deeper than 128");
        yield return Case("10,000 levels", ExportReading.Account("x", $", \"deep\": {new string('[', 10_000)}{new string(']', 10_000)}"), "deeper than 128");
        yield return Case("a text of 20 MB", ExportReading.Account("x", $", \"long\": \"{new string('x', 20_000_000)}\""), "larger than");
        yield return Case("no id", "{\"type\": \"A.B/c\", \"properties\": {}}", "no id");
        yield return Case("an id that is none", "{\"id\": \"x\", \"type\": \"A.B/c\"}", "no id");
        yield return Case("no type at all", "{\"id\": \"/x\"}", "neither its type");
        yield return Case("a number", "12", "not an object");
        yield return Case("null", "null", "not an object");
        yield return Case("a row", "[1, 2]", "row");
        yield return Case("a number that is none", ExportReading.Account("x", ", \"n\": 1-2"), "");
        yield return Case("a number too large", ExportReading.Account("x", ", \"n\": 1e400"), "");
        yield return Case("an escape that is none", ExportReading.Account("x", ", \"t\": \"\\q\""), "");
        yield return Case("half of a surrogate pair", ExportReading.Account("x", ", \"t\": \"\\ud83d\""), "surrogate");
        var broken = Encoding.UTF8.GetBytes(ExportReading.Account("x", ", \"t\": \"~\""));
        broken[Array.IndexOf(broken, (byte)'~')] = 0xC3;
        yield return new TestCaseData(broken, "UTF-8").SetName("invalid UTF-8");
    }

    [TestCaseSource(nameof(Elements))]
    public void An_element_that_cannot_be_used_is_left_out_and_told(byte[] element, string fault)
    {
        var (resources, diagnostics, complete) = ExportReading.Read([.. Encoding.UTF8.GetBytes($"[{A},\n"), .. element, .. Encoding.UTF8.GetBytes($",\n{B}]")]);
        Assert.Multiple(() =>
        {
            Assert.That(resources.Select(r => r.Name), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(complete, Is.False);
            Assert.That(diagnostics.Select(d => (d.Id, d.Location.Line)), Is.EqualTo(new[] { ("export-element", 2) }), string.Join('\n', diagnostics));
            Assert.That(diagnostics.First().Message.ToLowerInvariant(), Does.Contain(fault.ToLowerInvariant()));
        });
    }

    [Test]
    public void The_deepest_that_is_taken_is_what_other_files_may_have()
    {
        var (resources, diagnostics, _) = ExportReading.Read($"[{ExportReading.Account("x", $", \"deep\": {new string('[', 127)}{new string(']', 127)}")}]");
        Assert.That(diagnostics, Is.Empty);
        Assert.That(resources, Has.Count.EqualTo(1));
    }

    [Test]
    public void Texts_may_hold_nul_pairs_and_line_feeds()
    {
        var (resources, diagnostics, _) = ExportReading.Read($"[{ExportReading.Account("x", ", \"t\": \"\0\n\\ud83d\\ude00\\\\\"")},\n{B}]");
        Assert.That(diagnostics, Is.Empty);
        Assert.That((string?)resources[0].Content["t"], Is.EqualTo("\0\n😀\\"));
        Assert.That(resources[1].Source.Line, Is.EqualTo(3));
    }

    [TestCase("{\"na", 2)]
    [TestCase("{\"name\": \"x", 2)]
    [TestCase("{\"name\": \"x\\", 2)]
    [TestCase("{\"name\": 1,", 2)]
    [TestCase("{\"name\": 1 x}", 2)]
    [TestCase("{} {", 2)]
    [TestCase("x", 2)]
    [TestCase("]", 2)]
    public void In_json_lines_a_malformed_line_spoils_only_itself(string broken, int line)
    {
        var (resources, diagnostics, complete) = ExportReading.Read($"{A}\n{broken}\n{B}", "e.jsonl");
        Assert.That(resources.Select(r => r.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(complete, Is.False);
        Assert.That(diagnostics.Select(d => d.Id), Is.All.EqualTo("export-element"));
        Assert.That(diagnostics.Select(d => d.Location.Line), Is.All.EqualTo(line));
        Assert.That(diagnostics, Is.Not.Empty);
    }

    [TestCase("{\"value\": [A], \"nextLink\": \"https://management.azure.com/x\"}")]
    [TestCase("{\"@odata.nextLink\": \"https://x\", \"value\": [A]}")]
    [TestCase("{\"data\": [A], \"$skipToken\": \"t\"}")]
    [TestCase("{\"count\": 1, \"data\": [A], \"skip_token\": \"t\", \"total_records\": 9}")]
    [TestCase("{\"data\": [A], \"resultTruncated\": \"true\"}")]
    [TestCase("{\"resultTruncated\": true, \"data\": [A]}")]
    [TestCase("{\"data\": [A], \"totalRecords\": 2}")]
    [TestCase("{\"resources\": [A], \"id\": \"/x\", \"type\": \"A.B/c\"}")]
    public void More_that_is_elsewhere_makes_it_incomplete(string text)
    {
        var (resources, diagnostics, complete) = ExportReading.Read(text.Replace("A]", A + "]", StringComparison.Ordinal));
        Assert.That(resources, Has.Count.EqualTo(1));
        Assert.That(complete, Is.False);
        Assert.That(diagnostics.Select(d => d.Id), Is.All.EqualTo("export-incomplete").And.Not.Empty);
    }

    [Test]
    public void An_element_that_is_passed_over_cannot_swallow_another()
    {
        // Braces that are missing in one element and too many in the next balance; the grammar between them does not.
        var text = "[{\"type\": \"A.B/c\", \"p\": {\"x\": 1},\n" + A + "}]";
        var (resources, diagnostics, complete) = ExportReading.Read(text, wanted: t => t == "Microsoft.Storage/storageAccounts");
        Assert.That(resources, Is.Empty);
        Assert.That(complete, Is.False);
        Assert.That(diagnostics.Single().Location.Line, Is.EqualTo(2));
    }

    [Test]
    public void Messages_do_not_grow_with_the_faults()
    {
        var faults = string.Join(",\n", Enumerable.Repeat("1", 50_000));
        var bodies = string.Join(",\n", Enumerable.Repeat(ExportReading.Account("x", ", \"n\": 1e400"), 1000));
        var (resources, diagnostics, complete) = ExportReading.Read($"[{faults},\n{bodies},\n{A}]");
        Assert.That(resources.Select(r => r.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(complete, Is.False);
        Assert.That(diagnostics.Count, Is.EqualTo(1000 + 1 + 20 + 1));
        Assert.That(diagnostics.Select(d => d.ToString()), Has.Member("e.json(1001,1): error export-element: From here on, 49000 more resources are left out for such reasons."));
    }

    [Test]
    public void Memory_does_not_grow_with_an_element_that_is_too_large()
    {
        // 64 MB of one text, in a window of 64 KB.
        using var folder = new Support.TempFolder();
        var path = folder.PathOf("e.json");
        using (var file = new StreamWriter(path))
        {
            file.Write("[{\"type\": \"A.B/c\", \"x\": \"");
            for (var i = 0; i < 64; i++)
                file.Write(new string('x', 1 << 20));
            file.Write($"\"}},\n{A}]");
        }

        var diagnostics = new PolicyGen.Diagnostics.DiagnosticBag();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = new ExportSource(path, "e.json", 1 << 16, 1 << 16).Read(diagnostics, default).Sum(p => p.Parse(null, diagnostics).Length);
        Assert.That(count, Is.EqualTo(1));
        Assert.That(diagnostics.Single().Message, Does.Contain("larger"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }
}
