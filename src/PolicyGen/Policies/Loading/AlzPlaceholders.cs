using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Values of the ALZ library's assignments that whoever deploys them replaces (azure.github.io/Azure-Landing-Zones-Library,
/// "Policy Assignment Default Values"): ids of a workspace <c>placeholder</c>, of the subscription of zeros, <c>${…}</c>.
/// </summary>
internal static class AlzPlaceholders
{
    private const string NoSubscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

    /// <summary>Makes them values that are not known, so that nothing is judged by them.</summary>
    public static void Mark(JObject resource, string file, DiagnosticBag diagnostics)
    {
        if (!file.Contains(".alz_policy_assignment.", StringComparison.OrdinalIgnoreCase)
            || (resource.Find("properties") as JObject)?.Find("parameters") is not JObject parameters)
        {
            return;
        }

        var marked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var property in parameters.Properties())
        {
            foreach (var value in property.Descendants().OfType<JValue>().Where(v => v is { Type: JTokenType.String, Value: string text } && IsPlaceholder(text)).ToList())
            {
                value.Replace(Unresolved.Create($"the ALZ library's placeholder {value.Value}").At(value));
                marked.Add(property.Name);
            }
        }

        if (marked.Count > 0)
        {
            diagnostics.Warning(
                "policy-value-unresolved",
                $"The assignment {resource.Text("name")} has placeholders for {string.Join(", ", marked)}: what depends on them is unknown. Write the values that are deployed.",
                JsonText.Locate(resource, file));
        }
    }

    private static bool IsPlaceholder(string text) =>
        text.Contains("${", StringComparison.Ordinal)
        || text.StartsWith(NoSubscription, StringComparison.OrdinalIgnoreCase)
        || text.Split('/').Any(s => s.StartsWith("placeholder", StringComparison.OrdinalIgnoreCase));
}
