// Renews the tables about Azure that PolicyGen carries (docs/azure-data.md). Not part of the product.
//
//   dotnet run --project src/PolicyGen.AzureData -- ALIASES.tsv.gz DEFINITIONS.jsonl.gz OUTPUT-DIR
//
// ALIASES.tsv.gz: alias TAB default path, one a line. DEFINITIONS.jsonl.gz: the built-in definitions, one a line; of several
// versions the newest is taken.
using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.AzureData;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: PolicyGen.AzureData ALIASES.tsv.gz DEFINITIONS.jsonl.gz OUTPUT-DIR");
    return 2;
}

var definitions = Lines(args[1])
    .Select(line => JObject.Load(new JsonTextReader(new StringReader(line)) { DateParseHandling = DateParseHandling.None }))
    .GroupBy(definition => (string)definition["name"]!, StringComparer.OrdinalIgnoreCase)
    .OrderBy(versions => versions.Key, StringComparer.OrdinalIgnoreCase)
    .Select(versions => versions.MaxBy(BuiltInEntry.VersionOf)!)
    .ToList();

var aliases = new SortedDictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
foreach (var line in Lines(args[0]))
{
    var tab = line.IndexOf('\t', StringComparison.Ordinal);
    aliases[line[..tab]] = line[(tab + 1)..];
}

// Built-ins newer than the table use aliases that it lacks: their names are known, their paths are not.
var known = aliases.Count;
foreach (var name in definitions.SelectMany(d => BuiltInEntry.Aliases(d["properties"]!["policyRule"])))
    aliases.TryAdd(name, null);

// Except where the REST specification shows the property: our own rules need these.
var verified = new Dictionary<string, string>
{
    // Azure/azure-rest-api-specs, sql/resource-manager/Microsoft.Sql/preview/2024-11-01-preview/Servers.json, ServerProperties
    ["Microsoft.Sql/servers/createMode"] = "properties.createMode",
    // The types of the Bicep compiler 0.49.2, which are made from those specifications: redis@2024-11-01,
    // workspaces/fhirservices and dicomservices@2024-03-31, deidServices@2024-09-20.
    ["Microsoft.Cache/redis/disableAccessKeyAuthentication"] = "properties.disableAccessKeyAuthentication",
    ["Microsoft.HealthcareApis/workspaces/fhirservices/encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"] = "properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",
    ["Microsoft.HealthcareApis/workspaces/dicomservices/encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"] = "properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",
    ["Microsoft.HealthDataAIServices/deidServices/publicNetworkAccess"] = "properties.publicNetworkAccess",
};
foreach (var (name, path) in verified)
    aliases[name] = path;

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
Write("builtins.br", string.Concat(definitions.Select(d => BuiltInEntry.Of(d).ToString(Formatting.None) + "\n")));
Console.WriteLine($"{known} aliases and {aliases.Count - known} known by name only, {definitions.Count} built-in definitions.");
return 0;

static IEnumerable<string> Lines(string path)
{
    using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
    while (reader.ReadLine() is { } line)
        yield return line;
}

void Write(string name, string content)
{
    using var file = File.Create(Path.Combine(args[2], name));
    using var brotli = new BrotliStream(file, CompressionLevel.SmallestSize);
    brotli.Write(Encoding.UTF8.GetBytes(content));
}
