using System.Globalization;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Requests to Policy Insights (azure-rest-api-specs, policyinsights 2024-10-01, policyStates.json). Without <c>$from</c> a query sees one day
/// only, and a state that was evaluated earlier is missing from it.
/// </summary>
/// <param name="Initiatives">Which initiatives.</param>
/// <param name="From">Begin of the time in which a state was evaluated.</param>
/// <param name="To">Its end: of each state the latest before.</param>
internal sealed record PolicyInsightsQuery(InitiativeSelection Initiatives, DateTimeOffset From, DateTimeOffset To)
{
    public const string Action = "Microsoft.PolicyInsights/policyStates/queryResults/action";
    public const string SummaryAction = "Microsoft.PolicyInsights/policyStates/summarize/action";

    private const string Columns = "ResourceId, ResourceType, ResourceLocation, PolicyAssignmentId, PolicySetDefinitionId, PolicyDefinitionReferenceId, PolicyDefinitionId, PolicyDefinitionAction, ComplianceState, Timestamp";
    private const string NotManual = "PolicyDefinitionAction ne 'manual'";

    /// <summary>Numbers of states.</summary>
    public ArmRequest Counts(string scope) => States(scope, Filter(),
        "&$apply=" + Escape("groupby((PolicyAssignmentId, PolicySetDefinitionId, PolicyDefinitionReferenceId, PolicyDefinitionId, PolicyDefinitionAction, ComplianceState), aggregate($count as NumStates))"));

    /// <summary>Each state that is not compliant, and compliant ones on demand; without manual policies that nobody has attested.</summary>
    public ArmRequest Rows(string scope, bool withCompliant) =>
        States(scope, $"{Filter()} and (ComplianceState ne 'Unknown' or {NotManual}){(withCompliant ? "" : " and ComplianceState ne 'Compliant'")}", "&$select=" + Escape(Columns));

    /// <summary>Each state that is NonCompliant.</summary>
    public ArmRequest Violations(string scope) => States(scope, $"{Filter()} and ComplianceState eq 'NonCompliant'", "&$select=" + Escape(Columns));

    /// <summary>The time of the oldest or the newest state.</summary>
    public ArmRequest Edge(string scope, bool oldest) => States(scope, Filter(), $"&$select=Timestamp&$orderby={Escape("Timestamp " + (oldest ? "asc" : "desc"))}&$top=1");

    /// <summary>Numbers of different resources, as Azure sums them up; without manual policies.</summary>
    public ArmRequest Summary(string scope) =>
        Post(scope, "summarize", SummaryAction, $"{Filter()} and {NotManual}", "&$top=1");

    private ArmRequest States(string scope, string filter, string more) => Post(scope, "queryResults", Action, filter, more);

    private ArmRequest Post(string scope, string what, string action, string filter, string more) => new(HttpMethod.Post,
        $"{scope}/providers/Microsoft.PolicyInsights/policyStates/latest/{what}?api-version=2024-10-01&$from={Time(From)}&$to={Time(To)}&$filter={Escape(filter)}{more}", null, action, scope);

    private string Filter()
    {
        // Ids are kept in lower case; whether a comparison minds is not documented.
        var terms = Initiatives.Names.Select(n => $"PolicySetDefinitionName eq {Literal(n)}")
            .Concat(Initiatives.Ids.SelectMany(i => new[] { i, i.ToLowerInvariant() }).Distinct(StringComparer.Ordinal).Select(i => $"PolicySetDefinitionId eq {Literal(i)}"));
        return $"({string.Join(" or ", terms)})";
    }

    private static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Time(DateTimeOffset time) => Escape(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
