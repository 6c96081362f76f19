using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Policy resources in ARM templates, nested ones included, and in deployment snapshots. In a template two brackets begin
/// a policy's own expression (MicrosoftDocs/azure-docs, azure-resource-manager/templates/template-expressions.md, "Escape
/// characters") and one bracket an expression of the template's; in a snapshot the first kind is unescaped already.
/// </summary>
internal sealed class TemplatePolicies(PolicyFileContent content, PolicyContentReader reader, DiagnosticBag diagnostics)
{
    private readonly TemplatePolicyReader _policies = new(content, reader, diagnostics);

    /// <summary>True for a template of any scope.</summary>
    public static bool IsTemplate(JObject source) =>
        source.Find("resources") is JArray or JObject
        && (source.Find("contentVersion") is not null || source.Text("$schema")?.Contains("deploymentTemplate.json", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Takes the policies of a template.</summary>
    public void Read(JObject template)
    {
        var budget = new TemplateBudget();
        Read(template.Find("resources"), new TemplateValues(template, null, budget), false);
    }

    /// <summary>Takes the policies of a snapshot.</summary>
    public void ReadSnapshot(IEnumerable<JObject> resources)
    {
        var values = new TemplateValues(null, null, new TemplateBudget());
        foreach (var resource in resources.Where(r => PolicyTypes.IsPolicy(r.Text("type"))))
            _policies.Take(resource, values, isSnapshot: true);
    }

    private void Read(JToken? resources, TemplateValues values, bool isConditional)
    {
        // An array, or in language version 2.0 an object with a property for each resource.
        var all = resources switch
        {
            JArray array => array,
            JObject named => named.PropertyValues(),
            _ => Enumerable.Empty<JToken>(),
        };
        foreach (var resource in all.OfType<JObject>())
        {
            if (resource.Find("existing") is JValue { Value: true })
                continue;
            var condition = resource.Find("condition") is { } written ? values.Resolve(written) : null;
            if (condition is JValue { Value: false })
                continue;
            var conditional = isConditional || condition is not (null or JValue { Value: true });
            var type = values.Text(resource.Find("type"));
            if (PolicyTypes.IsPolicy(type))
            {
                if (conditional)
                    diagnostics.Warning("policy-conditional", "This policy is deployed under a condition; it is taken as deployed.", JsonText.Locate(resource, content.File));
                resource.Put("type", new JValue(type));
                _policies.Take(resource, values, isSnapshot: false);
            }
            else if (PolicyTypes.Is(type, PolicyTypes.Deployment))
                ReadNested(resource, values, conditional);
            else
                Read(resource.Find("resources"), values, conditional);
        }
    }

    private void ReadNested(JObject deployment, TemplateValues values, bool isConditional)
    {
        if (deployment.Find("properties") is not JObject properties)
            return;
        if (properties.Find("template") is JObject template)
        {
            // Without the option, expressions of a nested template see the outer template (deployment-scope "outer").
            var isInner = properties.Find("expressionEvaluationOptions") is JObject options && string.Equals(options.Text("scope"), "inner", StringComparison.OrdinalIgnoreCase);
            Read(template.Find("resources"), isInner ? values.Nested(template, properties) : values, isConditional);
        }
        else
        {
            diagnostics.Warning("policies-not-read", "The template of this deployment is not in the file: policies in it are left out.", JsonText.Locate(deployment, content.File));
        }
    }
}
