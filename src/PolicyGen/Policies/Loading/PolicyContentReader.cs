using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>Tells what the JSON of a file is, and takes the policy resources out of it.</summary>
internal sealed class PolicyContentReader(PolicyFileContent content, DiagnosticBag diagnostics)
{
    // A list in a list, and no further: what Azure's tools write is not deeper.
    private const int MaxLists = 2;

    /// <summary>Takes what a root holds; what is no policy is passed over.</summary>
    public void Take(JToken root) => Take(root, 0);

    private void Take(JToken token, int lists)
    {
        if (token is JArray array)
            TakeAll(array, lists);
        else if (token is not JObject source)
            return;
        else if (TemplatePolicies.IsTemplate(source))
            new TemplatePolicies(content, this, diagnostics).Read(source);
        else if (source.Find("predictedResources") is JArray)
            new TemplatePolicies(content, this, diagnostics).ReadSnapshot(source.Objects("predictedResources"));
        else if (ListOf(source) is { } list)
            TakeAll(source, list, lists);
        else if (source.Find("pacEnvironments") is JArray)
            content.EpacSettings.Add(source);
        else if (EpacAssignments.IsTree(source))
            content.EpacTrees.Add(source);
        else if (EpacExemptions.IsFile(source))
            content.EpacExemptions.AddRange(source.Objects("exemptions"));
        else
            TakeResource(FlatResources.Nest(source));
    }

    private void TakeAll(JArray list, int lists)
    {
        if (lists >= MaxLists)
            return;
        foreach (var element in list)
            Take(element, lists + 1);
    }

    private void TakeAll(JObject page, JArray list, int lists)
    {
        var before = content.Documents.Count;
        TakeAll(list, lists);
        if (content.Documents.Count > before && page.Find("nextLink") is { Type: JTokenType.String } next && ((string)next!).Length > 0)
            diagnostics.Warning("policies-not-read", "The list is one page of several: it has a 'nextLink'. The policies of the others are missing.", JsonText.Locate(next, content.File));
    }

    // REST and az rest: value. az graph query: data.
    private static JArray? ListOf(JObject source) =>
        source.Find("properties") is not null || source.Find("type") is not null ? null
        : source.Find("value") as JArray ?? source.Find("data") as JArray;

    private void TakeResource(JObject resource)
    {
        if (PolicyTypes.Is(resource.Text("type"), PolicyTypes.Deployment) && resource.Find("properties") is JObject deployment && deployment.Find("template") is JObject template)
        {
            new TemplatePolicies(content, this, diagnostics).Read(template);
            return;
        }

        if (EscapedPolicies.IsEscaped(resource))
        {
            EscapedPolicies.Unescape(resource);
            content.Escaped ??= resource;
        }

        Add(resource);
    }

    /// <summary>Takes a resource whose texts mean what Azure would hold.</summary>
    public void Add(JObject resource)
    {
        if (IsExemption(resource))
        {
            if (ExemptionResource.Read(resource) is { } exemption)
                content.Exemptions.Add((exemption, resource));
            else
                diagnostics.Error("exemption-invalid", "An exemption needs an id, a 'policyAssignmentId', and an 'expiresOn' that is a date or missing.", JsonText.Locate(resource, content.File));
            content.HasOthers = true;
            return;
        }

        EpacReferences.Complete(resource, content.File, diagnostics);
        AlzPlaceholders.Mark(resource, content.File, diagnostics);
        if (PolicyDocumentReader.Read(resource, content.File) is { } document)
            content.Documents.Add(document);
    }

    private static bool IsExemption(JObject resource) =>
        resource.Text("type") is { } type ? PolicyTypes.Is(type, PolicyTypes.Exemption)
        : resource.Find("properties") is JObject properties && properties.Find("policyAssignmentId") is not null && properties.Find("exemptionCategory") is not null;
}
