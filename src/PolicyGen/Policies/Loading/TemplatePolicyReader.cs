using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies.Expressions;
using PolicyGen.Resources;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Makes a policy resource of a template or snapshot one that stands by itself. What makes it another policy than the one
/// that is deployed, such as a rule that is only known at deployment, is an error.
/// </summary>
internal sealed class TemplatePolicyReader(PolicyFileContent content, PolicyContentReader reader, DiagnosticBag diagnostics)
{
    /// <summary>Takes a resource whose type is known.</summary>
    /// <param name="resource">The resource; it is changed.</param>
    /// <param name="values">What the template's expressions are.</param>
    /// <param name="isSnapshot">True when a leading bracket in a definition or initiative is the policy's own.</param>
    public void Take(JObject resource, TemplateValues values, bool isSnapshot)
    {
        content.HasOthers = true;
        var type = resource.Text("type")!;
        if (resource.Find("properties") is JObject written && written.Find("copy") is not null)
        {
            Refuse(resource, "Its properties are made in a loop.");
            return;
        }

        if (values.Text(resource.Find("name")) is not { } name)
        {
            Refuse(resource, "Its name is only known at deployment.");
            return;
        }

        if (!Targets(resource, type, values, out var targets))
            return;
        resource.Put("name", new JValue(ResourceIds.LastSegment(name)).At(resource.Find("name")!));
        if (!isSnapshot)
        {
            if (resource.Find("properties") is { } raw)
                resource.Put("properties", values.Resolve(raw));
        }
        else if (!PolicyTypes.Is(type, PolicyTypes.Definition) && !PolicyTypes.Is(type, PolicyTypes.Initiative) && resource.Find("properties") is JObject plain)
        {
            MarkExpressions(plain);
        }

        if (resource.Find("properties") is not JObject properties)
        {
            Refuse(resource, "Its properties are only known at deployment.");
            return;
        }

        foreach (var (index, id) in targets)
        {
            var holder = index is null ? properties : (properties.Find("policyDefinitions") as JArray)?.ElementAtOrDefault(index.Value) as JObject;
            holder?.Put(IdOf(type), new JValue(id).At(holder));
        }

        if (PolicyTypes.Is(type, PolicyTypes.Exemption) && !HasScope(resource, values))
            return;
        if (Settle(resource, properties, type))
            reader.Add(resource);
    }

    private static string IdOf(string type) => PolicyTypes.Is(type, PolicyTypes.Exemption) ? "policyAssignmentId" : "policyDefinitionId";

    // What a policy points to, read before the texts are resolved; with the index of the reference in an initiative.
    private bool Targets(JObject resource, string type, TemplateValues values, out List<(int? Reference, string Id)> targets)
    {
        targets = [];
        if (PolicyTypes.Is(type, PolicyTypes.Definition) || resource.Find("properties") is not { } raw)
            return true;
        var properties = raw as JObject ?? values.Resolve(raw) as JObject ?? [];
        IEnumerable<(int? Reference, JObject? Holder)> holders = PolicyTypes.Is(type, PolicyTypes.Initiative)
            ? (properties.Find("policyDefinitions") as JArray ?? []).Select((r, i) => ((int?)i, r as JObject))
            : [(null, properties)];
        foreach (var (reference, holder) in holders)
        {
            if (holder?.Find(IdOf(type)) is not { } id)
                continue;
            if (values.Text(id) is not { } known)
            {
                Refuse(resource, $"A '{IdOf(type)}' is only known at deployment.");
                return false;
            }

            targets.Add((reference, known));
        }

        return true;
    }

    // Takes out what is only known at deployment, but for values that the evaluation itself can treat as unknown.
    private bool Settle(JObject resource, JObject properties, string type)
    {
        if (PolicyTypes.Is(type, PolicyTypes.Definition) && Unresolved.IsWithin(properties.Find("policyRule")))
        {
            Refuse(resource, "A part of its rule is only known at deployment.");
            return false;
        }

        if (PolicyTypes.Is(type, PolicyTypes.Initiative) && properties.Find("policyDefinitions") is not JArray)
        {
            Refuse(resource, "Its 'policyDefinitions' are only known at deployment.");
            return false;
        }

        var isAssignment = PolicyTypes.Is(type, PolicyTypes.Assignment);
        var open = resource.Descendants().OfType<JRaw>().ToLookup(t => IsValue(t, properties) || isAssignment && IsSelector(t, properties));
        if (open[false].Any() && PolicyTypes.Is(type, PolicyTypes.Exemption))
        {
            diagnostics.Warning("exemption-not-applied", $"{Label(resource, type)} has parts that are only known at deployment ({Paths(open[false], properties)}): it is not applied.", JsonText.Locate(resource, content.File));
            return false;
        }

        if (open[true].Any())
            diagnostics.Warning("policy-value-unresolved", $"{Label(resource, type)} has values that are only known at deployment ({Paths(open[true], properties)}): what depends on them is unknown.", JsonText.Locate(resource, content.File));
        if (open[false].Any())
            diagnostics.Warning("policy-value-unresolved", $"{Label(resource, type)} has parts that are only known at deployment ({Paths(open[false], properties)}): they are left out. A deployment snapshot has more of them.", JsonText.Locate(resource, content.File));
        foreach (var token in open[false].ToList())
        {
            if (token.Parent is JProperty property)
                property.Remove();
            else
                token.Remove();
        }

        // A selector of no kind: whether it selects a resource is unknown. Without those that are open, a list would select less.
        if (isAssignment && properties.Find("resourceSelectors") is { } selectors && Unresolved.IsWithin(selectors))
            properties.Put("resourceSelectors", JArray.Parse("""[{"selectors": [{}]}]""").At(selectors));
        return true;
    }

    private static bool IsSelector(JToken token, JObject properties) => token.AncestorsAndSelf()
        .OfType<JProperty>()
        .Any(p => p.Parent == properties && p.Name.Equals("resourceSelectors", StringComparison.OrdinalIgnoreCase));

    private static string Paths(IEnumerable<JToken> tokens, JObject properties)
    {
        var start = properties.Path.Length + 1;
        var paths = tokens.Take(6).Select(t => t.Path[start..]).ToList();
        return paths.Count > 5 ? string.Join(", ", paths.Take(5)) + ", …" : string.Join(", ", paths);
    }

    // A parameter's value or default, or something in it.
    private static bool IsValue(JToken token, JObject properties) => token.AncestorsAndSelf()
        .OfType<JProperty>()
        .Any(p => (p.Name.Equals("value", StringComparison.OrdinalIgnoreCase) || p.Name.Equals("defaultValue", StringComparison.OrdinalIgnoreCase))
            && p.Parent?.Parent?.Parent?.Parent is JProperty parameters && parameters.Name.Equals("parameters", StringComparison.OrdinalIgnoreCase)
            && parameters.Ancestors().Contains(properties));

    // A template's exemption has no id: it is exempt where it is deployed to, unless it says a scope.
    private bool HasScope(JObject resource, TemplateValues values)
    {
        if (resource.Text("id") is not null)
            return true;
        if (values.Text(resource.Find("scope")) is { } scope && scope.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
        {
            resource["id"] = scope + "/providers/" + PolicyTypes.Exemption + "/" + resource.Text("name");
            return true;
        }

        diagnostics.Warning("exemption-not-applied", "Where the exemption is deployed to is not in the template: it is not applied. A deployment snapshot has it.", JsonText.Locate(resource, content.File));
        return false;
    }

    private static void MarkExpressions(JObject properties)
    {
        foreach (var value in properties.Descendants().OfType<JValue>().Where(v => v is { Type: JTokenType.String, Value: string text } && TemplateText.IsExpression(text)).ToList())
            value.Replace(Unresolved.Create((string)value.Value!).At(value));
    }

    private static string Label(JObject resource, string type) => $"The {ResourceIds.LastSegment(type)} resource {resource.Text("name")}";

    private void Refuse(JObject resource, string why)
    {
        diagnostics.Error(
            "policy-unresolved",
            $"{Label(resource, resource.Text("type") ?? "policy")} cannot be read from the template alone. {why} Give a deployment snapshot (bicep snapshot) in its place.",
            JsonText.Locate(resource, content.File));
    }
}
