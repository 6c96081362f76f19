using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>One of the places that an alias selects.</summary>
/// <param name="Only">The index for each alias up to a <c>[*]</c>.</param>
/// <param name="Value">What is there; null when nothing is.</param>
internal sealed record Place(ImmutableDictionary<string, int> Only, JToken? Value);

/// <summary>
/// Reads fields the slow way. Within a count the resource is seen as if the counted array had the one element
/// (author-policies-for-arrays.md): <c>only</c> says which, by the alias up to its <c>[*]</c>.
/// </summary>
internal sealed class PlainFields(ArmResource resource)
{
    /// <summary>True for a field with <c>[*]</c>.</summary>
    public static bool IsCollection(string field) => field.Contains("[*]", StringComparison.Ordinal);

    /// <summary>False for a name that is no field.</summary>
    public static bool Exists(string field) =>
        field.Contains('/', StringComparison.Ordinal) || Shape.CommonFields.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of a field without <c>[*]</c>; null when it is missing.</summary>
    public JToken? Read(string field, ImmutableDictionary<string, int> only)
    {
        if (field.Contains('/', StringComparison.Ordinal))
            return Select(field, only).Places is [var place] ? place.Value : null;
        JToken Named(string text) => resource.Content["name"] is JRaw unknown ? unknown : new JValue(text);
        return field.ToLowerInvariant() switch
        {
            "type" => new JValue(resource.Type),
            "name" => Named(resource.FullName.Split('/')[^1]),
            "fullname" => Named(resource.FullName),
            "id" => Named(resource.Id),
            "tags['a b']" => Follow(resource.Content, ["tags", "a b"]),
            "tags[owner]" => Follow(resource.Content, ["tags", "owner"]),
            var path => Follow(resource.Content, path.Split('.')),
        };
    }

    /// <summary>
    /// Every place that the alias selects, with its value and the index for each <c>[*]</c>. Arrays that are not known have
    /// none; then the places may not be all.
    /// </summary>
    public (IReadOnlyList<Place> Places, bool AreAll) Select(string alias, ImmutableDictionary<string, int> only)
    {
        if (!Shape.Paths.TryGetValue(alias, out var path) || !alias.StartsWith(resource.Type + "/", StringComparison.OrdinalIgnoreCase))
            return ([], true);
        var pieces = path.Split("[*]");
        var areAll = true;
        var prefix = "";
        List<Place> places = [new Place(only, resource.Content)];
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i > 0)
            {
                prefix = alias[..(alias.IndexOf("[*]", prefix.Length, StringComparison.Ordinal) + 3)];
                areAll &= !places.Exists(p => Unresolved.Is(p.Value));
                places = [.. places.SelectMany(p => Elements(p, prefix))];
            }

            string[] names = pieces[i].Trim('.') is { Length: > 0 } piece ? piece.Split('.') : [];
            places = [.. places.Select(p => p with { Value = Follow(p.Value, names) })];
        }

        // The counted array itself has the one element too.
        return ([.. places.Select(p => p.Only.TryGetValue(alias + "[*]", out var left) && p.Value is JArray array ? p with { Value = new JArray(array[left]) } : p)], areAll);
    }

    private static IEnumerable<Place> Elements(Place place, string prefix) =>
        place.Value is not JArray array ? []
            : place.Only.TryGetValue(prefix, out var index) ? [place with { Value = array[index] }]
            : array.Select((element, i) => new Place(place.Only.Add(prefix, i), element));

    private static JToken? Follow(JToken? token, string[] names)
    {
        foreach (var name in names)
        {
            if (Unresolved.Is(token))
                return token;
            token = token is JObject o ? o.Properties().FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.Value : null;
        }

        return token is { Type: JTokenType.Null } ? null : token;
    }
}
