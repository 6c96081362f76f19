using Newtonsoft.Json.Linq;

namespace PolicyGen.Rendering;

/// <summary>
/// Brings the conditions of a rendered rule into their plainest form: an <c>allOf</c> inside an <c>allOf</c> is merged
/// (likewise <c>anyOf</c>), one of a single condition is that condition, an empty <c>allOf</c> is left out. Patterns can
/// then be written for the general case without leaving scaffolding in what is deployed.
/// </summary>
internal static class RuleNormalizer
{
    /// <summary>Normalises <c>if</c> and the existence condition of a policyRule, in place.</summary>
    public static void Normalize(JObject policyRule)
    {
        if (policyRule["if"] is JObject condition)
            policyRule["if"] = Simplify(condition);
        if (policyRule["then"]?["details"] is JObject details && details["existenceCondition"] is JObject existence)
        {
            var simple = Simplify(existence);
            if (simple is JObject { Count: 1 } empty && empty["allOf"] is JArray { Count: 0 })
                details.Remove("existenceCondition");
            else
                details["existenceCondition"] = simple;
        }
    }

    private static JObject Simplify(JObject condition)
    {
        foreach (var name in (ReadOnlySpan<string>)["allOf", "anyOf"])
        {
            if (condition[name] is not JArray members)
                continue;
            var flat = new JArray();
            foreach (var member in members.OfType<JObject>().Select(Simplify))
            {
                if (member.Count == 1 && member[name] is JArray inner)
                    flat.Add(inner.Children());
                else if (name == "anyOf" || !IsEmpty(member))
                    flat.Add(member);
            }

            return flat.Count == 1 ? (JObject)flat[0] : new JObject(new JProperty(name, flat));
        }

        if (condition["not"] is JObject negated)
            condition["not"] = Simplify(negated);
        if (condition["count"] is JObject count && count["where"] is JObject where)
            count["where"] = Simplify(where);
        return condition;
    }

    private static bool IsEmpty(JObject condition) => condition.Count == 1 && condition["allOf"] is JArray { Count: 0 };
}
