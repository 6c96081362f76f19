using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Where a query to Resource Graph looks. What the caller may not read is left out without a word.</summary>
internal sealed class GraphScope
{
    private static readonly string[] Filters = ["AtScopeAndBelow", "AtScopeAndAbove", "AtScopeAboveAndBelow", "AtScopeExact"];

    private readonly EstateIndex _index;
    private readonly IReadOnlyList<string> _roots;
    private readonly HashSet<string> _subscriptions;
    private readonly HashSet<string> _above;
    private readonly string _filter;

    /// <exception cref="ArmError">The scope cannot be understood or is too large.</exception>
    public GraphScope(EstateIndex index, Access access, JObject body)
    {
        _index = index;
        var settings = index.Estate.Settings.ResourceGraph;
        var (subscriptions, groups) = (Names(body, "subscriptions"), Names(body, "managementGroups"));
        if (subscriptions.Count > 0 && groups.Count > 0)
            throw GraphErrors.BadRequest("InvalidScope", "Only one of subscriptions and managementGroups can be given.");
        if (subscriptions.Count > settings.MaxSubscriptions)
            throw GraphErrors.BadRequest("TooManySubscriptions", FormattableString.Invariant($"The query names {subscriptions.Count} subscriptions; at most {settings.MaxSubscriptions} are allowed."));
        foreach (var group in groups)
            access.Demand("Microsoft.ResourceGraph/resources/read", ManagementGroup.IdPrefix + group);

        _roots = subscriptions.Count > 0 ? [.. subscriptions.Select(s => "/subscriptions/" + s)] : [.. groups.Select(g => ManagementGroup.IdPrefix + g)];
        var candidates = subscriptions.Count > 0 ? subscriptions.Select(index.Subscription).OfType<Subscription>()
            : groups.Count > 0 ? groups.SelectMany(index.Below).OfType<Subscription>()
            : index.Estate.Subscriptions;
        var readable = candidates.Where(s => s.IsReadable).Select(s => s.Id).Distinct().ToArray();
        // Only queries over groups and the tenant are cut off.
        IsCut = subscriptions.Count == 0 && readable.Length > settings.SubscriptionLimit;
        _subscriptions = (IsCut ? readable.Take(settings.SubscriptionLimit) : readable).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _above = _roots.SelectMany(index.ScopesAbove).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var filter = body["options"]?.Text("authorizationScopeFilter") ?? Filters[0];
        _filter = Filters.FirstOrDefault(f => f.Equals(filter, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphErrors.BadRequest("InvalidAuthorizationScopeFilter", $"'{filter}' is no authorizationScopeFilter.");
    }

    /// <summary>True when there are more subscriptions than a query may see.</summary>
    public bool IsCut { get; }

    public bool Includes(string subscription) => _subscriptions.Contains(subscription);

    /// <summary>Whether what belongs to a subscription or a management group is seen.</summary>
    public bool Shows(string scope) => ArmPath.SubscriptionOf(scope) is { } id
        ? Includes(id)
        : ArmPath.ManagementGroupOf(scope) is { } group && _index.Group(group)!.IsReadable && IsBelow(scope);

    /// <summary>Whether an assignment, definition or exemption at a scope is seen: the filter says how.</summary>
    public bool ShowsPolicy(string scope)
    {
        var isExact = _roots.Contains(scope, StringComparer.OrdinalIgnoreCase);
        return _filter switch
        {
            "AtScopeExact" => isExact,
            "AtScopeAndAbove" => isExact || IsAbove(scope),
            "AtScopeAboveAndBelow" => IsAbove(scope) || Shows(scope),
            _ => Shows(scope),
        };
    }

    // A group that the caller may not read shows nothing here, though lists at a scope below have what it inherits.
    private bool IsAbove(string scope) =>
        _above.Contains(scope) && (ArmPath.ManagementGroupOf(scope) is not { } group || _index.Group(group) is not { IsReadable: false });

    private bool IsBelow(string scope) => _roots.Count == 0 || _roots.Any(r => _index.IsWithin(scope, r));

    private static IReadOnlyList<string> Names(JObject body, string name) => body[name] switch
    {
        null or JValue { Type: JTokenType.Null } => [],
        JArray list when list.All(i => i.Type == JTokenType.String) => [.. list.Select(i => (string)i!)],
        _ => throw GraphErrors.BadRequest("InvalidScope", $"{name} must be an array of texts."),
    };
}

/// <summary>Errors as Resource Graph gives them: the cause is a detail.</summary>
internal static class GraphErrors
{
    public static ArmError BadRequest(string code, string message) => new(400, "BadRequest", "The query could not be executed; its details say why.") { Details = [(code, message)] };
}
