using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;

namespace PolicyGen.Tests.Support;

/// <summary>A small library of its own with the real schemas, templates and tables about Azure.</summary>
internal sealed class TestLibrary : IDisposable
{
    private static readonly Lazy<AliasTable> Aliases = new(AliasTable.Load);
    private static readonly Lazy<BuiltInIndex> BuiltIns = new(BuiltInIndex.Load);

    private readonly List<JObject> _requirements = [];

    public TestLibrary(string name = "library")
    {
        Folder = new TempFolder(name);
        Folder.Copy(Repository.PathOf("policies", "schemas"), "policies/schemas");
        Folder.Copy(Repository.PathOf("policies", "controls", "attestation"), "policies/controls/attestation");
        Folder.Copy(Repository.PathOf("templates"), "templates");
        Files = new LibraryFiles(Folder.Root);
    }

    public TempFolder Folder { get; }

    public LibraryFiles Files { get; }

    /// <summary>policies/library.json; written when the library is loaded.</summary>
    public JObject Vocabulary { get; } = new()
    {
        ["version"] = "1.2.3",
        ["areas"] = new JObject { ["attestation"] = "Regulatory Compliance", ["area"] = "Storage" },
        ["signals"] = new JObject(),
        ["parameters"] = new JObject(),
        ["groups"] = new JObject(),
    };

    /// <summary>Title of the guideline, the section and the chapter.</summary>
    public JObject GuidelineTitle { get; set; } = Text("Guideline", "ガイドライン");

    public JObject SectionTitle { get; set; } = Text("Section", "節");

    /// <summary>A bilingual text.</summary>
    public static JObject Text(string english, string? japanese = null) => new() { ["en"] = english, ["ja"] = japanese ?? english };

    /// <summary>A control about storage accounts with the least that the schema asks for.</summary>
    public static JObject Control(string id, string pattern = "property", string? values = null, string effects = "Audit,Deny,Disabled") => new()
    {
        ["id"] = id,
        ["title"] = Text($"Title of {id}", $"{id} の題名"),
        ["severity"] = "high",
        ["signals"] = new JArray(),
        ["resourceTypes"] = new JArray("Microsoft.Storage/storageAccounts"),
        ["mode"] = "Indexed",
        ["pattern"] = pattern,
        ["values"] = PolicyJson.Parse(values ?? "{'require': [{'property': 'supportsHttpsTrafficOnly', 'equals': true, 'ifMissing': 'compliant'}]}"),
        ["effects"] = new JObject { ["default"] = effects.Split(',')[0], ["allowed"] = new JArray(effects.Split(',')) },
        ["remediation"] = Text($"Mend {id}", $"{id} を直す"),
    };

    /// <summary>A requirement of section 6.1 of the MHLW guideline with the controls as its direct evidence.</summary>
    public static JObject Requirement(int number, params string[] direct)
    {
        var row = new JObject
        {
            ["id"] = $"MHLW-6.1-{number:00}",
            ["section"] = "6.1",
            ["number"] = number,
            ["title"] = Text($"Row {number}", $"行 {number}"),
            ["summary"] = Text($"What row {number} asks", $"行 {number} の内容"),
            ["level"] = "minimum",
            ["conformance"] = "conformable",
            ["responsibility"] = new JArray("user"),
            ["automation"] = direct.Length > 0 ? "policy" : "manual",
            ["coverage"] = direct.Length > 0 ? "full" : "none",
            ["signals"] = new JArray(),
            ["evidence"] = new JObject { ["disclosure"] = "none", ["documents"] = new JArray(), ["ndaDocuments"] = new JArray(), ["certifications"] = new JArray(), ["interview"] = false },
            ["rationale"] = "For a test.",
        };
        if (direct.Length > 0)
            row["controls"] = new JObject { ["direct"] = new JArray(direct), ["supporting"] = new JArray(), ["why"] = "For a test." };
        else
            row["remainder"] = Text($"Attest row {number}", $"行 {number} の証跡");
        return row;
    }

    public TestLibrary With(params JObject[] controls)
    {
        foreach (var control in controls)
            Folder.Write($"policies/controls/area/{control["id"]}.json", control.ToString());
        return this;
    }

    public TestLibrary WithRows(params IEnumerable<JObject> requirements)
    {
        _requirements.AddRange(requirements);
        return this;
    }

    /// <summary>A parameter of the initiatives.</summary>
    public TestLibrary WithParameter(string name, string type, JToken @default, string title = "Title", string description = "Description")
    {
        ((JObject)Vocabulary["parameters"]!)[name] = new JObject { ["type"] = type, ["default"] = @default, ["title"] = Text(title), ["description"] = Text(description) };
        return this;
    }

    /// <summary>Writes what is not written yet and loads everything.</summary>
    public Library? Load(DiagnosticBag diagnostics)
    {
        Save();
        var loader = new LibraryLoader(Files, diagnostics);
        var library = loader.Load([GuidelineId.Mhlw]);
        loader.CompleteValidation();
        return diagnostics.HasErrors ? null : library;
    }

    public void Save()
    {
        Folder.Write("policies/library.json", Vocabulary.ToString());
        Folder.Write("policies/requirements/mhlw.json", new JObject
        {
            ["guideline"] = "mhlw",
            ["title"] = GuidelineTitle,
            ["issuer"] = Text("Ministry", "省"),
            ["sections"] = new JArray(new JObject { ["id"] = "6.1", ["chapter"] = Text("Chapter", "章"), ["title"] = SectionTitle }),
            ["requirements"] = new JArray(_requirements),
        }.ToString());
    }

    /// <summary>The library; what is wrong with it is thrown.</summary>
    public Library Load()
    {
        var diagnostics = new DiagnosticBag();
        return Load(diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    /// <summary>Renders in memory; null after adding diagnostics.</summary>
    public RenderResult? Render(DiagnosticBag diagnostics, RenderOptions? options = null) =>
        Load(diagnostics) is { } library ? Render(Files, library, diagnostics, options) : null;

    /// <summary>Renders in memory; what is wrong is thrown.</summary>
    public ImmutableSortedDictionary<string, string> Render(RenderOptions? options = null)
    {
        var diagnostics = new DiagnosticBag();
        var result = Render(diagnostics, options) ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
        return result.Files.ToImmutableSortedDictionary(f => f.Path, f => f.Content, StringComparer.Ordinal);
    }

    public static RenderResult? Render(LibraryFiles files, Library library, DiagnosticBag diagnostics, RenderOptions? options = null) =>
        new LibraryRenderer(files, Aliases.Value, BuiltIns.Value, BuiltInRoles.Load(), diagnostics).Render(library, options ?? new RenderOptions());

    /// <summary>A rendered file as JSON.</summary>
    public static JObject Json(IReadOnlyDictionary<string, string> files, string path) =>
        (JObject)JsonText.Parse(files[path], path, new DiagnosticBag())!;

    public void Dispose() => Folder.Dispose();
}
