using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation;

/// <summary>Reads where assignments and exemptions hold.</summary>
internal static class PolicyScopes
{
    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";
    private const string AssignmentSegment = "/providers/Microsoft.Authorization/policyAssignments/";

    /// <summary>
    /// The scope of an assignment. That of a management group, or one with a placeholder, takes in every resource of the
    /// run: where its subscriptions lie is not known offline.
    /// </summary>
    public static PolicyScope Of(PolicyAssignment assignment, ImmutableArray<PolicyExemption> exemptions)
    {
        var scope = assignment.Scope?.Value;
        if (scope is null && assignment.Id?.Value is { } id && id.IndexOf(AssignmentSegment, StringComparison.OrdinalIgnoreCase) is > 0 and var at)
            scope = id[..at];
        return new PolicyScope(
            scope is not null && scope.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && !scope.AsSpan().ContainsAny('{', '$', '[') ? scope : null,
            [.. assignment.NotScopes.Select(s => s.Value)],
            Groups(assignment.ResourceSelectors),
            assignment.EnforcementMode is not { } mode || !mode.Is("DoNotEnforce"),
            exemptions,
            scope is not null && scope.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase) && !scope.AsSpan().ContainsAny('{', '$', '[') ? [ResourceIds.LastSegment(scope.TrimEnd('/'))] : null);
    }

    public static ImmutableArray<ImmutableArray<ResourceCondition>> Groups(ImmutableArray<ResourceSelector> selectors) =>
        [.. selectors.Select(s => Conditions(s.Selectors))];

    public static ImmutableArray<ResourceCondition> Conditions(ImmutableArray<AssignmentSelector> selectors) =>
        [.. selectors.Select(s => Condition(s.Kind?.Value, s.In, s.NotIn))];

    /// <summary>One selector; <c>in</c> goes before <c>notIn</c>.</summary>
    public static ResourceCondition Condition(string? kind, JArray? included, JArray? excluded) =>
        new(kind ?? "", Texts(included ?? excluded), included is null && excluded is not null);

    /// <summary>The texts of a list.</summary>
    public static ImmutableArray<string> Texts(JArray? array) => [.. (array ?? []).Where(t => t.Type == JTokenType.String).Select(t => (string)t!)];
}

/// <summary>A policyExemptions resource, as policy files hold it (exemption-structure.md).</summary>
/// <param name="Exemption">The exemption.</param>
/// <param name="AssignmentId">Id of the assignment that it is from.</param>
/// <param name="ReferenceIds">References of the initiative that it is for; empty for all.</param>
public sealed record ExemptionResource(PolicyExemption Exemption, string AssignmentId, ImmutableArray<string> ReferenceIds)
{
    private const string Segment = "/providers/Microsoft.Authorization/policyExemptions/";

    /// <summary>True when it is for the assignment: by id, or by name where a file has no id.</summary>
    public bool IsFor(PolicyAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        return assignment.Id is { } id ? id.Is(AssignmentId)
            : string.Equals(ResourceIds.LastSegment(AssignmentId), assignment.ReferenceName, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True when it is for the reference.</summary>
    public bool Covers(string referenceId) => ReferenceIds.IsEmpty || ReferenceIds.Contains(referenceId, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one; null for JSON that is something else or lacks id, assignment or a valid expiry.</summary>
    public static ExemptionResource? Read(JToken root)
    {
        if (root is not JObject source || source.Find("properties") is not JObject properties
            || Text(source, "id") is not { } id || id.LastIndexOf(Segment, StringComparison.OrdinalIgnoreCase) is not (> 0 and var at)
            || Text(properties, "policyAssignmentId") is not { } assignment)
        {
            return null;
        }

        DateTimeOffset? expires = null;
        if (Text(properties, "expiresOn") is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
                return null;
            expires = date;
        }

        var selectors = (properties.Find("resourceSelectors") as JArray ?? []).OfType<JObject>()
            .Select(s => (s.Find("selectors") as JArray ?? []).OfType<JObject>()
                .Select(c => PolicyScopes.Condition(Text(c, "kind"), c.Find("in") as JArray, c.Find("notIn") as JArray)).ToImmutableArray())
            .ToImmutableArray();
        return new ExemptionResource(
            new PolicyExemption(Text(source, "name") ?? id, id[..at], Text(properties, "exemptionCategory") ?? "Waiver", expires, selectors),
            assignment,
            PolicyScopes.Texts(properties.Find("policyDefinitionReferenceIds") as JArray));
    }

    private static string? Text(JObject source, string name) => source.Find(name) is { Type: JTokenType.String } value ? (string)value! : null;
}
