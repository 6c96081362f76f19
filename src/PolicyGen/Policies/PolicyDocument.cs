using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies;

/// <summary>
/// A policy resource as a file holds it: a definition, an initiative or an assignment. It keeps every part's JSON, so
/// that messages can point; what is malformed is listed in <see cref="Problems"/>.
/// </summary>
public abstract record PolicyDocument
{
    /// <summary>The file, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The whole resource, or only its properties when that is all the file has.</summary>
    public required JObject Source { get; init; }

    /// <summary>The resource's properties; the same as <see cref="Source"/> when the file has only those.</summary>
    public required JObject Properties { get; init; }

    /// <summary>Resource id, or null.</summary>
    public SourcedText? Id { get; init; }

    /// <summary>Resource name, or null.</summary>
    public SourcedText? Name { get; init; }

    /// <summary>Name for people.</summary>
    public SourcedText? DisplayName { get; init; }

    /// <summary>Description for people.</summary>
    public SourcedText? Description { get; init; }

    /// <summary>Metadata, or null.</summary>
    public JObject? Metadata { get; init; }

    /// <summary>What does not have the expected shape, in the order of the text.</summary>
    public required ImmutableArray<PolicyProblem> Problems { get; init; }

    /// <summary>Every expression in the document, in the order of the text.</summary>
    public required ImmutableArray<PolicyExpression> Expressions { get; init; }

    /// <summary>
    /// The name by which others refer to it: its own, else the last segment of its id, else the file's name without
    /// extension.
    /// </summary>
    public string ReferenceName =>
        Name?.Value ?? (Id is { } id ? ResourceIds.LastSegment(id.Value) : Path.GetFileNameWithoutExtension(File));

    /// <summary>The place of one of the document's tokens.</summary>
    public SourceLocation Locate(JToken token) => JsonText.Locate(token, File);

    /// <summary>A metadata entry that is text, or null.</summary>
    public SourcedText? MetadataText(string name) =>
        Metadata?.Find(name) is { Type: JTokenType.String } value ? new SourcedText((string)value!, value) : null;
}

/// <summary>Resource ids in policy documents.</summary>
public static class ResourceIds
{
    /// <summary>
    /// The text after the last slash. Initiatives of ours write <c>{definitionScope}/providers/…/policyDefinitions/name</c>,
    /// where deployment fills in the scope, so only the last segment is certain.
    /// </summary>
    public static string LastSegment(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id[(id.LastIndexOf('/') + 1)..];
    }

    /// <summary>
    /// True for the id of one of Microsoft's definitions or initiatives: it belongs to no scope. Most of their names are
    /// GUIDs, but not all (17k78e20-9358-41c9-923c-fb736d382a12).
    /// </summary>
    public static bool IsBuiltIn(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith("/providers/Microsoft.Authorization/policy", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for the id of an initiative.</summary>
    public static bool IsSetDefinition(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Contains("/policySetDefinitions/", StringComparison.OrdinalIgnoreCase);
    }
}
