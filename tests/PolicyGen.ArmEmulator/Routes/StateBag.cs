using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>A state as a row of policyresources.</summary>
internal sealed class StateBag(PolicyState state, string tenantId) : IKustoBag
{
    private static readonly string[] Names = ["id", "name", "type", "tenantId", "kind", "location", "resourceGroup", "subscriptionId", "managedBy", "properties"];

    public object? Get(string name) => name switch
    {
        "id" => $"{state.Subject.Id}/providers/Microsoft.PolicyInsights/policyStates/{state.Name}",
        "name" => state.Name,
        "type" => "microsoft.policyinsights/policystates",
        "tenantId" => tenantId,
        "location" => state.Subject.Location,
        "resourceGroup" => state.Subject.Group,
        "subscriptionId" => state.Subject.Subscription,
        "kind" or "managedBy" => "",
        "properties" => new StateProperties(state),
        _ => null,
    };

    public JToken ToJson() => Bags.ToJson(this, Names);
}

/// <summary>The properties of a state in policyresources.</summary>
internal sealed class StateProperties(PolicyState state) : IKustoBag
{
    private static readonly string[] Names =
    [
        "resourceId", "resourceType", "resourceLocation", "resourceGroup", "subscriptionId", "policyAssignmentId", "policyAssignmentName",
        "policyAssignmentScope", "policyAssignmentVersion", "policyDefinitionId", "policyDefinitionName", "policyDefinitionAction",
        "policyDefinitionVersion", "policyDefinitionReferenceId", "policyDefinitionGroupNames", "policySetDefinitionId",
        "policySetDefinitionName", "policySetDefinitionVersion", "complianceState", "timestamp", "stateWeight", "stateDetails",
    ];

    public object? Get(string name) => name switch
    {
        "resourceId" => state.Subject.Id,
        "resourceType" => state.Subject.Type,
        "resourceLocation" => state.Subject.Location,
        "resourceGroup" => state.Subject.Group,
        "subscriptionId" => state.Subject.Subscription,
        "policyAssignmentId" => state.Rule.AssignmentId,
        "policyAssignmentName" => state.Rule.AssignmentName,
        "policyAssignmentScope" => state.Rule.AssignmentScope,
        "policyAssignmentVersion" => state.Rule.AssignmentVersion,
        "policyDefinitionId" => state.Rule.DefinitionId,
        "policyDefinitionName" => state.Rule.DefinitionName,
        "policyDefinitionAction" => state.Rule.Effect,
        "policyDefinitionVersion" => state.Rule.DefinitionVersion,
        "policyDefinitionReferenceId" => state.Rule.Reference,
        "policyDefinitionGroupNames" => state.Rule.Groups,
        "policySetDefinitionId" => state.Rule.InitiativeId,
        "policySetDefinitionName" => state.Rule.InitiativeName,
        "policySetDefinitionVersion" => state.Rule.InitiativeVersion,
        "complianceState" => state.Compliance,
        "timestamp" => RelativeTimes.Text(state.Timestamp),
        "stateWeight" => (long)state.Weight,
        "stateDetails" => state.Details,
        _ => null,
    };

    public JToken ToJson() => Bags.ToJson(this, Names);
}

/// <summary>Writes bags whose members are known.</summary>
file static class Bags
{
    public static JObject ToJson(IKustoBag bag, IEnumerable<string> names) => new(names.Select(n => new JProperty(n, bag.Get(n) switch
    {
        null => JValue.CreateNull(),
        JToken json => json.DeepClone(),
        IKustoBag inner => inner.ToJson(),
        IEnumerable<string> list => new JArray(list),
        var value => JToken.FromObject(value),
    })));
}
