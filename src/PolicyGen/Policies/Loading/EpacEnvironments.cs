using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// EPAC's environments (Docs/settings-global-setting-file.md): what every assignment of one leaves out. An environment is a
/// <c>pacSelector</c>; <c>*</c> stands for all.
/// </summary>
/// <param name="NotScopes">Scopes left out, by environment.</param>
internal sealed record EpacEnvironments(ImmutableDictionary<string, ImmutableArray<string>> NotScopes)
{
    public const string All = "*";

    public static EpacEnvironments Read(IEnumerable<JObject> settings)
    {
        var found = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in settings)
        {
            foreach (var environment in file.Objects("pacEnvironments"))
                Add(environment.Text("pacSelector") ?? All, environment.Texts("globalNotScopes"));
            foreach (var property in (file.Find("globalNotScopes") as JObject ?? []).Properties())
                Add(property.Name, ((JObject)property.Parent!).Texts(property.Name));
        }

        return new EpacEnvironments(found.ToImmutable());

        void Add(string selector, IEnumerable<string> scopes) =>
            found[selector] = [.. found.GetValueOrDefault(selector, []), .. scopes];
    }

    /// <summary>What assignments of the environment leave out.</summary>
    public IEnumerable<string> For(string selector) =>
        NotScopes.GetValueOrDefault(selector, []).Concat(selector == All ? [] : NotScopes.GetValueOrDefault(All, []));
}
