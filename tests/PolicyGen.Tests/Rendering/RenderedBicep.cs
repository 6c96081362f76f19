using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>The resources that a deployment would make, as <c>bicep snapshot</c> predicts them.</summary>
internal sealed class Prediction(JObject snapshot)
{
    public const string Definition = "Microsoft.Authorization/policyDefinitions";
    public const string Initiative = "Microsoft.Authorization/policySetDefinitions";
    public const string Assignment = "Microsoft.Authorization/policyAssignments";
    public const string RoleAssignment = "Microsoft.Authorization/roleAssignments";

    public JObject Snapshot { get; } = snapshot;

    public IEnumerable<JObject> All => Snapshot["predictedResources"]!.Children<JObject>();

    public IReadOnlyList<JObject> Of(string type) => [.. All.Where(r => (string?)r["type"] == type)];

    public IEnumerable<string> Ids(string type) => Of(type).Select(r => (string)r["id"]!);

    public IEnumerable<string> Names(string type) => Of(type).Select(r => (string)r["name"]!);

    public JObject Properties(string type, string name) => (JObject)Of(type).Single(r => (string?)r["name"] == name)["properties"]!;

    /// <summary>Role GUID and the assignment whose identity gets it (or the principal that was given).</summary>
    public IEnumerable<string> Roles() => Of(RoleAssignment).Select(r =>
    {
        var principal = (string)r["properties"]!["principalId"]!;
        var role = (string)r["properties"]!["roleDefinitionId"]!;
        return $"{principal}: {role[(role.LastIndexOf('/') + 1)..]}";
    });

    /// <summary>Value of each override with the references that it names.</summary>
    public IReadOnlyList<(string Effect, string[] References)> Overrides(string assignment) =>
        [.. Properties(Assignment, assignment)["overrides"]!.Select(o => ((string)o["value"]!, o["selectors"]!.Single()["in"]!.Strings().ToArray()))];
}

/// <summary>A copy of a rendered folder in which parameter files are tried out.</summary>
internal sealed class RenderedBicep : IDisposable
{
    /// <summary>The references that an assignment file names for an effect of a control.</summary>
    public static IReadOnlyList<string> References(JObject assignment, string control, string effect)
    {
        if (((string?)assignment["effects"]![control])?.Split(' ').Contains(effect) != true)
            return [];
        return assignment["references"]![control]?[effect] is { } several ? [.. several.Strings()] : [control];
    }

    private readonly TempFolder _folder = new("policygen 医療");
    private int _files;

    public RenderedBicep(string rendered) => _folder.Copy(rendered);

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Predicts what main.bicep deploys with these parameters.</summary>
    public Task<BicepResult> Try(string main, string parameters)
    {
        var number = Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture);
        var file = _folder.Write($"try-{number}.bicepparam", $"using '{main}'\n{parameters}\n");
        return BicepCompiler.SnapshotAsync(file, Scope(main));
    }

    /// <summary>Predicts what a parameter file of the folder deploys.</summary>
    public Task<BicepResult> Sample(string name) => BicepCompiler.SnapshotAsync(PathOf(name), Scope(name));

    private static string[] Scope(string name) => name.StartsWith("main.subscription.", StringComparison.Ordinal)
        ? ["--subscription-id", "11111111-1111-1111-1111-111111111111"]
        : ["--management-group-id", "contoso"];

    public void Dispose() => _folder.Dispose();
}
