using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using Scriban.Runtime;

namespace PolicyGen.Rendering.Patterns;

/// <summary>Renders the policy definition of a control from its pattern under templates/definitions.</summary>
internal sealed class PatternRenderer(
    TemplateSet templates,
    TemplateTexts texts,
    AliasTable aliases,
    BuiltInRoles roles,
    Vocabulary vocabulary,
    Language language,
    DiagnosticBag diagnostics)
{
    /// <summary>
    /// Renders a control.
    /// </summary>
    /// <returns>The <c>policyDefinitions</c> resource in normal form, or null after adding diagnostics.</returns>
    public JObject? Render(Control control)
    {
        var name = control.Pattern + ".scriban";
        if (!templates.Exists(name))
        {
            diagnostics.Error("unknown-pattern", $"There is no template templates/definitions/{name}.", control.Location);
            return null;
        }

        var values = new PatternObject(control.Values);
        var globals = new PatternFunctions(control, aliases, roles, language, diagnostics).Globals();
        globals.SetValue("values", values, readOnly: true);
        globals.SetValue("control", Describe(control), readOnly: true);
        globals.SetValue("texts", texts.In(language), readOnly: true);
        globals.SetValue("version", vocabulary.Version, readOnly: true);

        if (templates.Render(name, globals, control.Location) is not { } text)
            return null;
        var before = diagnostics.Count;
        if (JsonText.Parse(text, $"templates/definitions/{name}", diagnostics) is not JObject properties)
        {
            if (diagnostics.Count == before)
                diagnostics.Error("template-error", "The template did not produce a JSON object.", new SourceLocation($"templates/definitions/{name}"));
            diagnostics.Error("template-error", $"What templates/definitions/{name} made of this control is not JSON.", control.Location);
            return null;
        }

        foreach (var unread in values.Unread())
            diagnostics.Error("unused-value", $"The pattern \"{control.Pattern}\" does not use the value \"{unread.Path}\".", JsonText.Locate(unread, control.Location.File));

        if (properties["policyRule"] is JObject rule)
            RuleNormalizer.Normalize(rule);
        return new JObject
        {
            ["type"] = "Microsoft.Authorization/policyDefinitions",
            ["name"] = control.DefinitionName,
            ["properties"] = properties,
        };
    }

    private ScriptObject Describe(Control control) => new()
    {
        ["id"] = control.Id,
        ["title"] = control.Title.In(language),
        ["description"] = control.Remediation.In(language),
        ["category"] = vocabulary.Areas.GetValueOrDefault(control.Area, control.Area),
        ["severity"] = control.Severity.ToString().ToLowerInvariant(),
        ["mode"] = control.Mode,
        ["resource_types"] = new ScriptArray(control.ResourceTypes),
        ["default_effect"] = control.Effects.Default,
        ["allowed_effects"] = new ScriptArray(control.Effects.Allowed),
        ["parameters"] = new ScriptArray(control.Parameters.Select(p => new ScriptObject
        {
            ["name"] = p.Name,
            ["type"] = p.Type,
            ["title"] = p.Title.In(language),
            ["description"] = p.Description.In(language),
            ["default"] = p.Default,
            ["allowed"] = p.Allowed,
            ["strong_type"] = p.InitiativeParameter is { } shared && vocabulary.Parameters.TryGetValue(shared, out var parameter) ? parameter.StrongType : null,
        })),
    };
}
