// Renews the tables about Azure that PolicyGen carries (docs/azure-data.md). Not part of the product.
//
//   dotnet run --project src/PolicyGen.AzureData -- ALIASES.tsv.gz BUILTINS.jsonl DEFINITIONS.jsonl.gz OUTPUT-DIR
//
// ALIASES.tsv.gz: alias TAB default path, one a line. BUILTINS.jsonl: one index entry of a built-in definition a line.
// DEFINITIONS.jsonl.gz: the built-in definitions themselves, one a line; only the aliases that they use are taken.
using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

if (args.Length != 4)
{
    Console.Error.WriteLine("usage: PolicyGen.AzureData ALIASES.tsv.gz BUILTINS.jsonl DEFINITIONS.jsonl.gz OUTPUT-DIR");
    return 2;
}

var builtIns = File.ReadLines(args[1])
    .Select(line => JObject.Load(new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None }))
    .OrderBy(entry => (string)entry["id"]!, StringComparer.OrdinalIgnoreCase)
    .ToList();

var aliases = new SortedDictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
foreach (var line in Lines(args[0]))
{
    var tab = line.IndexOf('\t', StringComparison.Ordinal);
    aliases[line[..tab]] = line[(tab + 1)..];
}

// Built-ins newer than the table use aliases that it lacks: their names are known, their paths are not.
var known = aliases.Count;
var used = builtIns.SelectMany(b => b["aliases"]!.Concat(b["relatedAliases"]!)).Select(t => (string)t!)
    .Concat(Lines(args[2]).SelectMany(line => Fields(JObject.Parse(line)["properties"]!["policyRule"]!)));
foreach (var name in used.Where(n => n.Contains('/', StringComparison.Ordinal)))
    aliases.TryAdd(name, null);

var text = new StringBuilder();
foreach (var group in aliases.GroupBy(a => a.Key[..a.Key.LastIndexOf('/')], StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase))
{
    text.Append('#').Append(group.Key).Append('\n');
    foreach (var (name, path) in group)
    {
        var property = name[(name.LastIndexOf('/') + 1)..];
        text.Append(property);
        if (path is null)
            text.Append("\t?");
        else if (path != "properties." + property)
            text.Append('\t').Append(path);
        text.Append('\n');
    }
}

Write("aliases.br", text.ToString());
Write("builtins.br", string.Concat(builtIns.Select(b => b.ToString(Formatting.None) + "\n")));
Console.WriteLine($"{known} aliases and {aliases.Count - known} known by name only, {builtIns.Count} built-in definitions.");
return 0;

// "field" in conditions and in the operations of modify and append, where it is not an expression.
static IEnumerable<string> Fields(JToken rule) => rule is JContainer container
    ? container.DescendantsAndSelf().OfType<JProperty>().Where(p => p.Name == "field" && p.Value.Type == JTokenType.String).Select(p => (string)p.Value!).Where(v => !v.StartsWith('['))
    : [];

static IEnumerable<string> Lines(string path)
{
    using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
    while (reader.ReadLine() is { } line)
        yield return line;
}

void Write(string name, string content)
{
    using var file = File.Create(Path.Combine(args[3], name));
    using var brotli = new BrotliStream(file, CompressionLevel.SmallestSize);
    brotli.Write(Encoding.UTF8.GetBytes(content));
}
