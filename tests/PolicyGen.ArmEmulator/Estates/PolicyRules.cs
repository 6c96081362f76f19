using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Works out which policies an assignment brings, and with which effect.</summary>
internal sealed class PolicyRules(IReadOnlyList<JObject> definitions, IReadOnlyList<JObject> initiatives, RenderedLibrary library)
{
    private readonly Dictionary<string, JObject> _definitions = ById(definitions);
    private readonly Dictionary<string, JObject> _initiatives = ById(initiatives);

    /// <summary>The policies of an assignment; none when what it assigns is not in the estate.</summary>
    public IEnumerable<PolicyRule> Of(JObject assignment)
    {
        var target = assignment.Text("properties.policyDefinitionId") ?? "";
        if (!_initiatives.TryGetValue(target, out var initiative))
            return [Rule(assignment, null, target, "", new JObject(), [])];
        return initiative.SelectTokens("properties.policyDefinitions[*]").Cast<JObject>().Select(reference => Rule(
            assignment,
            initiative,
            reference.Text("policyDefinitionId")!,
            reference.Text("policyDefinitionReferenceId") ?? "",
            reference["parameters"] as JObject ?? [],
            [.. reference.SelectTokens("groupNames[*]").Select(g => (string)g!)]));
    }

    private PolicyRule Rule(JObject assignment, JObject? initiative, string definitionId, string reference, JObject parameters, string[] groups) => new()
    {
        AssignmentId = assignment.Text("id")!,
        AssignmentScope = assignment.Text("properties.scope") ?? ArmPath.ScopeOf(assignment.Text("id")!),
        AssignmentVersion = assignment.Text("properties.assignmentVersion") ?? "1.0.0",
        InitiativeId = initiative?.Text("id") ?? "",
        InitiativeVersion = initiative?.Text("properties.version") ?? "",
        Reference = reference,
        DefinitionId = definitionId,
        DefinitionVersion = _definitions.GetValueOrDefault(definitionId)?.Text("properties.version") ?? "",
        Effect = Effect(assignment, initiative, definitionId, reference, parameters).ToLowerInvariant(),
        Groups = groups,
    };

    // Overrides win over the value that the initiative gives, and that over the default of the definition.
    private string Effect(JObject assignment, JObject? initiative, string definitionId, string reference, JObject parameters)
    {
        var overridden = assignment.SelectTokens("properties.overrides[*]")
            .Where(o => o.Text("kind") == "policyEffect" && Selects(o, reference))
            .Select(o => o.Text("value"))
            .FirstOrDefault(v => v is not null);
        if (overridden is not null)
            return overridden;
        var definition = _definitions.GetValueOrDefault(definitionId);
        var fixedEffect = definition?.Text("properties.policyRule.then.effect");
        if (fixedEffect is not null && !fixedEffect.StartsWith('['))
            return fixedEffect;
        var given = initiative is null ? assignment.Text("properties.parameters.effect.value") : parameters.Text("effect.value");
        if (given is not null && given.StartsWith("[parameters('", StringComparison.Ordinal))
        {
            var name = given.Split('\'')[1];
            given = assignment.Text($"properties.parameters['{name}'].value") ?? initiative?.Text($"properties.parameters['{name}'].defaultValue");
        }
        return given ?? definition?.Text("properties.parameters.effect.defaultValue") ?? library.DefaultEffect(reference);
    }

    private static bool Selects(JToken change, string reference)
    {
        var selectors = change.SelectTokens("selectors[*]").Where(s => s.Text("kind") == "policyDefinitionReferenceId").ToArray();
        return selectors.All(s => s["in"] is JArray included
            ? Has(included, reference)
            : s["notIn"] is not JArray excluded || !Has(excluded, reference));
    }

    private static bool Has(JArray values, string text) => values.Any(v => string.Equals((string?)v, text, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, JObject> ById(IEnumerable<JObject> items)
    {
        var byId = new Dictionary<string, JObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
            byId[item.Text("id")!] = item;
        return byId;
    }
}
