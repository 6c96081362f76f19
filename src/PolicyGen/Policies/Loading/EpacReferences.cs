using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// What EPAC's initiatives have beyond Azure's (Azure/enterprise-azure-policy-as-code, Docs/policy-set-definitions.md):
/// <c>policyDefinitionName</c> in place of an id, and groups that are imported from a built-in.
/// </summary>
internal static class EpacReferences
{
    /// <summary>Where deployment fills in the scope of a custom definition.</summary>
    public const string CustomScope = "{definitionScope}/providers/";

    /// <summary>Makes it an initiative of Azure's.</summary>
    public static void Complete(JObject resource, string file, DiagnosticBag diagnostics)
    {
        var properties = resource.Find("properties") as JObject ?? resource;
        if (properties.Find("policyDefinitions") is not JArray references)
            return;
        foreach (var reference in references.OfType<JObject>())
        {
            if (reference.Find("policyDefinitionId") is not null || reference.Find("policyDefinitionName") is not { Type: JTokenType.String, Parent: JProperty property } name)
                continue;
            property.Replace(new JProperty("policyDefinitionId", new JValue($"{CustomScope}{PolicyTypes.Definition}/{(string)name!}").At(name)).At(property));
        }

        if (properties.Find("importPolicyDefinitionGroups") is { Parent: JProperty import })
        {
            diagnostics.Warning("policies-not-read", "'importPolicyDefinitionGroups' is not read: the groups' own texts are missing, their names stand in the references.", JsonText.Locate(import, file));
            import.Remove();
        }
    }
}
