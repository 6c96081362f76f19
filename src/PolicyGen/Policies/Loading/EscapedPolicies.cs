using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Resources in files of their own that are written for an ARM template: expressions begin with two brackets
/// (Azure/Enterprise-Scale keeps its definitions so).
/// </summary>
internal static class EscapedPolicies
{
    /// <summary>
    /// True when the resource can mean nothing else: Azure knows no effect that begins with a bracket, and an initiative
    /// whose values are all escaped would hand on the names of parameters instead of their values.
    /// </summary>
    public static bool IsEscaped(JObject resource)
    {
        var properties = resource.Find("properties") as JObject ?? resource;
        if (properties.Find("policyRule") is JObject rule)
            return rule.Find("then") is JObject then && then.Text("effect") is { } effect && IsEscaped(effect);
        var values = properties.Objects("policyDefinitions")
            .SelectMany(r => (r.Find("parameters") as JObject ?? []).PropertyValues().OfType<JObject>())
            .Select(v => v.Text("value"))
            .Where(v => v is not null && v.StartsWith('[') && v.EndsWith(']'))
            .ToList();
        return values.Count > 0 && values.All(v => IsEscaped(v!));
    }

    /// <summary>Takes one bracket from every escaped text below the token.</summary>
    public static void Unescape(JContainer container)
    {
        foreach (var value in container.Descendants().OfType<JValue>())
        {
            if (value is { Type: JTokenType.String, Value: string text })
                value.Value = TemplateText.Unescape(text);
        }
    }

    /// <summary>Says once for all files what was done.</summary>
    public static void Report(IReadOnlyList<PolicyFileContent> contents, DiagnosticBag diagnostics)
    {
        var escaped = contents.Where(c => c.Escaped is not null).ToList();
        if (escaped.Count == 0)
            return;
        var files = escaped.Count == 1 ? "This file is" : $"This and {escaped.Count - 1} more files are";
        diagnostics.Warning(
            "policy-escaped",
            files + " written for an ARM template: expressions begin with [[, as a policy in Azure never has them. They are read with one bracket.",
            JsonText.Locate(escaped[0].Escaped!, escaped[0].File));
    }

    private static bool IsEscaped(string text) => text.StartsWith("[[", StringComparison.Ordinal) && text.EndsWith(']');
}
