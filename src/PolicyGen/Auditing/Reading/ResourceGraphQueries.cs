using System.Collections.Immutable;
using System.Globalization;

namespace PolicyGen.Auditing.Reading;

/// <summary>A query in KQL.</summary>
/// <param name="Name">What it gives, in a few words.</param>
/// <param name="Text">KQL.</param>
internal sealed record ResourceGraphQuery(string Name, string Text);

/// <summary>
/// Every query that is sent to Resource Graph. Each is ordered by all that makes a row of its own, so that pages taken with
/// <c>$skip</c> neither overlap nor leave a gap; those that list things project <c>id</c>, without which there is no <c>$skipToken</c>
/// (MicrosoftDocs/azure-docs, governance/resource-graph/concepts/work-with-data.md).
/// </summary>
internal static class ResourceGraphQueries
{
    private const string Sample = "/providers/Microsoft.Management/managementGroups/contoso/providers/Microsoft.Authorization/policySetDefinitions/it's \\ a \"sample\"";

    /// <summary>All of them with values as they may come, for checks against the tables' schema.</summary>
    internal static IReadOnlyList<ResourceGraphQuery> All { get; } =
    [
        .. new InitiativeSelection[] { new(InitiativeSelection.OwnNames, []), new([], [Sample]), new(InitiativeSelection.OwnNames, [Sample, Sample + "2"]) }.SelectMany(s => new[]
        {
            Counts(s, byAssignment: true), Counts(s, byAssignment: false), Controls(s), EvaluatedResources(s), Subscriptions(s),
            Rows(s, withCompliant: false), Rows(s, withCompliant: true), Assignments(s),
        }),
        Exemptions([Sample]), Exemptions([]), Initiatives([Sample]), Definitions("policygen-"), SubscriptionList(),
        AssessmentCounts(["57bde752-2860-488e-bba2-06e1a72a5f5c"]), UnhealthyAssessments(["57bde752-2860-488e-bba2-06e1a72a5f5c", Sample]), Pricings(),
        .. Inventory.InventoryQueries.Samples,
    ];

    /// <summary>Numbers of states by reference, definition, effect and state; by assignment too, or by initiative only.</summary>
    public static ResourceGraphQuery Counts(InitiativeSelection of, bool byAssignment)
    {
        var keys = (byAssignment ? "assignment, " : "") + "initiative, reference, definition, effect, state";
        return new("numbers of states", States(of) + $"""
            | extend {(byAssignment ? "assignment = tolower(tostring(properties.policyAssignmentId)), " : "")}initiative = tolower(tostring(properties.policySetDefinitionId)), reference = tostring(properties.policyDefinitionReferenceId), definition = tolower(tostring(properties.policyDefinitionId)), effect = tolower(tostring(properties.policyDefinitionAction)), state = tostring(properties.complianceState), evaluated = todatetime(properties.timestamp)
            | summarize states = count(), oldest = min(evaluated), newest = max(evaluated) by {keys}
            | order by {Ascending(keys)}
            """);
    }

    /// <summary>
    /// Numbers of different resources by control and rank of the worst state (<see cref="AzureStates.Rank"/>); without manual policies.
    /// </summary>
    public static ResourceGraphQuery Controls(InitiativeSelection of) => new("resources by control", JudgedStates(of) + $"""
        | extend reference = tolower(tostring(properties.policyDefinitionReferenceId)), resource = tolower(tostring(properties.resourceId)), state = tostring(properties.complianceState)
        | extend control = iff(tostring(properties.policySetDefinitionName) in~ {KustoText.List(InitiativeSelection.OwnNames)}, extract(@'^(.*?)(_[0-9]+)?$', 1, reference), reference)
        | extend rank = case({Ranks()}, {AzureStates.Rank(AzureStates.Unknown).ToString(CultureInfo.InvariantCulture)})
        | summarize rank = max(rank) by resource, control
        | summarize resources = count() by control, rank
        | order by control asc, rank asc
        """);

    /// <summary>Number of different resources; exactly, which <c>dcount</c> does not promise.</summary>
    public static ResourceGraphQuery EvaluatedResources(InitiativeSelection of) => new("resources evaluated", JudgedStates(of) + """
        | extend resource = tolower(tostring(properties.resourceId))
        | summarize states = count() by resource
        | summarize resources = count()
        """);

    /// <summary>Numbers of states by assignment, subscription and state.</summary>
    public static ResourceGraphQuery Subscriptions(InitiativeSelection of) => new("states by subscription", States(of) + """
        | extend assignment = tolower(tostring(properties.policyAssignmentId)), subscription = tolower(tostring(properties.subscriptionId)), state = tostring(properties.complianceState), evaluated = todatetime(properties.timestamp)
        | summarize states = count(), oldest = min(evaluated), newest = max(evaluated) by assignment, subscription, state
        | order by assignment asc, subscription asc, state asc
        """);

    /// <summary>Each state that is not compliant; compliant ones on demand. Manual policies that nobody has attested are left out.</summary>
    public static ResourceGraphQuery Rows(InitiativeSelection of, bool withCompliant) => new("states", States(of) + $"""
        | extend state = tostring(properties.complianceState), effect = tolower(tostring(properties.policyDefinitionAction))
        | where not(state =~ 'Unknown' and effect =~ 'manual'){(withCompliant ? "" : " and state !~ 'Compliant'")}
        | project id, resource = tostring(properties.resourceId), type = tostring(properties.resourceType), location = tostring(properties.resourceLocation), assignment = tolower(tostring(properties.policyAssignmentId)), initiative = tolower(tostring(properties.policySetDefinitionId)), reference = tostring(properties.policyDefinitionReferenceId), definition = tolower(tostring(properties.policyDefinitionId)), effect, state, subState = tostring(properties.stateDetails.complianceSubState), evaluated = tostring(properties.timestamp)
        | order by id asc
        """);

    /// <summary>Assignments of the initiatives.</summary>
    public static ResourceGraphQuery Assignments(InitiativeSelection of)
    {
        var definition = "tostring(properties.policyDefinitionId)";
        var conditions = of.Names.Select(n => $"{definition} endswith {KustoText.Literal("/policySetDefinitions/" + n)}");
        if (!of.Ids.IsEmpty)
            conditions = conditions.Append($"{definition} in~ {KustoText.List(of.Ids)}");
        return new("assignments", $"""
            policyresources
            | where type =~ 'microsoft.authorization/policyassignments'
            | where {string.Join(" or ", conditions)}
            | project id, name, type, location, identity, properties
            | order by id asc
            """);
    }

    /// <summary>Exemptions from some assignments; from any when none is given.</summary>
    public static ResourceGraphQuery Exemptions(ImmutableArray<string> assignments) => new("exemptions", $"""
        policyresources
        | where type =~ 'microsoft.authorization/policyexemptions'{(assignments.IsEmpty ? "" : $"\n| where tostring(properties.policyAssignmentId) in~ {KustoText.List(assignments)}")}
        | project id, name, type, properties
        | order by id asc
        """);

    /// <summary>Initiatives by their ids.</summary>
    public static ResourceGraphQuery Initiatives(IReadOnlyCollection<string> ids) => new("initiatives", $"""
        policyresources
        | where type =~ 'microsoft.authorization/policysetdefinitions'
        | where id in~ {KustoText.List(ids)}
        | project id, name, type, properties
        | order by id asc
        """);

    /// <summary>Names and versions of definitions whose names begin so; without their rules.</summary>
    public static ResourceGraphQuery Definitions(string prefix) => new("definitions", $"""
        policyresources
        | where type =~ 'microsoft.authorization/policydefinitions'
        | where name startswith {KustoText.Literal(prefix)}
        | project id, name, version = tostring(properties.metadata.version)
        | order by id asc
        """);

    /// <summary>Subscriptions with the management groups above them.</summary>
    public static ResourceGraphQuery SubscriptionList() => new("subscriptions", """
        resourcecontainers
        | where type =~ 'microsoft.resources/subscriptions'
        | project id, name, subscription = tolower(subscriptionId), state = tostring(properties.state), chain = properties.managementGroupAncestorsChain
        | order by id asc
        """);

    /// <summary>Numbers of assessments by key, code and subscription.</summary>
    public static ResourceGraphQuery AssessmentCounts(IReadOnlyCollection<string> keys) => new("numbers of assessments", Assessments(keys) + """
        | summarize resources = count() by key, code, subscription
        | order by key asc, code asc, subscription asc
        """);

    /// <summary>Assessments that are not healthy; what was assessed is the first part of their ids.</summary>
    public static ResourceGraphQuery UnhealthyAssessments(IReadOnlyCollection<string> keys) => new("assessments", Assessments(keys) + """
        | where code !in~ ('Healthy', 'NotApplicable')
        | project id, key, code, cause = tostring(properties.status.cause), changed = tostring(properties.status.statusChangeDate), ['first'] = tostring(properties.status.firstEvaluationDate)
        | order by id asc
        """);

    /// <summary>Plans of Defender for Cloud.</summary>
    public static ResourceGraphQuery Pricings() => new("plans of Defender for Cloud", """
        securityresources
        | where type =~ 'microsoft.security/pricings'
        | project id, name, subscription = tolower(subscriptionId), tier = tostring(properties.pricingTier), plan = tostring(properties.subPlan), extensions = properties.extensions
        | order by id asc
        """);

    private static string Assessments(IReadOnlyCollection<string> keys) => $"""
        securityresources
        | where type =~ 'microsoft.security/assessments'
        | where name in~ {KustoText.List(keys)}
        | extend key = tolower(name), code = tostring(properties.status.code), subscription = tolower(subscriptionId)

        """;

    private static string States(InitiativeSelection of)
    {
        List<string> conditions = [];
        if (!of.Names.IsEmpty)
            conditions.Add($"tostring(properties.policySetDefinitionName) in~ {KustoText.List(of.Names)}");
        if (!of.Ids.IsEmpty)
            conditions.Add($"tostring(properties.policySetDefinitionId) in~ {KustoText.List(of.Ids)}");
        return $"""
            policyresources
            | where type =~ 'microsoft.policyinsights/policystates'
            | where {string.Join(" or ", conditions)}

            """;
    }

    private static string JudgedStates(InitiativeSelection of) => States(of) + $"""
        | where tostring(properties.policyDefinitionAction) !~ 'manual' and not(tostring(properties.policySetDefinitionName) in~ {KustoText.List(InitiativeSelection.OwnNames)} and tostring(properties.policyDefinitionReferenceId) startswith 'attestation_')

        """;

    private static string Ranks() => string.Join(", ", AzureStates.WorstFirst.Select(s => string.Create(CultureInfo.InvariantCulture, $"state =~ {KustoText.Literal(s)}, {AzureStates.Rank(s)}")));

    private static string Ascending(string columns) => string.Join(", ", columns.Split(", ").Select(c => c + " asc"));
}
