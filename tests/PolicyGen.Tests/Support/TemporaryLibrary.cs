using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;

namespace PolicyGen.Tests.Support;

/// <summary>
/// A copy of the library to break: real schemas and templates, the real vocabulary, and few rows and controls. The folder's
/// name holds a space and Japanese letters, as users' do.
/// </summary>
public sealed class TemporaryLibrary : IDisposable
{
    private const string Name = "医療 library";

    private readonly TempFolder _folder = new("policygen 試験");

    public TemporaryLibrary()
    {
        Root = _folder.PathOf(Name);
        _folder.Copy(Repository.PathOf("templates"), $"{Name}/templates");
        _folder.Copy(Repository.PathOf("policies", "schemas"), $"{Name}/policies/schemas");
        _folder.Copy(Repository.PathOf("policies", "controls", "attestation"), $"{Name}/policies/controls/attestation");
        Directory.CreateDirectory(PathOf("policies/requirements"));
        AddControl("storage/storage-https-only");
        AddControl("storage/storage-minimum-tls-version");

        var vocabulary = JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "library.json")));
        vocabulary["groups"] = new JObject { ["storage-transport"] = new JArray("storage-https-only", "storage-minimum-tls-version") };
        File.WriteAllText(PathOf("policies/library.json"), vocabulary.ToString());

        foreach (var guideline in GuidelineNames.All)
        {
            var document = JObject.Parse(File.ReadAllText(Repository.PathOf("policies", "requirements", guideline.Name() + ".json")));
            var rows = (JArray)document["requirements"]!;
            while (rows.Count > 3)
                rows.RemoveAt(3);
            foreach (var row in rows.Cast<JObject>())
            {
                row.Remove("controls");
                row["automation"] = "manual";
                row["coverage"] = "none";
                row["remainder"] ??= new JObject { ["en"] = "Evidence.", ["ja"] = "証跡。" };
            }

            rows[0]["automation"] = "policy";
            rows[0]["coverage"] = "partial";
            rows[0]["controls"] = new JObject { ["direct"] = new JArray("group:storage-transport"), ["supporting"] = new JArray(), ["why"] = "Both protect transport." };
            File.WriteAllText(PathOf($"policies/requirements/{guideline.Name()}.json"), document.ToString());
        }
    }

    /// <summary>The folder above the library, for outputs.</summary>
    public string Parent => _folder.Root;

    /// <summary>The folder that holds policies and templates.</summary>
    public string Root { get; }

    /// <summary>Absolute path of a file of the library, given with forward slashes.</summary>
    public string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Copies a control of the repository, given as area/id.</summary>
    public void AddControl(string control)
    {
        var target = PathOf($"policies/controls/{control}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Repository.PathOf("policies", "controls", control.Replace('/', Path.DirectorySeparatorChar) + ".json"), target);
    }

    /// <summary>Runs generate in this process.</summary>
    internal GenerateResult? Generate(DiagnosticBag diagnostics, string? output = null, bool check = false) => Generator.Run(
        new LibraryFiles(Root),
        new GenerateOptions(output ?? PathOf("policies/rendered"), [], new RenderOptions(), check, AliasTable.Load),
        diagnostics);

    /// <summary>Changes a JSON file.</summary>
    public void Change(string relative, Action<JObject> change)
    {
        var document = JObject.Parse(File.ReadAllText(PathOf(relative)));
        change(document);
        File.WriteAllText(PathOf(relative), document.ToString());
    }

    /// <summary>Changes the text of a file.</summary>
    public void ChangeText(string relative, Func<string, string> change) =>
        File.WriteAllText(PathOf(relative), change(File.ReadAllText(PathOf(relative))));

    /// <summary>Every file below a folder with its content, to prove that nothing was touched.</summary>
    public static SortedDictionary<string, string> Snapshot(string folder) => new(
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText)
            : [],
        StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();
}
