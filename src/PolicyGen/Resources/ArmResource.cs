using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources;

/// <summary>Where a resource comes from, which decides how Azure Policy would meet it.</summary>
public enum ResourceOrigin
{
    /// <summary>
    /// A template, snapshot or what-if result: a request that is still to be made. Policy sees the payload only; append
    /// and modify change it.
    /// </summary>
    Request,

    /// <summary>An export of what is deployed: a scan, in which nothing is changed.</summary>
    Existing,
}

/// <summary>One resource to judge.</summary>
public sealed class ArmResource
{
    private ArmResourceId? _parsedId;

    /// <summary>Resource id. Unique within a run; made up from scope, type and name where the input has none.</summary>
    public required string Id { get; init; }

    /// <summary>Full type, <c>Microsoft.Sql/servers/databases</c>; resource groups and subscriptions as in <see cref="ArmResourceId.Type"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Name with those of the parents, <c>server/database</c>; the expression when it is unresolved.</summary>
    public required string FullName { get; init; }

    /// <summary>
    /// The resource as Azure Policy sees it: name, type, location, kind, sku, tags, identity, properties, zones, …. Values
    /// that are not known yet are <see cref="Unresolved"/>.
    /// </summary>
    public required JObject Content { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ResourceOrigin Origin { get; init; }

    /// <summary>API version of the request; null for an existing resource, for which Azure takes the latest.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// The expression that decides whether it is deployed at all, where it is not known before deployment; null when it is
    /// deployed for certain. Such a resource must not count as present, nor as absent.
    /// </summary>
    public string? Condition { get; init; }

    /// <summary>Where it is declared: the Bicep or JSON file and line; only the file where the line is not known.</summary>
    public SourceLocation Source { get; init; } = SourceLocation.None;

    /// <summary>True when the content holds an <see cref="Unresolved"/> value.</summary>
    public bool HasUnresolved { get; init; }

    /// <summary>The same resource with another content; what is unresolved in it is looked up anew.</summary>
    internal ArmResource With(JObject content) => new()
    {
        Id = Id,
        Type = Type,
        FullName = FullName,
        Content = content,
        Origin = Origin,
        ApiVersion = ApiVersion,
        Source = Source,
        HasUnresolved = Unresolved.IsWithin(content),
        Condition = Condition,
    };

    /// <summary>The id, taken apart.</summary>
    public ArmResourceId ParsedId => _parsedId ??= ArmResourceId.Parse(Id);

    /// <summary>Last segment of the name.</summary>
    public string Name => FullName.StartsWith('[') ? FullName : FullName[(FullName.LastIndexOf('/') + 1)..];

    /// <summary>Location as written, or null.</summary>
    public string? Location => Content.GetValue("location", StringComparison.OrdinalIgnoreCase) is JValue { Type: JTokenType.String } text ? (string)text! : null;
}
