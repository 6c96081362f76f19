using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using Scriban.Runtime;

namespace PolicyGen.Rendering.Patterns;

/// <summary>The functions that pattern templates call; docs/adding-a-control.md describes them for their authors.</summary>
internal sealed class PatternFunctions(Control control, AliasTable aliases, BuiltInRoles roles, Language language, DiagnosticBag diagnostics)
{
    private readonly ConditionWriter _conditions = new(aliases, diagnostics, control.Location.File);

    // A control on every type: the condition is left out, since the normal form drops an empty allOf.
    private const string AnyType = "*";

    /// <summary>Writes any value as JSON.</summary>
    public static TemplateFunction Json { get; } = TemplateFunction.Of(PatternValue.ToText);

    public ScriptObject Globals()
    {
        var globals = new ScriptObject
        {
            ["json"] = Json,
            ["text"] = TemplateFunction.Of(Text),
            ["condition"] = TemplateFunction.Of((condition, types) => JsonText.WriteCompact(_conditions.Condition(PatternValue.ToJson(condition), Types(types)))),
            ["violation"] = TemplateFunction.Of((condition, types) => JsonText.WriteCompact(_conditions.Violation(PatternValue.ToJson(condition), Types(types)))),
            ["conditions"] = TemplateFunction.Of((list, types) => List(list, c => _conditions.Condition(c, Types(types)))),
            ["violations"] = TemplateFunction.Of((list, types) => List(list, c => _conditions.Violation(c, Types(types)))),
            ["alias"] = TemplateFunction.Of((property, types) => _conditions.Alias(TemplateFunction.Text(property), Types(types), control.Location)),
            ["type_condition"] = TemplateFunction.Of(TypeCondition),
            ["entries"] = TemplateFunction.Of(Entries),
            ["from_member"] = TemplateFunction.Of((list, member) => FromMember(list, TemplateFunction.Text(member))),
            ["invalid"] = TemplateFunction.Of(message => throw new ArgumentException(TemplateFunction.Text(message))),
            ["role_ids"] = TemplateFunction.Of(RoleIds),
        };
        return globals;
    }

    private string Text(object? value)
    {
        var node = PatternValue.ToJson(value);
        return (string?)(node as JObject)?[language == Language.Japanese ? "ja" : "en"] ?? throw new ArgumentException("text takes {\"en\": …, \"ja\": …}.");
    }

    private static string TypeCondition(object? types)
    {
        var names = Types(types);
        if (names is [AnyType])
            return JsonText.WriteCompact(new JObject { ["allOf"] = new JArray() });
        // A shared definition takes its types from a parameter.
        if (names is [['[', ..] expression])
            return JsonText.WriteCompact(new JObject { ["field"] = "type", ["in"] = expression });
        return JsonText.WriteCompact(new JObject
        {
            ["field"] = "type",
            [names.Count == 1 ? "equals" : "in"] = names.Count == 1 ? names[0] : new JArray(names),
        });
    }

    // Looping over an object directly would not show which of its members were read.
    private static ScriptArray Entries(object? value) => value is PatternObject members
        ? new ScriptArray(members.ReadMembers().Select(m => new ScriptObject { ["key"] = m.Key, ["value"] = m.Value }))
        : throw new ArgumentException("entries takes an object.");

    private static ScriptArray FromMember(object? list, string member)
    {
        var names = Types(list);
        var first = names.IndexOf(member);
        return first < 0
            ? throw new ArgumentException($"\"{member}\" is not one of {string.Join(", ", names)}.")
            : new ScriptArray(names.Skip(first));
    }

    private string RoleIds(object? names)
    {
        var ids = new JArray();
        foreach (var name in Types(names))
        {
            if (roles.FindByName(name) is { } role)
                ids.Add("/providers/Microsoft.Authorization/roleDefinitions/" + role.Id);
            else
                diagnostics.Error("unknown-role", $"There is no built-in role \"{name}\" in PolicyGen's table.", control.Location);
        }

        return JsonText.WriteCompact(ids);
    }

    private static string List(object? list, Func<JToken, JObject> write) =>
        JsonText.WriteCompact(list is null ? [] : new JArray(PatternValue.ToJson(list).Children().Select(write)));

    private static List<string> Types(object? value) => value switch
    {
        string one => [one],
        System.Collections.IEnumerable many => [.. many.Cast<object>().Select(o => o as string ?? throw new ArgumentException("A list of names holds strings."))],
        _ => throw new ArgumentException("Expected a name or a list of names."),
    };
}
