using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Initiatives;
using PolicyGen.Rendering.Patterns;
using Scriban.Runtime;

namespace PolicyGen.Rendering.Bicep;

/// <summary>
/// Renders the Bicep that deploys definitions, initiatives and assignments, once for a management group and once for a
/// subscription.
/// </summary>
internal sealed class BicepRenderer(TemplateSet templates, TemplateTexts texts, Vocabulary vocabulary, Language language, DiagnosticBag diagnostics)
{
    // ARM takes 1 MB for one resource of a template and 256 variables, of which each loaded file uses one
    // (azure-docs, troubleshooting "job size"): definitions are deployed in modules well below both.
    private const int MaxModuleBytes = 600_000;
    private const int MaxModuleDefinitions = 150;

    /// <summary>API version with definitionVersion in references and with resource selectors.</summary>
    private const string ApiVersion = "2025-03-01";

    private static readonly ImmutableArray<string> Effects =
        ["Audit", "AuditIfNotExists", "Deny", "DenyAction", "AuditAction", "DeployIfNotExists", "Modify", "Append", "Manual", "Disabled"];

    private readonly TemplateTexts _texts = texts;

    public IEnumerable<RenderedFile> Render(ImmutableArray<Initiative> initiatives, IReadOnlyDictionary<string, JObject> definitions)
    {
        var modules = Split(initiatives.SelectMany(i => i.CustomDefinitions).Select(c => c.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), definitions);
        var files = new List<RenderedFile?>
        {
            new("controls.json", JsonText.Write(Controls(initiatives, definitions))),
            new("messages.json", JsonText.Write(Messages(initiatives))),
            File("types.bicep", "types.scriban", new ScriptObject { ["effects"] = new ScriptArray(Effects), ["parameters"] = Parameters(initiatives) }),
            File("bicepconfig.json", "bicepconfig.scriban", new ScriptObject { ["rules"] = new ScriptArray(LinterRules) }, normalize: true),
        };

        foreach (var initiative in initiatives)
            files.Add(new($"assignments/{initiative.Guideline.Id.Name()}.json", JsonText.Write(Assignment(initiative))));

        foreach (var scope in (ReadOnlySpan<string>)["managementGroup", "subscription"])
        {
            var suffix = scope == "subscription" ? ".subscription" : "";
            for (var i = 0; i < modules.Count; i++)
            {
                files.Add(File(string.Create(CultureInfo.InvariantCulture, $"modules/definitions-{i + 1}{suffix}.bicep"), "definitions.scriban", new ScriptObject
                {
                    ["scope"] = scope,
                    ["part"] = (i + 1).ToString(CultureInfo.InvariantCulture),
                    ["definitions"] = new ScriptArray(modules[i]),
                }));
            }

            var scopeId = scope == "subscription" ? "subscription().id" : "managementGroup().id";
            files.Add(File($"modules/role-assignments{suffix}.bicep", "role-assignments.scriban", new ScriptObject { ["scope"] = scope, ["scope_id"] = scopeId }));
            foreach (var initiative in initiatives)
            {
                var name = initiative.Guideline.Id.Name();
                var model = new ScriptObject { ["scope"] = scope, ["suffix"] = suffix, ["initiative"] = Describe(initiative) };
                files.Add(File($"initiatives/{name}{suffix}.bicep", "initiative.scriban", model));
                files.Add(File($"assignments/{name}{suffix}.bicep", "assignment.scriban", model));
            }

            var main = Main(initiatives, modules.Count, scope, suffix);
            files.Add(File($"main{suffix}.bicep", "main.scriban", main));
            files.Add(File($"main{suffix}.bicepparam", "bicepparam.scriban", main));
        }

        return files.OfType<RenderedFile>();
    }

    private RenderedFile? File(string path, string template, ScriptObject model, bool normalize = false)
    {
        model["bicep"] = TemplateFunction.Of(text => BicepText.Quote(TemplateFunction.Text(text)));
        model["json"] = PatternFunctions.Json;
        model["texts"] = _texts.In(language);
        model["api_version"] = ApiVersion;
        model["placeholder"] = InitiativeRenderer.DefinitionScopePlaceholder;
        if (templates.Render(template, model, new SourceLocation(path)) is not { } text)
            return null;
        if (normalize)
            return JsonText.Parse(text, "templates/bicep/" + template, diagnostics) is { } json ? new RenderedFile(path, JsonText.Write(json)) : null;
        return new RenderedFile(path, text.TrimEnd() + "\n");
    }

    private static List<List<string>> Split(IEnumerable<string> controls, IReadOnlyDictionary<string, JObject> definitions)
    {
        var modules = new List<List<string>>();
        var bytes = 0;
        foreach (var control in controls)
        {
            var size = Encoding.UTF8.GetByteCount(JsonText.WriteCompact(definitions[control]));
            if (modules.Count == 0 || bytes + size > MaxModuleBytes || modules[^1].Count == MaxModuleDefinitions)
            {
                modules.Add([]);
                bytes = 0;
            }

            modules[^1].Add(control);
            bytes += size;
        }

        return modules;
    }

    private ScriptObject Main(ImmutableArray<Initiative> initiatives, int modules, string scope, string suffix) => new()
    {
        ["scope"] = scope,
        ["suffix"] = suffix,
        ["definition_modules"] = new ScriptArray(Enumerable.Range(1, modules).Select(n => (object)n)),
        ["initiatives"] = new ScriptArray(initiatives.Select(Describe)),
        ["sample_effects"] = new ScriptArray(SampleEffects(initiatives)),
        ["parameters"] = Parameters(initiatives),
    };

    private ScriptArray Parameters(ImmutableArray<Initiative> initiatives) => new(initiatives
        .SelectMany(i => i.Parameters).DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => new ScriptObject
        {
            ["name"] = p.Name,
            ["description"] = p.Description.In(language),
            ["bicep_type"] = BicepText.TypeOf(p.Type, p.Default),
            ["opaque"] = BicepText.IsOpaque(BicepText.TypeOf(p.Type, p.Default)),
            ["bicep_default"] = BicepText.Literal(p.Default),
        }));

    // The sample shows one control refused at deployment time and, where there is one, a fix with the role it needs.
    private static IEnumerable<ScriptObject> SampleEffects(ImmutableArray<Initiative> initiatives)
    {
        var map = initiatives.SelectMany(i => i.EffectMap()).DistinctBy(e => (e.Control, e.Effect)).ToList();
        foreach (var effect in (string[])["Deny", "DeployIfNotExists"])
        {
            if (map.Where(e => e.Effect == effect).Select(e => e.Control).Order(StringComparer.Ordinal).FirstOrDefault() is { } control)
                yield return new ScriptObject { ["control"] = control, ["effect"] = effect };
        }
    }

    private ScriptObject Describe(Initiative initiative) => new()
    {
        ["guideline"] = initiative.Guideline.Id.Name(),
        ["name"] = initiative.Name,
        ["display_name"] = InitiativeRenderer.DisplayName(initiative.Guideline, language),
    };

    /// <summary>For each control: the effects it allows, the guidelines that use it, the roles that an effect needs.</summary>
    private static JObject Controls(ImmutableArray<Initiative> initiatives, IReadOnlyDictionary<string, JObject> definitions)
    {
        var controls = new SortedDictionary<string, JObject>(StringComparer.Ordinal);
        foreach (var initiative in initiatives)
        {
            foreach (var (control, effect, references) in initiative.EffectMap())
            {
                if (!controls.TryGetValue(control, out var entry))
                    controls[control] = entry = new JObject { ["effects"] = new JArray(), ["guidelines"] = new JArray(), ["roles"] = new JObject() };
                AddOnce((JArray)entry["effects"]!, effect);
                AddOnce((JArray)entry["guidelines"]!, initiative.Guideline.Id.Name());
                if (effect is "DeployIfNotExists" or "Modify")
                    entry["roles"]![effect] = new JArray(RolesOf(references, definitions));
            }
        }

        return new JObject(controls.Select(c => new JProperty(c.Key, c.Value)));
    }

    private static void AddOnce(JArray list, string text)
    {
        if (!list.Any(t => (string?)t == text))
            list.Add(text);
    }

    private static IEnumerable<string> RolesOf(IEnumerable<PolicyReference> references, IReadOnlyDictionary<string, JObject> definitions) => references
        .SelectMany(r => r.Target.BuiltIn?.RoleDefinitionIds ?? OwnRoles(definitions[r.Target.Custom!.Id]))
        .Select(RoleName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private JObject Assignment(Initiative initiative)
    {
        var effects = new JObject();
        var several = new JObject();
        foreach (var (control, effect, references) in initiative.EffectMap())
        {
            effects[control] = effects[control] is { } others ? $"{others} {effect}" : effect;
            var ids = references.Select(r => r.Id).ToList();
            // Mostly one reference of the control's own name carries every effect.
            if (ids is not [var only] || only != control)
                Member(several, control)[effect] = new JArray(ids);
        }

        return new JObject
        {
            ["name"] = initiative.Name,
            ["displayName"] = InitiativeRenderer.DisplayName(initiative.Guideline, language),
            ["description"] = InitiativeRenderer.Description(initiative.Guideline, _texts, language),
            ["version"] = vocabulary.Version,
            ["parameters"] = new JArray(initiative.Parameters.Select(p => p.Name)),
            ["effects"] = effects,
            ["references"] = several,
            ["attestations"] = new JObject(initiative.References.Where(r => r.IsAttestation).Select(r => new JProperty(r.Id, r.Message))),
            ["violations"] = new JObject(initiative.References.Where(r => !r.IsAttestation && r.TakesMessage).Select(r => new JProperty(r.Id, r.Message))),
        };
    }

    private JObject Messages(ImmutableArray<Initiative> initiatives) => new(initiatives
        .SelectMany(i => i.References).Where(r => !r.IsAttestation && r.TakesMessage).Select(r => r.Control)
        .DistinctBy(c => c.Id).OrderBy(c => c.Id, StringComparer.Ordinal)
        .Select(c => new JProperty(c.Id, ControlMessage.Of(c, _texts, language))));

    private static JObject Member(JObject parent, string name) => parent[name] as JObject ?? (JObject)(parent[name] = new JObject());

    private static IEnumerable<string> OwnRoles(JObject definition) =>
        definition.SelectToken("properties.policyRule.then.details.roleDefinitionIds") is JArray ids ? ids.Select(id => (string)id!) : [];

    private static string RoleName(string roleDefinitionId) => roleDefinitionId[(roleDefinitionId.LastIndexOf('/') + 1)..].ToLowerInvariant();

    // Every rule of the Bicep linter that judges what we render, at the level error.
    private static readonly ImmutableArray<string> LinterRules =
    [
        "adminusername-should-not-be-literal", "artifacts-parameters", "decompiler-cleanup", "explicit-values-for-loc-params",
        "max-asserts", "max-outputs", "max-params", "max-resources", "max-variables", "nested-deployment-template-scoping",
        "no-conflicting-metadata", "no-deployments-resources", "no-hardcoded-env-urls", "no-unnecessary-dependson",
        "no-unused-existing-resources", "no-unused-imports", "no-unused-params", "no-unused-vars", "outputs-should-not-contain-secrets",
        "prefer-interpolation", "prefer-unquoted-property-names", "protect-commandtoexecute-secrets", "secure-parameter-default",
        "secure-params-in-nested-deploy", "secure-secrets-in-params", "simplify-interpolation", "simplify-json-null",
        "use-parent-property", "use-recent-api-versions", "use-resource-id-functions", "use-resource-symbol-reference",
        "use-safe-access", "use-secure-value-for-secure-inputs", "use-stable-resource-identifiers", "use-stable-vm-image", "use-user-defined-types",
    ];
}
