namespace PolicyGen.Resources;

/// <summary>
/// A resource id, taken apart (MicrosoftDocs/azure-docs, azure-resource-manager/management: resource-name-rules.md,
/// extension-resource-types.md). Parsing never throws; what cannot be told is null or empty.
/// </summary>
/// <param name="Text">The id as given.</param>
/// <param name="SubscriptionId">Subscription, or null for resources of a management group or the tenant.</param>
/// <param name="ResourceGroup">Resource group, or null.</param>
/// <param name="Type">
/// Full type: <c>Microsoft.Sql/servers/databases</c>. A subscription is <c>Microsoft.Resources/subscriptions</c>, a
/// resource group <c>Microsoft.Resources/subscriptions/resourceGroups</c>, as Azure Policy names them. Empty when unknown.
/// </param>
/// <param name="FullName">Name with those of its parents: <c>server/database</c>.</param>
/// <param name="Parent">
/// Id of what it is nested in: the parent resource of a child, the extended resource or scope of an extension, the
/// resource group or subscription of a top-level resource; null for a subscription or when unknown.
/// </param>
public sealed record ArmResourceId(string Text, string? SubscriptionId, string? ResourceGroup, string Type, string FullName, string? Parent)
{
    /// <summary>The last segment of the name.</summary>
    public string Name => FullName[(FullName.LastIndexOf('/') + 1)..];

    /// <summary>Takes an id apart.</summary>
    public static ArmResourceId Parse(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var text = id.TrimEnd('/');
        var segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var subscription = After(segments, 0, "subscriptions");
        var group = subscription is null ? null : After(segments, 2, "resourceGroups");

        var providers = Array.FindLastIndex(segments, s => string.Equals(s, "providers", StringComparison.OrdinalIgnoreCase));
        if (providers < 0 || segments.Length < providers + 4)
        {
            return group is not null && segments.Length == 4
                ? new ArmResourceId(id, subscription, group, "Microsoft.Resources/subscriptions/resourceGroups", group, "/subscriptions/" + subscription)
                : subscription is not null && segments.Length == 2
                    ? new ArmResourceId(id, subscription, null, "Microsoft.Resources/subscriptions", subscription, null)
                    : new ArmResourceId(id, subscription, group, "", segments.Length > 0 ? segments[^1] : "", null);
        }

        var type = segments[providers + 1];
        var name = "";
        for (var i = providers + 2; i < segments.Length; i += 2)
        {
            type += "/" + segments[i];
            if (i + 1 < segments.Length)
                name += (name.Length > 0 ? "/" : "") + segments[i + 1];
        }

        // A child lies in its parent, a top-level resource or an extension in what stands before "/providers/".
        var isChild = segments.Length - providers > 4;
        var parent = "/" + string.Join('/', isChild ? segments[..^2] : segments[..providers]);
        return new ArmResourceId(id, subscription, group, type, name, parent.Length == 1 ? null : parent);
    }

    private static string? After(string[] segments, int index, string word) =>
        segments.Length > index + 1 && string.Equals(segments[index], word, StringComparison.OrdinalIgnoreCase) ? segments[index + 1] : null;
}
