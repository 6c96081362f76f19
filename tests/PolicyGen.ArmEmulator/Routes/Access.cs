using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>What the caller may do.</summary>
internal sealed class Access(EstateIndex index)
{
    /// <summary>Ends the request with 403 or 404 when the caller may not do it there, or there is no such scope.</summary>
    /// <param name="action">The action that a role must allow.</param>
    /// <param name="scope">Where; empty for the tenant.</param>
    public void Demand(string action, string scope)
    {
        if (ArmPath.SubscriptionOf(scope) is { } id)
        {
            var subscription = index.Subscription(id) ?? throw ArmError.NotFound("SubscriptionNotFound", $"The subscription '{id}' could not be found.");
            if (!subscription.IsReadable || !Allows(subscription.Permissions ?? index.Estate.Permissions, action))
                throw ArmError.Forbidden(action, scope);
            return;
        }
        // A group that is not there is told from one that may not be read by nobody but those who may read it.
        if (ArmPath.ManagementGroupOf(scope) is { } name && index.Group(name) is not { IsReadable: true })
            throw ArmError.Forbidden(action, scope);
        if (!Allows(index.Estate.Permissions, action))
            throw ArmError.Forbidden(action, scope.Length == 0 ? "/" : scope);
    }

    /// <summary>What a permissions request answers for a scope.</summary>
    public IReadOnlyList<string> Actions(string scope) =>
        ArmPath.SubscriptionOf(scope) is { } id && index.Subscription(id)?.Permissions is { } own ? own : index.Estate.Permissions;

    /// <summary>True when one of the patterns, with <c>*</c> for anything, covers the action.</summary>
    public static bool Allows(IReadOnlyList<string> patterns, string action) => patterns.Any(p => Matches(p, action));

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
            return pattern.Equals(text, StringComparison.OrdinalIgnoreCase);
        if (!text.StartsWith(pattern[..star], StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = pattern[(star + 1)..];
        for (var i = star; i <= text.Length; i++)
        {
            if (Matches(rest, text[i..]))
                return true;
        }
        return false;
    }
}
