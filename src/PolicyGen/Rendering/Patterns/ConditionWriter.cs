using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Rendering.Patterns;

/// <summary>
/// Turns the conditions of a control file into conditions of a policy rule. A control states what must hold
/// ("require"); a policy rule states what is wrong: <see cref="Violation"/> negates without ever writing a bare
/// <c>not</c>, so that the compliance reasons that Azure shows name the property and the value that was expected.
/// </summary>
/// <remarks>
/// What a missing property means is always said. Azure compares a missing property as null: <c>notEquals</c>,
/// <c>notIn</c> and their like are then true, <c>equals</c> and <c>in</c> false, and an ordering operator has nothing to
/// compare (MicrosoftDocs/azure-docs, definition-structure-policy-rule.md and author-policies-for-arrays.md). So the
/// guard by <c>exists</c> is added just where the bare operator would give the other answer.
/// </remarks>
internal sealed class ConditionWriter(AliasTable aliases, DiagnosticBag diagnostics, string file)
{
    private static readonly ImmutableArray<string> Subjects = ["property", "field", "value", "count", "countValue", "allOf", "anyOf", "not"];

    private static readonly ImmutableDictionary<string, string> Inverse = new Dictionary<string, string>
    {
        ["equals"] = "notEquals",
        ["in"] = "notIn",
        ["like"] = "notLike",
        ["contains"] = "notContains",
        ["containsKey"] = "notContainsKey",
        ["match"] = "notMatch",
        ["matchInsensitively"] = "notMatchInsensitively",
        ["less"] = "greaterOrEquals",
        ["greater"] = "lessOrEquals",
    }.SelectMany(p => new[] { p, KeyValuePair.Create(p.Value, p.Key) }).ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The condition as it is written.</summary>
    public JObject Condition(JToken condition, IReadOnlyList<string> types)
    {
        if (Subject(condition) is not { } subject)
            return [];
        var node = (JObject)condition;
        switch (subject)
        {
            case "allOf" or "anyOf":
                return new JObject(new JProperty(subject, new JArray(node[subject]!.Select(c => Condition(c, types)))));
            case "not":
                return new JObject(new JProperty("not", Condition(node["not"]!, types)));
        }

        if (node["ifMissing"] is { } misplaced)
            diagnostics.Error("condition-invalid", "\"ifMissing\" has a meaning only in what is required of the resource itself, outside \"not\" and \"where\".", JsonText.Locate(misplaced, file));
        if (Operator(node) is not { } @operator)
            return [];
        return Leaf(node, subject, @operator, node[@operator]!, types);
    }

    /// <summary>The condition that is true just where <paramref name="requirement"/> does not hold.</summary>
    public JObject Violation(JToken requirement, IReadOnlyList<string> types)
    {
        if (Subject(requirement) is not { } subject)
            return [];
        var node = (JObject)requirement;
        switch (subject)
        {
            case "allOf":
                return new JObject(new JProperty("anyOf", new JArray(node["allOf"]!.Select(c => Violation(c, types)))));
            case "anyOf":
                return new JObject(new JProperty("allOf", new JArray(node["anyOf"]!.Select(c => Violation(c, types)))));
            case "not":
                return Condition(node["not"]!, types);
        }

        if (Operator(node) is not { } @operator)
            return [];
        var operand = node[@operator]!;
        if (@operator == "exists")
            return Leaf(node, subject, "exists", !(bool)operand, types);

        var inverse = Inverse[@operator];
        if (subject != "property")
            return Leaf(node, subject, inverse, operand, types);

        var missing = (string?)node["ifMissing"];
        if (missing is null)
        {
            diagnostics.Error("if-missing-unsaid", "A required property says with \"ifMissing\" whether a resource without it is compliant.", JsonText.Locate(node, file));
            return [];
        }

        // A bare inverse is true for a missing property exactly when it is a negative operator.
        // Where the operand matches an empty string, Azure takes a missing property for one: only a guard is sure then.
        var negative = inverse.StartsWith("not", StringComparison.Ordinal);
        var emptyCounts = MatchesEmpty(operand);
        var ordering = inverse is "less" or "lessOrEquals" or "greater" or "greaterOrEquals";
        if (missing == "nonCompliant")
        {
            return negative && !emptyCounts
                ? Leaf(node, subject, inverse, operand, types)
                : new JObject(new JProperty("anyOf", new JArray(Exists(node, false, types), Leaf(node, subject, inverse, operand, types))));
        }

        if (@operator == "equals" && operand.Type == JTokenType.Boolean)
            return Leaf(node, subject, "equals", !(bool)operand, types);
        return !negative && !ordering && !emptyCounts
            ? Leaf(node, subject, inverse, operand, types)
            : new JObject(new JProperty("allOf", new JArray(Exists(node, true, types), Leaf(node, subject, inverse, operand, types))));
    }

    /// <summary>The full name of an alias given below one of the types; a diagnostic when no type has it.</summary>
    public string Alias(string property, IReadOnlyList<string> types, SourceLocation location)
    {
        // A full name starts with its resource provider; a relative one may hold a slash but never such a start.
        var full = property.Contains('/', StringComparison.Ordinal) && property.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase);
        var candidates = full ? [property] : types.Select(type => $"{type}/{property}").ToArray();
        foreach (var candidate in candidates)
        {
            if (aliases.TryGet(candidate, out _))
                return candidate;
        }

        diagnostics.Error("unknown-alias", $"Azure Policy has no alias {string.Join(" or ", candidates)}.", location);
        return candidates.Length > 0 ? candidates[0] : property;
    }

    // equals, in, like, contains and their inverses take null as an empty string (definition-structure-policy-rule.md).
    private static bool MatchesEmpty(JToken operand) => operand switch
    {
        JValue { Value: string text } => text.Trim('*').Length == 0,
        JArray list => list.Any(MatchesEmpty),
        _ => false,
    };

    private JObject Exists(JObject node, bool exists, IReadOnlyList<string> types) => Leaf(node, "property", "exists", exists, types);

    private JObject Leaf(JObject node, string subject, string @operator, JToken operand, IReadOnlyList<string> types)
    {
        var leaf = new JObject();
        switch (subject)
        {
            case "property":
                leaf["field"] = Alias((string)node["property"]!, types, JsonText.Locate(node["property"]!, file));
                break;
            case "field":
                leaf["field"] = node["field"]!.DeepClone();
                break;
            case "value":
                leaf["value"] = node["value"]!.DeepClone();
                break;
            case "count":
                var count = new JObject { ["field"] = Alias((string)node["count"]!, types, JsonText.Locate(node["count"]!, file)) };
                AddWhere(node, count, types);
                leaf["count"] = count;
                break;
            default:
                var values = new JObject { ["value"] = node["countValue"]!.DeepClone() };
                if (node["as"] is { } name)
                    values["name"] = name.DeepClone();
                AddWhere(node, values, types);
                leaf["count"] = values;
                break;
        }

        leaf[@operator] = operand.DeepClone();
        return leaf;
    }

    private void AddWhere(JObject node, JObject count, IReadOnlyList<string> types)
    {
        if (node["where"] is { } where)
            count["where"] = Condition(where, types);
    }

    private string? Subject(JToken condition)
    {
        var found = condition is JObject node ? Subjects.Where(s => node[s] is not null).ToArray() : [];
        if (found.Length == 1)
            return found[0];
        diagnostics.Error("condition-invalid", $"A condition has exactly one of {string.Join(", ", Subjects)}.", JsonText.Locate(condition, file));
        return null;
    }

    private string? Operator(JObject node)
    {
        var found = node.Properties().Select(p => p.Name).Where(n => n == "exists" || Inverse.ContainsKey(n)).ToArray();
        if (found.Length == 1)
            return found[0];
        diagnostics.Error("condition-invalid", found.Length == 0 ? "The condition has no operator." : $"The condition has several operators: {string.Join(", ", found)}.", JsonText.Locate(node, file));
        return null;
    }
}
