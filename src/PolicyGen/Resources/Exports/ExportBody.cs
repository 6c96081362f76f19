using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Resources.Exports;

/// <summary>Makes of an element what ARM would give for the resource, with what the export leaves out marked as unknown.</summary>
internal static class ExportBody
{
    private const string NoProperties = "the export leaves the properties out, as az resource list does";

    private const string NoColumn = "the query of the export leaves this column out";

    /// <summary>Makes an object of a row.</summary>
    public static JObject FromRow(JArray row, IReadOnlyList<string> columns)
    {
        var body = new JObject();
        for (var i = 0; i < columns.Count && i < row.Count; i++)
            body.Add(columns[i], row[i]);
        return body;
    }

    /// <summary>
    /// Removes the members that the export gives as null because the resource has none, and marks those that it does not
    /// give: the properties that <c>az resource list</c> leaves out (with them zones, which it never has), the columns that
    /// a Resource Graph query does not project. A GET body is complete: what it lacks, the resource lacks.
    /// </summary>
    /// <returns>True when something was marked.</returns>
    public static bool Complete(JObject body, bool isGraph)
    {
        // A full row has these two, which nothing else has; an array of rows without anything around it is known by them.
        isGraph |= body.ContainsKey("subscriptionId") && body.ContainsKey("tenantId");
        var noProperties = body.Find("properties") is null or { Type: JTokenType.Null };
        var marked = false;
        foreach (var member in ResourceContent.Members)
        {
            if (body.Property(member, StringComparison.OrdinalIgnoreCase) is { } property)
            {
                if (property.Value.Type == JTokenType.Null && member != "properties" || isGraph && IsEmptyText(member, property.Value))
                {
                    property.Remove();
                    continue;
                }

                if (member != "properties" || !noProperties)
                    continue;
            }
            else if (!noProperties && !isGraph)
            {
                continue;
            }

            body[member] = Unresolved.Create(isGraph ? NoColumn : NoProperties);
            marked = true;
        }

        return marked;
    }

    // Resource Graph writes "" where these are missing.
    private static bool IsEmptyText(string member, JToken value) =>
        member is "kind" or "managedBy" or "location" && value is JValue { Value: "" };
}
