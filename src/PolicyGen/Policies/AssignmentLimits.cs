namespace PolicyGen.Policies;

/// <summary>Azure's limits on the selectors of assignments (assignment-structure.md).</summary>
public static class AssignmentLimits
{
    /// <summary>Every limit that the assignment exceeds.</summary>
    public static IEnumerable<ExceededLimit> Exceeded(PolicyAssignment assignment, PolicyLimits limits)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(limits);
        if (assignment.NotScopes.Length > limits.NotScopes)
            yield return new ExceededLimit(RuleLimits.Message("excluded scopes", assignment.NotScopes.Length, limits.NotScopes), assignment.Properties.Find("notScopes")!);
        if (assignment.Overrides.Length > limits.Overrides)
            yield return new ExceededLimit(RuleLimits.Message("overrides", assignment.Overrides.Length, limits.Overrides), assignment.Properties.Find("overrides")!);
        if (assignment.ResourceSelectors.Length > limits.ResourceSelectors)
            yield return new ExceededLimit(RuleLimits.Message("resource selectors", assignment.ResourceSelectors.Length, limits.ResourceSelectors), assignment.Properties.Find("resourceSelectors")!);

        foreach (var selectors in assignment.Overrides.Select(o => o.Selectors).Concat(assignment.ResourceSelectors.Select(s => s.Selectors)))
        {
            var kinds = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var selector in selectors)
            {
                if (selector.Kind is { } kind && !kinds.Add(kind.Value))
                    yield return new ExceededLimit($"The kind '{kind.Value}' is used twice; Azure takes each kind once.", kind.Source);
                if ((selector.In ?? selector.NotIn) is { } values && values.Count > limits.SelectorValues)
                    yield return new ExceededLimit(RuleLimits.Message("values of one selector", values.Count, limits.SelectorValues), values);
                if (selector is { In: not null, NotIn: not null })
                    yield return new ExceededLimit("A selector has either 'in' or 'notIn'.", selector.Source);
            }
        }
    }
}
