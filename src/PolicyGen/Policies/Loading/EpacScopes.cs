using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>Where an assignment of EPAC's is made.</summary>
/// <param name="Scope">Resource id of a management group, subscription or resource group.</param>
/// <param name="Source">The JSON value that says it.</param>
/// <param name="NotScopes">What is left out; resource groups may be patterns with <c>*</c>.</param>
internal sealed record EpacScope(string Scope, JToken Source, ImmutableArray<string> NotScopes);

/// <summary>Reads the scopes of a branch, environment by environment.</summary>
internal static class EpacScopes
{
    /// <summary>The scopes of all environments, each once, with what is left out there.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="environments">What the environments leave out.</param>
    /// <param name="unusable">A pattern of subscriptions' display names, which are not known; null when there is none.</param>
    public static IReadOnlyList<EpacScope> Of(EpacBranch branch, EpacEnvironments environments, out string? unusable)
    {
        unusable = null;
        var scopes = new Dictionary<string, EpacScope>(StringComparer.OrdinalIgnoreCase);
        foreach (var selector in (branch.Scope ?? []).Properties())
        {
            var excluded = branch.NotScopes
                .SelectMany(n => n.Properties())
                .Where(p => p.Name == EpacEnvironments.All || p.Name.Equals(selector.Name, StringComparison.OrdinalIgnoreCase))
                .SelectMany(p => Texts(p.Value))
                .Select(t => (string)t!)
                .Concat(environments.For(selector.Name))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToLookup(s => s.Contains("subscriptionsPattern", StringComparison.OrdinalIgnoreCase));
            unusable ??= excluded[true].FirstOrDefault();
            foreach (var scope in Texts(selector.Value))
                scopes.TryAdd((string)scope!, new EpacScope((string)scope!, scope, [.. excluded[false]]));
        }

        return [.. scopes.Values];
    }

    private static IEnumerable<JToken> Texts(JToken value) =>
        (value as JArray ?? Enumerable.Repeat(value, 1)).Where(t => t.Type == JTokenType.String && ((string)t!).Length > 0);
}
