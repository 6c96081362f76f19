using System.Collections.Frozen;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Azure;

/// <summary>One of Microsoft's role definitions: what it lets an identity do to the control plane.</summary>
/// <param name="Id">The GUID that names it in every tenant.</param>
/// <param name="Name">Its name in the portal.</param>
/// <param name="Actions">Allowed actions; <c>*</c> stands for any text.</param>
/// <param name="NotActions">Actions taken away from them.</param>
public sealed record BuiltInRole(string Id, string Name, ImmutableArray<string> Actions, ImmutableArray<string> NotActions)
{
    /// <summary>True when the role allows the action, for example <c>Microsoft.Insights/diagnosticSettings/write</c>.</summary>
    public bool Allows(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Actions.Any(pattern => Matches(pattern, action)) && !NotActions.Any(pattern => Matches(pattern, action));
    }

    // Greedy matching with one point of return: linear in practice, and patterns are short.
    private static bool Matches(string pattern, string action)
    {
        int p = 0, a = 0, star = -1, retry = 0;
        while (a < action.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = a;
            }
            else if (p < pattern.Length && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(action[a]))
            {
                p++;
                a++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                a = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}

/// <summary>
/// The built-in roles that policies commonly name, not all of them. Source: MicrosoftDocs/azure-docs,
/// articles/role-based-access-control/built-in-roles/*.md.
/// </summary>
public sealed class BuiltInRoles
{
    private readonly FrozenDictionary<string, BuiltInRole> _roles;

    private BuiltInRoles(IEnumerable<BuiltInRole> roles) => _roles = roles.ToFrozenDictionary(r => r.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the table that ships with PolicyGen.</summary>
    public static BuiltInRoles Load() => new(JArray.Parse(EmbeddedData.ReadText("roles.json")).Select(role => new BuiltInRole(
        (string)role["id"]!,
        (string)role["name"]!,
        Strings(role["actions"]),
        Strings(role["notActions"]))));

    /// <summary>Every role in the table, by name.</summary>
    public IEnumerable<BuiltInRole> All() => _roles.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    /// <summary>Finds a role by GUID or by resource id; null when the table does not have it, which proves nothing.</summary>
    public BuiltInRole? Find(string idOrResourceId)
    {
        ArgumentNullException.ThrowIfNull(idOrResourceId);
        return _roles.GetValueOrDefault(idOrResourceId[(idOrResourceId.LastIndexOf('/') + 1)..]);
    }

    /// <summary>Finds a role by the name that the portal shows; null when the table does not have it.</summary>
    public BuiltInRole? FindByName(string name) =>
        _roles.Values.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<string> Strings(JToken? token) => token is JArray array ? [.. array.Select(t => (string)t!)] : [];
}
