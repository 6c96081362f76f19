using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace PolicyGen.Benchmarks;

/// <summary>
/// Writes an export as <c>az resource list</c> would with full bodies: indented JSON, one array. The same arguments give
/// the same bytes.
/// </summary>
internal static class ExportGenerator
{
    private static readonly string[] Regions = ["japaneast", "japanwest", "eastus", "westeurope"];
    private static readonly UTF8Encoding Utf8 = new(false);

    /// <summary>Writes the export.</summary>
    /// <param name="stream">Takes it.</param>
    /// <param name="resources">Number of resources.</param>
    /// <param name="types">Number of types, at most 40; they take turns.</param>
    /// <param name="targetBytes">Size to aim at; lists in the resources get as long as it takes.</param>
    /// <param name="seed">Chooses the values.</param>
    public static void Write(Stream stream, int resources, int types, long targetBytes, int seed)
    {
        var random = new Random(seed);
        using var text = new StreamWriter(stream, Utf8, 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.Write('[');
        long written = 2;
        for (var i = 0; i < resources; i++)
        {
            var budget = (targetBytes - written) / (resources - i);
            var body = Resource(random, ExportType.All[i % types], i, budget);
            text.Write(i == 0 ? "\n  " : ",\n  ");
            text.Write(body);
            written += body.Length + 4;
        }

        text.Write("\n]\n");
    }

    private static string Resource(Random random, ExportType type, int number, long budget)
    {
        var text = new StringBuilder(4096);
        using var json = new JsonTextWriter(new StringWriter(text, CultureInfo.InvariantCulture) { NewLine = "\n  " }) { Formatting = Formatting.Indented };
        var subscription = Identifier(number % 20);
        var group = string.Create(CultureInfo.InvariantCulture, $"rg-{(char)('a' + number % 26)}{number % 200:000}");
        var names = type.Type.Split('/');
        var id = $"/subscriptions/{subscription}/resourceGroups/{group}/providers/{names[0]}";
        var name = "";
        for (var i = 1; i < names.Length; i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{names[i][..Math.Min(4, names[i].Length)].ToLowerInvariant()}{number:000000}");
            id += $"/{names[i]}/{name}";
        }

        json.WriteStartObject();
        Text(json, "id", id);
        if (type.Kind.Length > 0)
            Text(json, "kind", Choose(random, type.Kind));
        Text(json, "location", Regions[random.Next(Regions.Length)]);
        Text(json, "name", name);
        Properties(json, random, type, text, budget);
        Text(json, "resourceGroup", group);
        if (type.Sku.Length > 0)
        {
            json.WritePropertyName("sku");
            json.WriteStartObject();
            Text(json, "name", Choose(random, type.Sku));
            json.WriteEndObject();
        }

        json.WritePropertyName("tags");
        json.WriteStartObject();
        Text(json, "environment", Choose(random, "production|staging|development"));
        Text(json, "costCenter", random.Next(1000, 9999).ToString(CultureInfo.InvariantCulture));
        if (random.Next(3) > 0)
            Text(json, "データ分類", Choose(random, "機密|社外秘|公開"));
        json.WriteEndObject();
        Text(json, "type", type.Type);
        json.WriteEndObject();
        json.Flush();
        return text.ToString();
    }

    private static void Properties(JsonTextWriter json, Random random, ExportType type, StringBuilder text, long budget)
    {
        var values = type.Switches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => (Path: p, Choices: ""))
            .Concat(type.Choices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => (Path: p.Split('=')[0], Choices: p.Split('=')[1])))
            .OrderBy(v => v.Path, StringComparer.Ordinal).ToList();
        var (list, entry) = (type.List.Split('=')[0], type.List.Split('=')[1]);

        json.WritePropertyName("properties");
        json.WriteStartObject();
        var open = new List<string>();
        foreach (var (path, choices) in values)
        {
            // Azure leaves many settings out, as a policy must expect.
            if (random.Next(8) == 0)
                continue;
            Enter(json, open, path.Split('.')[..^1]);
            json.WritePropertyName(path[(path.LastIndexOf('.') + 1)..]);
            if (choices.Length > 0)
                json.WriteValue(Choose(random, choices));
            else
                json.WriteValue(random.Next(2) == 0);
        }

        Enter(json, open, []);
        Text(json, "provisioningState", "Succeeded");
        json.WritePropertyName("createdTime");
        json.WriteValue(string.Create(CultureInfo.InvariantCulture, $"202{random.Next(6)}-0{random.Next(1, 9)}-1{random.Next(9)}T0{random.Next(9)}:00:00.{random.Next(1000000):0000000}Z"));
        json.WritePropertyName(list.Replace('.', '_'));
        json.WriteStartArray();
        for (var i = 0; i == 0 || text.Length < budget - 400; i++)
            Entry(json, random, entry, i);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Enter(JsonTextWriter json, List<string> open, string[] wanted)
    {
        var common = 0;
        while (common < open.Count && common < wanted.Length && open[common] == wanted[common])
            common++;
        for (; open.Count > common; open.RemoveAt(open.Count - 1))
            json.WriteEndObject();
        for (; open.Count < wanted.Length; open.Add(wanted[open.Count]))
        {
            json.WritePropertyName(wanted[open.Count]);
            json.WriteStartObject();
        }
    }

    private static void Entry(JsonTextWriter json, Random random, string kind, int i)
    {
        json.WriteStartObject();
        Text(json, "id", $"/subscriptions/{Identifier(random.Next(20))}/resourceGroups/rg-shared/providers/Microsoft.Network/privateEndpoints/pe-{i}");
        Text(json, "name", $"{kind}-{i}");
        json.WritePropertyName("properties");
        json.WriteStartObject();
        Text(json, "provisioningState", "Succeeded");
        if (kind == "rule")
        {
            Text(json, "access", Choose(random, "Allow|Deny"));
            Text(json, "direction", Choose(random, "Inbound|Outbound"));
            Text(json, "protocol", Choose(random, "Tcp|Udp|*"));
            Text(json, "sourceAddressPrefix", Choose(random, "*|Internet|10.0.0.0/8|VirtualNetwork"));
            Text(json, "destinationPortRange", Choose(random, "22|3389|443|*|8000-8080"));
        }

        json.WritePropertyName("priority");
        json.WriteValue(100 + i);
        json.WritePropertyName("enabled");
        json.WriteValue(random.Next(2) == 0);
        json.WritePropertyName("ratio");
        json.WriteValue(random.Next(1000) / 1000m);
        Text(json, "description", Choose(random, "Approved by the platform team|承認済み|See \"runbook\" \\ section 4"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Identifier(int number) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{number:000000000000}");

    private static string Choose(Random random, string choices)
    {
        var all = choices.Split('|');
        return all[random.Next(all.Length)];
    }

    private static void Text(JsonTextWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }
}
