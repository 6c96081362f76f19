using System.Collections.Frozen;

namespace PolicyGen.Policies.Expressions;

/// <summary>Where a template function may be called.</summary>
public enum FunctionAvailability
{
    /// <summary>Not a function that Azure has.</summary>
    Unknown,

    /// <summary>In policy rules.</summary>
    PolicyRule,

    /// <summary>In templates only; a policy rule that calls it is refused.</summary>
    TemplateOnly,
}

/// <summary>
/// The functions of Azure Resource Manager and which of them policy rules may call. Sources, in MicrosoftDocs/azure-docs:
/// azure-resource-manager/templates/template-functions.md and its pages for the names, governance/policy/concepts/
/// definition-structure-policy-rule.md, "Policy functions", for what rules may not call and what only they can. Some
/// functions of Azure Resource Manager are documented with Bicep only (azure-resource-manager/bicep/bicep-functions-*.md:
/// flatten, indexFromEnd, objectKeys, shallowMerge, tryGet, tryIndexFromEnd, fail, managementGroupResourceId) or not yet
/// (buildUri, parseUri).
/// </summary>
public static class PolicyFunctions
{
    /// <summary>The functions that policy rules may call.</summary>
    internal static FrozenSet<string> InRules { get; } = Names(
        // arrays and objects
        "array concat contains createArray createObject empty first flatten indexFromEnd indexOf intersection items last lastIndexOf length " +
        "max min null objectKeys range shallowMerge skip take tryGet tryIndexFromEnd union json " +
        // comparison and logic
        "coalesce equals greater greaterOrEquals less lessOrEquals and bool false if not or true " +
        // numbers
        "add div float int mod mul sub " +
        // text
        "base64 base64ToJson base64ToString buildUri dataUri dataUriToString endsWith format guid join padLeft parseUri replace " +
        "split startsWith string substring toLower toUpper trim uniqueString uri uriComponent uriComponentToString " +
        // addresses
        "parseCidr cidrSubnet cidrHost " +
        // scope and input
        "parameters resourceGroup subscription utcNow fail managementGroupResourceId " +
        // rules only
        "addDays current field ipRangeContains policy requestContext");

    private static readonly FrozenSet<string> InTemplates = Names(
        "copyIndex dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment environment extensionResourceId externalInput " +
        "extensions filter groupBy lambda lambdaVariables listAccountSas listKeys listSecrets managementGroup map mapValues newGuid " +
        "pickZones providers reduce reference references resourceId sort subscriptionResourceId tenant tenantResourceId " +
        "toLogicalZone toLogicalZones toObject toPhysicalZone toPhysicalZones variables");

    /// <summary>Where a function may be called. Names are compared without regard to case.</summary>
    public static FunctionAvailability Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (InRules.Contains(name))
            return FunctionAvailability.PolicyRule;
        // Every resource provider brings list functions of its own: listKeys, listCallbackUrl, ….
        return InTemplates.Contains(name) || name.StartsWith("list", StringComparison.OrdinalIgnoreCase)
            ? FunctionAvailability.TemplateOnly
            : FunctionAvailability.Unknown;
    }

    private static FrozenSet<string> Names(string names) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
