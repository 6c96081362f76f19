using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>What a schema cannot say: names that must be there, ids that must be unique.</summary>
internal static class EstateChecks
{
    /// <exception cref="EstateException">Something is missing or doubled.</exception>
    public static void Check(Estate estate, string file)
    {
        Unique(estate.ManagementGroups.Select(g => g.Name), "management group", file);
        Unique(estate.Subscriptions.Select(s => s.Id), "subscription", file);
        Unique(estate.Resources.Select(r => r.Text("id")!), "resource", file);
        var groups = estate.ManagementGroups.ToDictionary(g => g.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var group in estate.ManagementGroups)
        {
            if (group.Parent is { } parent && !groups.ContainsKey(parent))
                throw new EstateException($"{file}: the management group {group.Name} is in {parent}, which is not there.");
            var depth = 0;
            for (var next = group; next.Parent is not null; next = groups[next.Parent])
            {
                if (++depth > groups.Count)
                    throw new EstateException($"{file}: the management group {group.Name} is above itself.");
            }
        }
        foreach (var subscription in estate.Subscriptions.Where(s => !groups.ContainsKey(s.ManagementGroup)))
            throw new EstateException($"{file}: the subscription {subscription.Id} is in the management group {subscription.ManagementGroup}, which is not there.");
        foreach (var resource in estate.Resources.Where(r => ArmPath.SubscriptionOf(r.Text("id")!) is { } id && estate.Subscriptions.All(s => s.Id != id)))
            throw new EstateException($"{file}: the resource {resource.Text("id")} is in a subscription that is not there.");
    }

    private static void Unique(IEnumerable<string> names, string what, string file)
    {
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new EstateException($"{file}: the {what} {twice.Key} is there twice.");
    }
}
