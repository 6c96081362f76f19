using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Resources;

/// <summary>The scanner agrees with Newtonsoft on random JSON, whatever the size of window and piece.</summary>
public class ExportPropertySpecs
{
    private static readonly string[] Texts = ["", "x", "type", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "\n", "日本語", "😀", "\0", "/", "\u2028", "Microsoft.Storage/storageAccounts"];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static Gen<JToken> Value(int depth) => depth == 0
        ? Gen.OneOf(
            Gen.Elements(Texts).Select(t => (JToken)t),
            Gen.Choose(-1000, 1000).Select(n => (JToken)n),
            Gen.Choose(-1000, 1000).Select(n => (JToken)(n / 8m)),
            Gen.Elements<JToken>(true, false, JValue.CreateNull()))
        : Gen.OneOf(
            Value(0),
            Value(depth - 1).ListOf().Resize(4).Select(l => (JToken)new JArray(l)),
            Object(depth));

    private static Gen<JToken> Object(int depth) => (
        from name in Gen.Elements(Texts)
        from value in Value(depth - 1)
        select (name, value)).ListOf().Resize(4).Select(members =>
        {
            var result = new JObject();
            foreach (var (name, value) in members)
                result[name] = value;
            return (JToken)result;
        });

    private static Gen<JObject> Resource() =>
        from number in Gen.Choose(0, 9999)
        from type in Gen.Elements("Microsoft.Storage/storageAccounts", "microsoft.sql/servers/databases", "A.B/c")
        from before in Object(3)
        from properties in Object(3)
        from typeFirst in Gen.Elements(true, false)
        select Make(number, type, before, properties, typeFirst);

    private static JObject Make(int number, string type, JToken extra, JToken properties, bool typeFirst)
    {
        var result = new JObject();
        if (typeFirst)
            result["type"] = type;
        result["nested"] = extra;
        result["id"] = string.Create(CultureInfo.InvariantCulture, $"/subscriptions/s/resourceGroups/g/providers/A.B/c/{number}");
        result["properties"] = properties;
        result["type"] = type;
        return result;
    }

    private static Arbitrary<(JObject[] Resources, int Style)> Exports() =>
        (from resources in Resource().ArrayOf().Resize(8)
         from style in Gen.Choose(0, 23)
         select (resources, style)).ToArbitrary();

    [Test]
    public void Boundaries_types_contents_and_lines_are_those_of_newtonsoft() => Check.One(Many, Prop.ForAll(Exports(), export =>
    {
        var text = Write(export.Resources, export.Style, out _);
        var expected = Lines(text, export.Style % 4);
        // Windows down to two bytes cut every token somewhere.
        var window = export.Style % 2 == 0 ? 2 + export.Style : 4096;
        var (resources, diagnostics, complete) = ExportReading.Read(text, export.Style % 4 == 3 ? "e.jsonl" : "e.json", window: window, piece: 1 + export.Style * 40);
        Assert.That(diagnostics, Is.Empty, text);
        Assert.That(complete, Is.True);
        Assert.That(resources.Select(r => r.Type), Is.EqualTo(export.Resources.Select(r => (string)r["type"]!)));
        Assert.That(resources.Select(r => Compact(Plain(r.Content))), Is.EqualTo(export.Resources.Select(Compact)));
        Assert.That(resources.Select(r => r.Source.Line), Is.EqualTo(expected));
    }));

    [Test]
    public void Only_wanted_types_come_and_each_of_them() => Check.One(Many, Prop.ForAll(Exports(), export =>
    {
        var text = Write(export.Resources, export.Style, out var name);
        var (resources, _, _) = ExportReading.Read(text, name, t => t == "A.B/c", piece: 100);
        Assert.That(resources.Select(r => r.Id), Is.EqualTo(export.Resources.Where(r => (string?)r["type"] == "A.B/c").Select(r => (string)r["id"]!)));
    }));

    [Test]
    public void Every_cut_and_every_changed_byte_ends_in_resources_or_diagnostics() => Check.One(Many, Prop.ForAll(
        (from export in Exports().Generator
         from at in Gen.Choose(0, 100_000)
         from put in Gen.Elements((byte)'"', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)',', (byte)'\\', (byte)'x', (byte)0, (byte)0xFF, (byte)'\n')
         from cut in Gen.Elements(true, false)
         select (export, at, put, cut)).ToArbitrary(), t =>
    {
        var bytes = Encoding.UTF8.GetBytes(Write(t.export.Resources, t.export.Style, out var name));
        var at = t.at % bytes.Length;
        bytes[at] = t.put;
        var (resources, diagnostics, complete) = ExportReading.Read(t.cut ? bytes[..at] : bytes, name, window: 64, piece: 256);
        Assert.That(complete, Is.EqualTo(!diagnostics.HasErrors));
        Assert.That(resources, Is.All.Property(nameof(ArmResource.Id)).StartsWith("/"));
        if (t.cut && t.export.Style % 4 != 3 && at <= bytes.Length - 3)
            Assert.That(complete, Is.False, "a file that is cut short is never complete");
    }));

    private static string Write(JObject[] resources, int style, out string name)
    {
        name = style % 4 == 3 ? "e.jsonl" : "e.json";
        var formatting = style % 4 != 3 && style % 3 == 0 ? Formatting.Indented : Formatting.None;
        var bodies = resources.Select(r => JsonConvert.SerializeObject(r, formatting)).ToList();
        var lineFeed = style % 5 == 0 ? "\r\n" : "\n";
        var text = (style % 4) switch
        {
            0 => $"[{string.Join("," + lineFeed, bodies)}]",
            1 => $" {{ \"count\" : [ 1, {{}} ] , {lineFeed}\"value\":{lineFeed}[ {string.Join(" , ", bodies)} ], \"nextLink\" : null }} ",
            2 => $"\uFEFF{lineFeed}[{lineFeed}{string.Join(lineFeed + "," + lineFeed, bodies)}{lineFeed}]{lineFeed}",
            _ => string.Join(lineFeed, bodies.Append(resources.Length == 0 ? "{\"value\": []}" : "")),
        };
        return text;
    }

    // Where Newtonsoft sees the resources begin: at the depth that the style has for them.
    private static List<int> Lines(string text, int form)
    {
        var lines = new List<int>();
        using var reader = new JsonTextReader(new StringReader(text.TrimStart('\uFEFF'))) { SupportMultipleContent = true, DateParseHandling = DateParseHandling.None };
        var depth = form switch { 0 or 2 => 1, 1 => 2, _ => 0 };
        while (reader.Read())
        {
            if (reader.TokenType == JsonToken.StartObject && reader.Depth == depth && !reader.Path.StartsWith("count", StringComparison.Ordinal))
                lines.Add(reader.LineNumber);
        }

        return form == 3 && text.Contains("\"value\": []", StringComparison.Ordinal) ? [] : lines;
    }

    private static JObject Plain(JObject content)
    {
        foreach (var property in content.Properties().Where(p => Unresolved.Is(p.Value)).ToList())
            property.Remove();
        return content;
    }

    private static string Compact(JObject token) => token.ToString(Formatting.None);
}
