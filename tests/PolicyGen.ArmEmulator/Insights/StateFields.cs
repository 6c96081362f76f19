using PolicyGen.ArmEmulator.Estates;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>The fields of a record of policyStates, as queries name them and answers write them.</summary>
internal static class StateFields
{
    private static readonly Dictionary<string, (string Name, Func<PolicyState, object?> Read)> Fields = new[]
    {
        ("timestamp", (Func<PolicyState, object?>)(s => RelativeTimes.Text(s.Timestamp))),
        ("resourceId", s => s.Subject.Id),
        ("policyAssignmentId", s => s.Rule.AssignmentId.ToLowerInvariant()),
        ("policyDefinitionId", s => s.Rule.DefinitionId.ToLowerInvariant()),
        ("effectiveParameters", _ => null),
        ("isCompliant", s => s.Compliance == "Compliant"),
        ("subscriptionId", s => s.Subject.Subscription),
        ("resourceType", s => s.Subject.Type),
        ("resourceLocation", s => s.Subject.Location),
        ("resourceGroup", s => s.Subject.Group),
        ("resourceTags", _ => "tbd"),
        ("policyAssignmentName", s => s.Rule.AssignmentName.ToLowerInvariant()),
        ("policyAssignmentOwner", _ => "tbd"),
        ("policyAssignmentParameters", _ => "{}"),
        ("policyAssignmentScope", s => s.Rule.AssignmentScope),
        ("policyAssignmentVersion", s => s.Rule.AssignmentVersion),
        ("policyDefinitionName", s => s.Rule.DefinitionName.ToLowerInvariant()),
        ("policyDefinitionAction", s => s.Rule.Effect),
        ("policyDefinitionCategory", _ => "tbd"),
        ("policyDefinitionVersion", s => s.Rule.DefinitionVersion),
        ("policySetDefinitionId", s => s.Rule.InitiativeId.ToLowerInvariant()),
        ("policySetDefinitionName", s => s.Rule.InitiativeName.ToLowerInvariant()),
        ("policySetDefinitionOwner", _ => null),
        ("policySetDefinitionCategory", _ => null),
        ("policySetDefinitionParameters", _ => null),
        ("policySetDefinitionVersion", s => s.Rule.InitiativeVersion),
        ("policyDefinitionReferenceId", s => s.Rule.Reference.ToLowerInvariant()),
        ("complianceState", s => s.Compliance),
        ("complianceReasonCode", _ => ""),
        ("policyDefinitionGroupNames", s => s.Rule.Groups),
    }.ToDictionary(f => f.Item1, f => f, StringComparer.OrdinalIgnoreCase);

    /// <summary>All fields in the order of an answer.</summary>
    public static IReadOnlyList<(string Name, Func<PolicyState, object?> Read)> All { get; } = [.. Fields.Values];

    /// <summary>A field by its name in any case; null when there is none.</summary>
    public static (string Name, Func<PolicyState, object?> Read)? Find(string name) => Fields.TryGetValue(name, out var field) ? field : null;
}
