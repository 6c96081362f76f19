using System.Globalization;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Resources.Deployments;

/// <summary>
/// Makes ids for resources whose id is left as an expression. They read like ids, the unknown parts of names in braces:
/// <c>/subscriptions/…/servers/sql{newGuid()}/databases/db</c>. The same expression gives the same text, so that a child
/// stays the child of its parent and an extension that of what it extends. Ids are told apart by a number in the end.
/// </summary>
/// <param name="scope">Where the deployment goes, as a resource id; empty for the tenant or when it is not known.</param>
internal sealed class UnresolvedIds(string scope)
{
    private readonly Dictionary<string, int> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes an id.</summary>
    /// <param name="id">The id, an expression or a text; null when there is none.</param>
    /// <param name="type">Full type.</param>
    /// <param name="name">Full name, an expression or a text.</param>
    public string Create(string? id, string type, string name)
    {
        var made = id is not null && Parse(id) is { } expression ? IdOf(expression) : null;
        made ??= Join(scope, type, NameText.Segments(name));
        var number = _given[made] = _given.GetValueOrDefault(made) + 1;
        return number == 1 ? made : string.Create(CultureInfo.InvariantCulture, $"{made}~{number}");
    }

    /// <summary>The type that an id names which is an expression; null when it cannot be told.</summary>
    public static string? TypeOf(string? id)
    {
        if (id is null || Parse(id) is not FunctionCall call)
            return null;
        var at = call.Is("extensionResourceId") ? 1 : IndexOfType(call.Arguments.AsSpan());
        return at >= 0 && at < call.Arguments.Length && call.Arguments[at] is StringLiteral { Value: var type } ? type : null;
    }

    private static Expression? Parse(string text) => ExpandedValues.IsUnresolved(text) ? ExpressionParser.Parse(text).Expression : null;

    private string? IdOf(Expression expression)
    {
        if (expression is StringLiteral { Value: ['/', ..] } literal)
            return literal.Value.TrimEnd('/');
        if (expression is not FunctionCall call)
            return null;

        var arguments = call.Arguments.AsSpan();
        // What the compiler writes for an extension: if(equals(scope, '/'), …), and if(startsWith(scope, '/'), scope, …).
        if (call.Is("if") && arguments.Length == 3 && arguments[0] is FunctionCall { Arguments: [_, StringLiteral { Value: "/" }] } test)
            return test.Is("equals") ? IdOf(arguments[2]) : test.Is("startsWith") ? IdOf(arguments[1]) : null;

        var extends = call.Is("extensionResourceId");
        var typeAt = extends ? 1 : IndexOfType(arguments);
        if (typeAt < 0 || typeAt >= arguments.Length || arguments[typeAt] is not StringLiteral { Value: var type })
            return null;

        var before = arguments[..typeAt];
        var parent = extends ? IdOf(before[0])
            : call.Is("resourceId") ? ResourceGroup(before)
            : call.Is("subscriptionResourceId") ? Subscription(before)
            : call.Is("tenantResourceId") ? ""
            : call.Is("managementGroupResourceId") && before.Length == 1 ? "/providers/Microsoft.Management/managementGroups/" + NameText.Of(before[0])
            : null;
        return parent is null ? null : Join(parent, type, [.. arguments[(typeAt + 1)..].ToArray().Select(NameText.Of)]);
    }

    private string? ResourceGroup(ReadOnlySpan<Expression> before) => before.Length switch
    {
        0 => scope,
        1 => Subscription([]) + "/resourceGroups/" + NameText.Of(before[0]),
        2 => "/subscriptions/" + NameText.Of(before[0]) + "/resourceGroups/" + NameText.Of(before[1]),
        _ => null,
    };

    private string? Subscription(ReadOnlySpan<Expression> before) => before.Length switch
    {
        0 => ArmResourceId.Parse(scope).SubscriptionId is { } id ? "/subscriptions/" + id : scope,
        1 => "/subscriptions/" + NameText.Of(before[0]),
        _ => null,
    };

    private static int IndexOfType(ReadOnlySpan<Expression> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is StringLiteral { Value: var text } && text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && text[..slash].Contains('.', StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    // Names that do not tell their parents leave these open; names with more parts than the type go into the last.
    private static string Join(string parent, string type, IReadOnlyList<string> names)
    {
        if (ResourceTypes.Normalize(type) == ResourceTypes.ResourceGroup)
            return parent + "/resourceGroups/" + string.Join('|', names);
        var types = type.Split('/');
        var levels = types.Length - 1;
        var result = parent + "/providers/" + types[0];
        for (var i = 0; i < levels; i++)
        {
            var at = i - Math.Max(0, levels - names.Count);
            var name = at < 0 ? "{?}" : i == levels - 1 ? string.Join('|', names.Skip(at)) : names[at];
            result += "/" + types[i + 1] + "/" + name;
        }

        return result;
    }
}
