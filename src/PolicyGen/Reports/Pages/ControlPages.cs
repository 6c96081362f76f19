using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Policies;
using PolicyGen.Rendering;
using PolicyGen.Reports.Coverage;
using Scriban.Runtime;

namespace PolicyGen.Reports.Pages;

/// <summary>
/// One page a control for people, with an index and the coverage matrix: what it asks, whose requirement that is, the
/// condition in words, how to mend it, and what a repair would change. Rendered from templates/pages.
/// </summary>
/// <param name="files">The library's files.</param>
/// <param name="library">The library, with every guideline.</param>
/// <param name="definitions">The rendered <c>policyDefinitions</c> resource of each control that has one.</param>
/// <param name="diagnostics">Receives errors of the templates.</param>
public sealed class ControlPages(LibraryFiles files, Library library, IReadOnlyDictionary<string, JObject> definitions, DiagnosticBag diagnostics)
{
    private readonly TemplateSet _templates = new(Path.Combine(files.Templates, "pages"), "templates/pages", diagnostics);

    /// <summary>Renders every page; paths are below the folder docs/controls.</summary>
    public IReadOnlyList<RenderedFile> Render()
    {
        var controls = library.Controls.Values.Where(c => !c.IsShared).ToList();
        var served = library.Requirements
            .SelectMany(r => r.Controls.Direct.Select(id => (Id: id, Relation: "direct", Requirement: r)).Concat(r.Controls.Supporting.Select(id => (Id: id, Relation: "supporting", Requirement: r))))
            .ToLookup(s => s.Id, s => (s.Relation, s.Requirement), StringComparer.Ordinal);
        var pages = new List<RenderedFile>();
        foreach (var control in controls)
            Add(pages, "control.scriban", PathOf(control), Page(control, served[control.Id].OrderBy(s => s.Relation, StringComparer.Ordinal)), control.Location);
        Add(pages, "index.scriban", "README.md", Index(controls), SourceLocation.None);
        return pages;
    }

    /// <summary>The coverage page, which stands beside the folder of the control pages.</summary>
    public string Coverage() => CoverageMarkdown.Write(CoverageMatrix.Of(library, []), library, Language.English, c => "controls/" + PathOf(c));

    private static string PathOf(Control control) => $"{control.Area}/{control.Id}.md";

    private void Add(List<RenderedFile> pages, string template, string path, ScriptObject model, SourceLocation subject)
    {
        model["md"] = TemplateFunction.Of(text => MarkdownText.Escape(TemplateFunction.Text(text)));
        if (_templates.Render(template, model, subject) is { } text)
            pages.Add(new RenderedFile(path, text.ReplaceLineEndings("\n").TrimEnd() + "\n"));
    }

    private static ScriptObject Index(IReadOnlyList<Control> controls) => new()
    {
        ["controls"] = new ScriptArray(controls),
        ["areas"] = new ScriptArray(controls.GroupBy(c => c.Area, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new ScriptObject
        {
            ["name"] = g.Key,
            ["controls"] = new ScriptArray(g.Select(c => new ScriptObject
            {
                ["id"] = c.Id,
                ["severity"] = CatalogueJson.Name(c.Severity),
                ["title_en"] = c.Title.English,
                ["title_ja"] = c.Title.Japanese,
            })),
        })),
    };

    private ScriptObject Page(Control control, IEnumerable<(string Relation, Requirement Requirement)> served)
    {
        var page = new ScriptObject
        {
            ["id"] = control.Id,
            ["title_en"] = control.Title.English,
            ["title_ja"] = control.Title.Japanese,
            ["severity"] = CatalogueJson.Name(control.Severity),
            ["resource_types"] = new ScriptArray(control.ResourceTypes),
            ["effects"] = new ScriptArray(control.Effects.Allowed),
            ["default_effect"] = control.Effects.Default,
            ["signals"] = new ScriptArray(control.Signals),
            ["offline"] = control.IsDecidedOffline,
            ["file"] = control.Location.File,
            ["file_link"] = "../../../" + control.Location.File,
            ["requirements"] = new ScriptArray(served.Select(s => new ScriptObject
            {
                ["id"] = s.Requirement.Id,
                ["relation"] = s.Relation,
                ["title_en"] = s.Requirement.Title.English,
                ["title_ja"] = s.Requirement.Title.Japanese,
                ["why"] = s.Requirement.Controls.Why ?? "",
            })),
            ["parameters"] = new ScriptArray(control.Parameters.Select(p => new ScriptObject
            {
                ["name"] = p.Name,
                ["value"] = ConditionWords.Value(p.Default),
                ["description_en"] = p.Description.English,
                ["description_ja"] = p.Description.Japanese,
            })),
            ["remediation_en"] = control.Remediation.English,
            ["remediation_ja"] = control.Remediation.Japanese,
            ["bicep"] = control.Samples.Compliant.Select(BicepSample.Write).FirstOrDefault(b => b is not null) ?? "",
            ["builtins"] = new ScriptArray(control.BuiltIns.Select(b => new ScriptObject { ["id"] = b.Id, ["name"] = b.Name, ["relation"] = CatalogueJson.Name(b.Relation) })),
            ["samples"] = new ScriptArray(Samples(control.Samples.Compliant, "compliant").Concat(Samples(control.Samples.NonCompliant, "non-compliant"))),
            ["notes"] = control.Notes ?? "",
        };
        var definition = definitions.TryGetValue(control.Id, out var resource) ? (PolicyDefinition?)PolicyDocumentReader.Read(resource, control.Location.File) : null;
        Describe(page, control, definition?.Rule);
        return page;
    }

    private static void Describe(ScriptObject page, Control control, PolicyRule? rule)
    {
        var details = rule?.Then?.Details;
        var related = details?.Type?.Value;
        page["related_type"] = related ?? "";
        page["related_name"] = details?.Name?.Value ?? "";
        page["related_where"] = Where(control, related, details);
        var isRefusal = control.Effects.Default == "DenyAction";
        page["verdict_en"] = isRefusal ? "Deleting is refused where:" : "Non-compliant where:";
        page["verdict_ja"] = isRefusal ? "次を満たす場合に削除を拒否する:" : "次を満たす場合に非準拠:";
        foreach (var (language, suffix) in new[] { (Language.English, "en"), (Language.Japanese, "ja") })
        {
            page["words_" + suffix] = new ConditionWords(language, control.ResourceTypes).Of(rule?.If);
            page["related_" + suffix] = new ConditionWords(language, related is null ? [] : [related]).Of(details?.ExistenceCondition);
        }

        page["repair_effect"] = control.Effects.Allowed.FirstOrDefault(e => e is "Modify" or "DeployIfNotExists") ?? "";
        page["roles"] = new ScriptArray((control.Values["repair"]?["roles"] ?? control.Values["deployment"]?["roles"] ?? new JArray()).Select(r => (string)r!));
        page["changes"] = new ScriptArray(Changes(control, details));
    }

    // effect-audit-if-not-exists.md: children and extensions are looked for at the resource, other types in its resource group.
    private static string Where(Control control, string? related, EffectDetails? details)
    {
        if (details?.ExistenceScope?.Value.Equals("subscription", StringComparison.OrdinalIgnoreCase) == true)
            return "in the subscription";
        return related is not null && (RelatedTypes.IsExtension(related) || control.ResourceTypes.Any(t => related.StartsWith(t + "/", StringComparison.OrdinalIgnoreCase)))
            ? "of the resource"
            : "in its resource group";
    }

    private static IEnumerable<string> Changes(Control control, EffectDetails? details)
    {
        var words = new ConditionWords(Language.English, control.ResourceTypes);
        foreach (var operation in details?.Operations ?? [])
        {
            var only = operation.Condition is { } condition ? $", where {ConditionWords.Value(condition.Value)}" : "";
            yield return operation.Value is { } value
                ? $"{words.Name(operation.Field?.Value ?? "")} becomes {ConditionWords.Value(value)}{only}"
                : $"{words.Name(operation.Field?.Value ?? "")} is removed{only}";
        }

        foreach (var resource in details?.Template?["resources"]?.OfType<JObject>() ?? [])
            yield return $"deploys {ConditionWords.Value((string?)resource["type"] ?? "")} {ConditionWords.Value(resource["properties"] ?? new JObject())}";
    }

    private static IEnumerable<ScriptObject> Samples(IEnumerable<JObject> samples, string verdict) => samples.Select(s => new ScriptObject
    {
        ["verdict"] = verdict,
        ["name"] = (string?)s["name"] ?? "",
        ["json"] = s.ToString(Formatting.Indented).ReplaceLineEndings("\n"),
    });
}
