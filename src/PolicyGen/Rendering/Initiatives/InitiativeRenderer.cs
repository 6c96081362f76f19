using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Patterns;
using Scriban.Runtime;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>Renders an initiative as a <c>policySetDefinitions</c> resource.</summary>
internal sealed class InitiativeRenderer(TemplateSet templates, TemplateTexts texts, Vocabulary vocabulary, Language language, DiagnosticBag diagnostics)
{
    /// <summary>Stands in rendered JSON for the scope that holds our own definitions.</summary>
    public const string DefinitionScopePlaceholder = "{definitionScope}";

    private const string Template = "initiative.scriban";

    // Azure's limits: MicrosoftDocs/azure-docs includes/azure-policy-limits.md and definition-structure-basics.md.
    private const int MaxReferences = 1_000;
    private const int MaxParameters = 400;
    private const int MaxBodyBytes = 1_048_576;
    private const int MaxDisplayName = 128;
    private const int MaxDescription = 512;

    /// <summary>Renders; null after adding diagnostics. What exceeds one of Azure's limits is an error.</summary>
    public JObject? Render(Initiative initiative)
    {
        var name = initiative.Guideline.Id.Name();
        var file = new SourceLocation($"policies/requirements/{name}.json");
        var globals = new ScriptObject();
        globals.SetValue("json", PatternFunctions.Json, readOnly: true);
        globals.SetValue("version", vocabulary.Version, readOnly: true);
        globals.SetValue("initiative", Describe(initiative), readOnly: true);
        if (templates.Render(Template, globals, file) is not { } text
            || JsonText.Parse(text, "templates/initiatives/" + Template, diagnostics) is not JObject resource)
        {
            return null;
        }

        var body = Encoding.UTF8.GetByteCount(JsonText.WriteCompact(resource));
        Limit(initiative.References.Length, MaxReferences, "policy references", file);
        Limit(initiative.Parameters.Length, MaxParameters, "parameters", file);
        Limit(body, MaxBodyBytes, "bytes", file);
        foreach (var group in (JArray)resource["properties"]!["policyDefinitionGroups"]!)
        {
            Limit(((string)group["displayName"]!).Length, MaxDisplayName, $"characters in the display name of the group {group["name"]}", file);
            Limit(((string)group["description"]!).Length, MaxDescription, $"characters in the description of the group {group["name"]}", file);
        }

        return resource;
    }

    private void Limit(int actual, int allowed, string what, SourceLocation file)
    {
        if (actual > allowed)
            diagnostics.Error("initiative-limits", string.Create(CultureInfo.InvariantCulture, $"The initiative would have {actual} {what}; Azure allows {allowed}."), file);
    }

    private ScriptObject Describe(Initiative initiative) => new()
    {
        ["name"] = initiative.Name,
        ["guideline"] = initiative.Guideline.Id.Name(),
        ["display_name"] = DisplayName(initiative.Guideline, language),
        ["description"] = Description(initiative.Guideline, texts, language),
        ["parameters"] = new ScriptArray(initiative.Parameters.Select(p => new ScriptObject
        {
            ["name"] = p.Name,
            ["type"] = p.Type,
            ["title"] = p.Title.In(language),
            ["description"] = p.Description.In(language),
            ["default"] = p.Default,
            ["strong_type"] = p.StrongType,
        })),
        ["groups"] = new ScriptArray(initiative.Guideline.Requirements.Select(r => new ScriptObject
        {
            ["name"] = r.Id,
            ["category"] = $"{r.Section.Id} {r.Section.Title.In(language)}",
            ["display_name"] = $"{r.Id} {r.Title.In(language)}",
            ["description"] = r.Summary.In(language),
        })),
        ["references"] = new ScriptArray(initiative.References.Select(r => new ScriptObject
        {
            ["id"] = r.Id,
            ["definition_id"] = r.Target.BuiltIn?.ResourceId
                ?? $"{DefinitionScopePlaceholder}/providers/Microsoft.Authorization/policyDefinitions/{r.Target.Custom!.DefinitionName}",
            ["definition_version"] = r.Target.BuiltIn?.MajorVersion,
            ["parameters"] = new ScriptArray(Parameters(r)),
            ["groups"] = new ScriptArray(r.Groups),
        })),
    };

    internal static string DisplayName(Guideline guideline, Language language) =>
        language == Language.Japanese ? $"{guideline.Issuer.Japanese} {guideline.Title.Japanese}" : $"{guideline.Id.Prefix()}: {guideline.Title.English}";

    internal static string Description(Guideline guideline, TemplateTexts texts, Language language) =>
        ((string)texts.In(language)["initiative_description"]!)
            .Replace("{1}", guideline.Requirements.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            // Last: the title is text, not a pattern.
            .Replace("{0}", guideline.Title.In(language), StringComparison.Ordinal);

    private static IEnumerable<ScriptObject> Parameters(PolicyReference reference)
    {
        var target = reference.Target;
        var values = target.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (target.InitialEffect is { } effect && target.BuiltIn?.EffectParameter is { } parameter)
            values[parameter] = effect;
        return values.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ScriptObject { ["name"] = p.Key, ["value"] = p.Value });
    }
}
