using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Auditing.Judging;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>Makes assignments, initiatives, exemptions and attestations of their JSON.</summary>
internal static class PolicyObjects
{
    public const string AssignmentAction = "Microsoft.Authorization/policyAssignments/read";
    public const string InitiativeAction = "Microsoft.Authorization/policySetDefinitions/read";
    public const string DefinitionAction = "Microsoft.Authorization/policyDefinitions/read";
    public const string ExemptionAction = "Microsoft.Authorization/policyExemptions/read";
    public const string AttestationAction = "Microsoft.PolicyInsights/attestations/read";

    /// <summary>Reads documents; one that is none of its kind is a failure of the scope that it belongs to.</summary>
    public static ImmutableArray<T> Documents<T>(IEnumerable<JObject> sources, ReadingLog log, string action)
        where T : PolicyDocument
    {
        var documents = new SortedDictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            var id = source.Text("id");
            foreach (var empty in source.Properties().Where(p => p.Value is JValue { Value: null or "" }).ToList())
                empty.Remove();
            if (PolicyDocumentReader.Read(source, id) is T document && id.Length > 0)
                documents.TryAdd(id, document);
            else
                log.Fail(AuditPart.Assignments, "policy objects", Parent(id) is { Length: > 0 } scope ? scope : "/", Attempt.Malformed($"'{id}' does not have the form that is expected of it.", action, id).Failure);
        }

        return [.. documents.Values];
    }

    /// <exception cref="Newtonsoft.Json.JsonException">It has another form.</exception>
    public static LiveDefinition Definition(JObject source) =>
        new(source.Required("id"), source.Required("name"), source.OptionalText("version") ?? source.Object("properties")?.Object("metadata")?.OptionalText("version"));

    /// <exception cref="Newtonsoft.Json.JsonException">It has another form.</exception>
    public static LiveExemption Exemption(JObject source)
    {
        var id = source.Required("id");
        var properties = source.Object("properties") ?? [];
        var metadata = properties.Object("metadata") ?? [];
        return new LiveExemption(id, Parent(id), properties.Required("policyAssignmentId"), properties.Texts("policyDefinitionReferenceIds"), properties.Text("exemptionCategory"),
            properties.OptionalText("displayName"), properties.OptionalText("description"),
            metadata.OptionalText("owner") ?? metadata.OptionalText("requestedBy") ?? metadata.OptionalText("approvedBy"), Expiry(properties));
    }

    /// <exception cref="Newtonsoft.Json.JsonException">It has another form.</exception>
    public static LiveAttestation Attestation(JObject source)
    {
        var id = source.Required("id");
        var properties = source.Object("properties") ?? [];
        return new LiveAttestation(id, Parent(id), properties.Required("policyAssignmentId"), properties.OptionalText("policyDefinitionReferenceId"),
            properties.OptionalText("complianceState") ?? AzureStates.Unknown, properties.OptionalText("owner"), properties.OptionalText("comments"), properties.Time("assessmentDate"), Expiry(properties),
            [.. properties.Objects("evidence").Select(e => e.OptionalText("sourceUri")).OfType<string>()]);
    }

    /// <summary>What an extension belongs to: the part of its id before its own <c>/providers/</c>; empty for none.</summary>
    public static string Parent(string id) => id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) is var end and >= 0 ? id[..end] : "";

    // An end that cannot be read must not pass for "never".
    private static DateTimeOffset? Expiry(JObject properties) =>
        properties.OptionalText("expiresOn") is not { } text
            ? null
            : ArmRow.ParseTime(text) ?? throw new Newtonsoft.Json.JsonReaderException($"'{text}' is no time at which something can expire.");

    /// <summary>True when an assignment holds at a scope of the run: it is there or above, as far as the groups above are known.</summary>
    public static bool IsInherited(PolicyAssignment assignment, string scope, AuditEstate estate)
    {
        var at = Parent(assignment.Id?.Value ?? "");
        return string.Equals(at, scope, StringComparison.OrdinalIgnoreCase)
            || estate.Subscriptions.Any(s => string.Equals(s.ResourceId, scope, StringComparison.OrdinalIgnoreCase) && AssignedInitiative.IsAbove(at, s));
    }
}
