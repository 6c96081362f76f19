using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Random policies of every effect.</summary>
internal static class RandomPolicies
{
    /// <summary>The resource group of the resources, created by the run, so that nothing else is in it.</summary>
    public static ArmResource Group { get; } = new()
    {
        Id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg",
        Type = "Microsoft.Resources/subscriptions/resourceGroups",
        FullName = "rg",
        Content = new JObject { ["name"] = "rg", ["location"] = "eastus" },
        Origin = ResourceOrigin.Request,
    };

    public static Gen<JObject> Definitions() =>
        from condition in new RandomRules().Conditions()
        from effect in Gen.Elements("audit", "deny", "append", "modify", "auditIfNotExists", "manual", "denyAction", "disabled")
        from details in Details(effect)
        select Engine.DefinitionJson(condition, new JObject { ["effect"] = effect, ["details"] = details });

    public static ImmutableArray<AssignedPolicy> Assigned(IEnumerable<JObject> definitions) => [.. definitions.Select((p, i) =>
    {
        var compiled = Engine.Compiler.Compile(Engine.Read(p), new Dictionary<string, JToken>());
        var identity = new PolicyIdentity($"policy{i}", $"policy{i}", "", Severity.Low, compiled.Effect.ToString(), null, []);
        return new AssignedPolicy(identity, compiled, PolicyScope.Everywhere, []);
    })];

    private static Gen<JToken?> Details(string effect) => effect switch
    {
        "append" => Operations(["append"]).Select(o => (JToken?)o),
        "modify" => Operations(["add", "addOrReplace", "remove"]).Select(o => (JToken?)new JObject { ["operations"] = o, ["conflictEffect"] = "audit" }),
        "auditIfNotExists" => Existence().Select(o => (JToken?)o),
        _ => Gen.Constant<JToken?>(null),
    };

    private static Gen<JArray> Operations(string[] kinds) =>
        from kind in Gen.Elements(kinds)
        from field in Gen.Elements("tags.env", "tags['a b']", "kind", $"{Shape.Type}/text", $"{Shape.Type}/outer.inner", $"{Shape.Type}/texts[*]", $"{Shape.Type}/objects[*].name")
        from value in Gen.Frequency((2, RandomValues.Scalars), (1, new RandomExpressions(false).Values([])))
        from condition in Gen.Elements("[parameters('yes')]", "[parameters('no')]", $"[field('{Shape.Type}/flag')]", null)
        select new JArray(Operation(kind, field, value, kinds.Length > 1 ? condition : null));

    private static JObject Operation(string kind, string field, JToken value, string? condition)
    {
        var operation = new JObject { ["field"] = field };
        if (kind != "append")
            operation["operation"] = kind;
        if (kind != "remove")
            operation["value"] = value;
        if (condition is not null)
            operation["condition"] = condition;
        return operation;
    }

    private static Gen<JObject> Existence() =>
        from name in Gen.Elements("a", "b", $"[field('{Shape.Type}/text')]", null)
        from kind in Gen.Elements("a", "b", null, null)
        from condition in Gen.Frequency((3, new RandomRules().Conditions().Select(c => (JObject?)c)), (1, Gen.Constant<JObject?>(null)))
        select Existence(name, kind, condition);

    private static JObject Existence(string? name, string? kind, JObject? condition)
    {
        var details = new JObject { ["type"] = Shape.OtherType };
        if (name is not null)
            details["name"] = name;
        if (kind is not null)
            details["kind"] = kind;
        if (condition is not null)
            details["existenceCondition"] = condition;
        return details;
    }
}
