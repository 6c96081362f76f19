using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// EPAC's exemptions (Azure/enterprise-azure-policy-as-code, Docs/policy-exemptions.md): from an assignment, or from a
/// definition or initiative in every assignment that has it, at one or several scopes.
/// </summary>
/// <param name="library">All documents, assignments included.</param>
/// <param name="diagnostics">Takes what EPAC would refuse.</param>
internal sealed class EpacExemptions(PolicyLibrary library, DiagnosticBag diagnostics)
{
    /// <summary>Most exemptions made of the entries of a load; Azure takes 1,000 a scope.</summary>
    public const int MaxExemptions = 50_000;

    private static readonly string[] Targets = ["policyAssignmentId", "policyDefinitionId", "policyDefinitionName", "policySetDefinitionId", "policySetDefinitionName"];

    private readonly EpacExemptionTargets _targets = new(library);
    private int _made;

    /// <summary>True for a file of exemptions.</summary>
    public static bool IsFile(JObject source) =>
        source.Objects("exemptions").Any(e => e.Find("exemptionCategory") is not null && Targets.Any(t => e.Find(t) is not null));

    /// <summary>The exemptions that EPAC makes of an entry.</summary>
    public IReadOnlyList<ExemptionResource> Read(JObject entry, string file)
    {
        var place = JsonText.Locate(entry, file);
        var named = Targets.Where(t => entry.Text(t) is { Length: > 0 }).ToList();
        // scopes may begin with a name for people: "name:/subscriptions/…".
        var scopes = entry.Texts("scope").Concat(entry.Texts("scopes").Select(s => s[(s.IndexOf(":/", StringComparison.Ordinal) + 1)..])).ToList();
        if (named.Count != 1 || scopes.Count == 0 || entry.Text("name") is not { Length: > 0 } name)
        {
            diagnostics.Error("epac-invalid", $"An exemption needs a name, a 'scope' or 'scopes', and just one of {string.Join(", ", Targets)}.", place);
            return [];
        }

        var found = _targets.Find(named[0], entry.Text(named[0])!, [.. entry.Texts("policyDefinitionReferenceIds")]);
        if (found.Count == 0)
        {
            diagnostics.Warning("exemption-not-applied", $"No assignment among the policies has {entry.Text(named[0])}: the exemption {name} has no effect.", place);
            return [];
        }

        if ((_made += found.Count * scopes.Count) > MaxExemptions)
        {
            diagnostics.Error("epac-too-large", string.Create(CultureInfo.InvariantCulture, $"EPAC would make more than {MaxExemptions} exemptions of these."), place);
            return [];
        }

        var exemptions = new List<ExemptionResource>();
        foreach (var (assignment, references) in found)
        {
            foreach (var scope in scopes)
            {
                var full = named[0] == "policyAssignmentId" ? name : name + "-" + ResourceIds.LastSegment(assignment);
                if (ExemptionResource.Read(Write(entry, full, scope, assignment, references)) is { } exemption)
                {
                    exemptions.Add(exemption);
                    continue;
                }

                diagnostics.Error("exemption-invalid", "The exemption's 'expiresOn' is no date, or its scope no resource id.", place);
                return [];
            }
        }

        return exemptions;
    }

    private static JObject Write(JObject entry, string name, string scope, string assignment, IReadOnlyList<string> references)
    {
        var properties = new JObject { ["policyAssignmentId"] = assignment, ["policyDefinitionReferenceIds"] = new JArray(references) };
        foreach (var property in new[] { "exemptionCategory", "resourceSelectors", "expiresOn" })
        {
            // An empty expiry is none.
            if (entry.Find(property) is { } value && !(value is JValue { Value: string text } && string.IsNullOrWhiteSpace(text)))
                properties[property] = value.DeepClone();
        }

        return new JObject
        {
            ["id"] = $"{scope.TrimEnd('/')}/providers/{PolicyTypes.Exemption}/{name}",
            ["name"] = name,
            ["type"] = PolicyTypes.Exemption,
            ["properties"] = properties,
        };
    }
}
