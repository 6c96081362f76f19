using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>The initiatives and definitions of the checkout, as <c>policygen generate</c> rendered them.</summary>
internal sealed class RenderedLibrary
{
    private const string ScopeMark = "{definitionScope}";

    private readonly string _policies;
    private readonly Lazy<Dictionary<string, string[]>> _types;

    /// <param name="root">Root of the checkout; null looks above the program and the current folder.</param>
    public RenderedLibrary(string? root)
    {
        _policies = Path.Combine(root ?? Find(AppContext.BaseDirectory) ?? Find(Environment.CurrentDirectory)
            ?? throw new DirectoryNotFoundException("No folder above the program holds policies/rendered; --repository names one."), "policies");
        _types = new(ReadTypes);
    }

    /// <summary>Every resource type that a control is about.</summary>
    public IEnumerable<string> Types => _types.Value.Values.SelectMany(t => t).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Resource types that a reference of our initiatives is about; empty when it is none of ours.</summary>
    public IReadOnlyList<string> TypesOf(string reference) => _types.Value.GetValueOrDefault(ControlOf(reference)) ?? [];

    /// <summary>The initiative of a guideline, deployed at a scope.</summary>
    public JObject Initiative(string guideline, string scope) => Deployed(Path.Combine("initiatives", guideline), scope, "policySetDefinitions");

    /// <summary>The custom definitions that an initiative refers to, deployed at the same scope.</summary>
    public IEnumerable<JObject> DefinitionsOf(JObject initiative, string scope)
    {
        var names = initiative.SelectTokens("properties.policyDefinitions[*].policyDefinitionId").Select(id => (string)id!)
            .Where(id => id.StartsWith(scope + "/", StringComparison.OrdinalIgnoreCase))
            .Select(id => id[(id.LastIndexOf('/') + 1)..])
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return names.Select(name => Deployed(Path.Combine("definitions", name["policygen-".Length..]), scope, "policyDefinitions"));
    }

    /// <summary>The effect that a built-in definition has by default, as far as our controls know it.</summary>
    public string DefaultEffect(string reference)
    {
        _effects ??= JsonTexts.Load(Path.Combine(_policies, "rendered", "controls.json"));
        return _effects[ControlOf(reference)]?.Text("effects[0]") ?? "Audit";
    }

    private JObject? _effects;

    private static string ControlOf(string reference)
    {
        var mark = reference.LastIndexOf('_');
        return mark > 0 && int.TryParse(reference.AsSpan(mark + 1), out _) ? reference[..mark] : reference;
    }

    private JObject Deployed(string file, string scope, string type)
    {
        var text = File.ReadAllText(Path.Combine(_policies, "rendered", file + ".json")).Replace(ScopeMark, scope, StringComparison.Ordinal);
        var rendered = (JObject)JsonTexts.Parse(text);
        var name = rendered.Text("name")!;
        return new JObject
        {
            ["id"] = $"{scope}/providers/Microsoft.Authorization/{type}/{name}",
            ["type"] = "Microsoft.Authorization/" + type,
            ["name"] = name,
            ["properties"] = rendered["properties"],
        };
    }

    private Dictionary<string, string[]> ReadTypes() =>
        Directory.EnumerateFiles(Path.Combine(_policies, "controls"), "*.json", SearchOption.AllDirectories)
            .Select(JsonTexts.Load)
            .Where(c => c.Text("id") is not null)
            .ToDictionary(c => c.Text("id")!, c => c.SelectTokens("resourceTypes[*]").Select(t => (string)t!).ToArray(), StringComparer.OrdinalIgnoreCase);

    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "policies", "rendered", "initiatives")))
                return folder.FullName;
        }
        return null;
    }
}
