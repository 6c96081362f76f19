using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Reading;

namespace PolicyGen.Policies;

/// <summary>
/// Reads policy definitions, initiatives and assignments from JSON that was parsed with
/// <see cref="Data.JsonText.Parse"/>. Property names are found in any letter case, as Azure does. Nothing in the input
/// makes it throw: what is malformed is left out and listed in <see cref="PolicyDocument.Problems"/>.
/// </summary>
public static class PolicyDocumentReader
{
    /// <summary>
    /// Reads a policy resource, whole (<c>{id, name, type, properties}</c>) or only its properties.
    /// </summary>
    /// <param name="root">The document's root.</param>
    /// <param name="file">The file, for messages.</param>
    /// <returns>The document, or null when the JSON is something else.</returns>
    public static PolicyDocument? Read(JToken root, string file)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(file);
        if (root is not JObject source)
            return null;

        var inner = source.Find("properties") as JObject;
        var properties = inner ?? source;
        var kind = KindOf(source, properties);
        if (kind == Kind.Other)
            return null;

        var parts = new PartReader();
        SourcedText? id = null, name = null;
        if (inner is not null)
        {
            id = parts.Text(source, "id");
            name = parts.Text(source, "name");
            parts.Known(source, "A policy resource", PolicyProblemKind.UnknownProperty, "id", "name", "type", "properties", "identity", "location",
                "scope", "apiVersion", "systemData", "sku", "kind", "dependsOn", "comments");
        }

        var frame = new DocumentFrame(file, source, properties, id, name);
        return kind switch
        {
            Kind.Definition => new DefinitionReader(parts).Read(frame),
            Kind.SetDefinition => new SetDefinitionReader(parts).Read(frame),
            _ => new AssignmentReader(parts).Read(frame),
        };
    }

    private enum Kind
    {
        Other,
        Definition,
        SetDefinition,
        Assignment,
    }

    // The type says it, or the id does, or else the one property that no other kind has.
    private static Kind KindOf(JObject source, JObject properties)
    {
        if (!ReferenceEquals(source, properties))
        {
            var type = source.Find("type") is { Type: JTokenType.String } t ? (string)t! : "";
            var id = source.Find("id") is { Type: JTokenType.String } i ? (string)i! : "";
            if (Names(type, id, "policyDefinitions"))
                return Kind.Definition;
            if (Names(type, id, "policySetDefinitions"))
                return Kind.SetDefinition;
            if (Names(type, id, "policyAssignments"))
                return Kind.Assignment;
            if (type.Length > 0)
                return Kind.Other;
        }

        if (properties.Find("policyRule") is not null)
            return Kind.Definition;
        if (properties.Find("policyDefinitions") is JArray)
            return Kind.SetDefinition;
        // An exemption has policyAssignmentId, a policy state has many properties of this name's kin: neither is an assignment.
        return properties.Find("policyDefinitionId") is { Type: JTokenType.String }
            && properties.Find("policyAssignmentId") is null && properties.Find("resourceId") is null
            ? Kind.Assignment
            : Kind.Other;
    }

    private static bool Names(string type, string id, string collection)
    {
        if (type.Length > 0)
            return string.Equals(type, "Microsoft.Authorization/" + collection, StringComparison.OrdinalIgnoreCase);
        var parent = id.LastIndexOf('/');
        return parent > 0 && id.AsSpan(0, parent).EndsWith("/Microsoft.Authorization/" + collection, StringComparison.OrdinalIgnoreCase);
    }
}
