using System.Globalization;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An assignment keeps to Azure's limits. Page: docs/rules/assignment-limits.md.</summary>
public sealed class AssignmentLimitsRule() : LintRule<PolicyAssignment>(
    "assignment-limits", "An assignment keeps to Azure's limits", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyAssignment subject, LintContext context)
    {
        var limits = context.Limits;
        var atManagementGroup = (subject.Scope?.Value ?? subject.Id?.Value ?? "")
            .StartsWith("/providers/Microsoft.Management/managementGroups/", StringComparison.OrdinalIgnoreCase);
        if (atManagementGroup && subject.Name is { } name && name.Value.Length > limits.ManagementGroupAssignmentNameLength)
            yield return subject.At(name, Exceeds("characters in the name of an assignment at a management group", name.Value.Length, limits.ManagementGroupAssignmentNameLength));
        if (subject.NotScopes.Length > limits.NotScopes)
            yield return subject.At(subject.Properties.Find("notScopes")!, Exceeds("excluded scopes", subject.NotScopes.Length, limits.NotScopes));
        if (subject.Overrides.Length > limits.Overrides)
            yield return subject.At(subject.Properties.Find("overrides")!, Exceeds("overrides", subject.Overrides.Length, limits.Overrides));
        if (subject.ResourceSelectors.Length > limits.ResourceSelectors)
            yield return subject.At(subject.Properties.Find("resourceSelectors")!, Exceeds("resource selectors", subject.ResourceSelectors.Length, limits.ResourceSelectors));

        foreach (var selectors in subject.Overrides.Select(o => o.Selectors).Concat(subject.ResourceSelectors.Select(s => s.Selectors)))
        {
            var kinds = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var selector in selectors)
            {
                if (selector.Kind is { } kind && !kinds.Add(kind.Value))
                    yield return subject.At(kind, $"The kind '{kind.Value}' is used twice; Azure takes each kind once.");
                if ((selector.In ?? selector.NotIn) is { } values && values.Count > limits.SelectorValues)
                    yield return subject.At(values, Exceeds("values of one selector", values.Count, limits.SelectorValues));
                if (selector is { In: not null, NotIn: not null })
                    yield return subject.At(selector.Source, "A selector has either 'in' or 'notIn'.");
            }
        }
    }

    private static string Exceeds(string what, int number, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"There are {number} {what}; Azure takes {limit}.");
}
