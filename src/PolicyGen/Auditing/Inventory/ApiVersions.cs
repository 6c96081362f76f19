using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;

namespace PolicyGen.Auditing.Inventory;

/// <summary>API versions of resource types, as the resource providers of a subscription tell them.</summary>
internal sealed class ApiVersions
{
    public const string Action = "Microsoft.Resources/subscriptions/providers/read";

    private readonly Dictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads them. The versions do not differ between subscriptions.</summary>
    /// <param name="transport">Where to read.</param>
    /// <param name="subscription">A subscription.</param>
    /// <param name="namespaces">Namespaces that are wanted, compared without case.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArmException">They could not be read.</exception>
    public static async Task<ApiVersions> ReadAsync(IArmTransport transport, AuditSubscription subscription, IReadOnlySet<string> namespaces, CancellationToken cancellationToken)
    {
        var request = new ArmRequest(HttpMethod.Get, $"/subscriptions/{subscription.Id}/providers?api-version=2021-04-01", null, Action, subscription.ResourceId);
        var versions = new ApiVersions();
        await foreach (var (space, types) in ArmPages.ReadAllAsync(transport, request, row => (Namespace: row.Text("namespace"), Types: namespaces.Contains(row.Text("namespace")) ? row.Objects("resourceTypes") : []), cancellationToken))
        {
            foreach (var type in types)
            {
                if (Choose(type) is { } version)
                    versions._versions[$"{space}/{type.Text("resourceType")}"] = version;
            }
        }

        return versions;
    }

    /// <summary>The version for a type; that of its parent where providers do not list the child. Null when there is none.</summary>
    public string? Of(string type)
    {
        for (var end = type.Length; type.IndexOf('/', StringComparison.Ordinal) is var space && end > space; end = type.LastIndexOf('/', end - 1))
        {
            if (_versions.TryGetValue(type[..end], out var version))
                return version;
        }

        return null;
    }

    // Versions are dates, with "-preview" after some: the text order is that of time.
    private static string? Choose(JObject type)
    {
        var all = type.Texts("apiVersions").Where(IsVersion).OrderDescending(StringComparer.Ordinal).ToList();
        return type.OptionalText("defaultApiVersion") is { } chosen && IsVersion(chosen) ? chosen
            : all.Find(v => !v.Contains('-', StringComparison.Ordinal) || v.Length == "2024-01-01".Length) ?? all.FirstOrDefault();
    }

    // It becomes part of an address.
    private static bool IsVersion(string version) => version.Length is >= 10 and <= 40 && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
