using NUnit.Framework;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Policies.Loading;

/// <summary>A folder of policies for each test, and short ways to what loading it gives. Single quotes stand for double ones.</summary>
public abstract class PolicyFolderFixture
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Make_a_folder() => _folder = new TempFolder();

    [TearDown]
    public void Remove_it() => _folder.Dispose();

    /// <summary>A definition's properties; the display name tells definitions apart.</summary>
    protected static string Body(string displayName = "", string parameters = "{}") =>
        $"{{'displayName': '{displayName}', 'mode': 'All', 'parameters': {parameters}, 'policyRule': {{'if': {{'field': 'type', 'equals': 'a/b'}}, 'then': {{'effect': 'audit'}}}}}}";

    protected static string Definition(string name, string displayName = "", string parameters = "{}") =>
        $"{{'name': '{name}', 'type': 'Microsoft.Authorization/policyDefinitions', 'properties': {Body(displayName, parameters)}}}";

    private protected TempFolder Folder => _folder;

    protected string Write(string path, string json) => _folder.Write(path, json.Replace('\'', '"').Replace('´', '\''));

    /// <summary>Loads the folder; nothing may be said.</summary>
    private protected LoadedPolicies Load()
    {
        var (loaded, said) = Try();
        Assert.That(said, Is.Empty);
        return loaded!;
    }

    /// <summary>Loads the folder, or the files named.</summary>
    private protected (LoadedPolicies? Loaded, IReadOnlyList<string> Said) Try(params string[] files)
    {
        var diagnostics = new DiagnosticBag();
        var loaded = PolicyFolder.Load(files.Length > 0 ? files : [_folder.Root], diagnostics);
        var root = _folder.Root.Replace('\\', '/') + "/";
        return (loaded, [.. diagnostics.Select(d => d.ToString().Replace(root, "", StringComparison.Ordinal))]);
    }

    private protected static string[] Names(LoadedPolicies? loaded) => [.. loaded!.Library.Documents.Select(d => d.ReferenceName)];

    private protected static PolicyAssignment Assignment(LoadedPolicies? loaded, string name) =>
        loaded!.Library.Documents.OfType<PolicyAssignment>().Single(a => a.ReferenceName == name);
}
