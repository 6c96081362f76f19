using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Benchmarks;

/// <summary>
/// A copy of the library with more controls than there are yet: each control is repeated under further ids, and every
/// requirement that names a control names its copies too, so that references and groups grow with it.
/// </summary>
internal static class EnlargedLibrary
{
    public static string Create(int controls)
    {
        var root = Checkout.WorkFolder("library");
        CopyFolder(Path.Combine(Checkout.Root, "templates"), Path.Combine(root, "templates"));
        CopyFolder(Path.Combine(Checkout.Root, "policies", "schemas"), Path.Combine(root, "policies", "schemas"));
        CopyFolder(Path.Combine(Checkout.Root, "policies", "controls"), Path.Combine(root, "policies", "controls"));
        CopyFolder(Path.Combine(Checkout.Root, "policies", "requirements"), Path.Combine(root, "policies", "requirements"));
        File.Copy(Path.Combine(Checkout.Root, "policies", "library.json"), Path.Combine(root, "policies", "library.json"));

        var copies = Repeat(Path.Combine(root, "policies", "controls"), controls);
        Rewrite(Path.Combine(root, "policies", "library.json"), copies);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "policies", "requirements")))
            Rewrite(file, copies);
        return root;
    }

    private static Dictionary<string, List<string>> Repeat(string folder, int wanted)
    {
        var originals = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var copies = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var usable = originals.Where(f => !f.Contains("attestation", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < wanted - originals.Count; i++)
        {
            var original = usable[i % usable.Count];
            var id = Path.GetFileNameWithoutExtension(original);
            var copy = string.Create(CultureInfo.InvariantCulture, $"{id}-x{i / usable.Count}");
            var json = JObject.Parse(File.ReadAllText(original));
            json["id"] = copy;
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(original)!, copy + ".json"), json.ToString(Formatting.Indented));
            (copies.TryGetValue(id, out var list) ? list : copies[id] = []).Add(copy);
        }

        return copies;
    }

    private static void Rewrite(string file, Dictionary<string, List<string>> copies)
    {
        var json = JObject.Parse(File.ReadAllText(file));
        foreach (var list in json.Descendants().OfType<JArray>().Where(IsControlList).ToList())
        {
            foreach (var copy in list.Select(t => (string)t!).SelectMany(id => copies.GetValueOrDefault(id) ?? []).ToList())
                list.Add(copy);
        }

        File.WriteAllText(file, json.ToString(Formatting.Indented));
    }

    private static bool IsControlList(JArray list) =>
        list.Parent is JProperty property && (property.Name is "direct" or "supporting" || property.Parent?.Parent is JProperty { Name: "groups" });

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
