namespace PolicyGen.Reports;

/// <summary>Words of reports, besides those of the catalogue. <see cref="ReportTexts.Of(ReportWord)"/> gives them in a language.</summary>
public enum ReportWord
{
    /// <summary>Title of a report.</summary>
    Title,

    /// <summary>Title of a report of an audit.</summary>
    AuditTitle,

    /// <summary>Heading of the numbers.</summary>
    Summary,

    /// <summary>Findings.</summary>
    Findings,

    /// <summary>Requirements.</summary>
    Requirements,

    /// <summary>Controls.</summary>
    Controls,

    /// <summary>Resources.</summary>
    Resources,

    /// <summary>A requirement.</summary>
    Requirement,

    /// <summary>A control.</summary>
    Control,

    /// <summary>A state.</summary>
    State,

    /// <summary>A severity.</summary>
    Severity,

    /// <summary>A resource.</summary>
    Resource,

    /// <summary>Why a finding is one.</summary>
    Why,

    /// <summary>How to mend it.</summary>
    Fix,

    /// <summary>Where a resource is declared.</summary>
    Source,

    /// <summary>Resources that were judged.</summary>
    Evaluated,

    /// <summary>Resources with a violation.</summary>
    Violating,

    /// <summary>What a reader must know.</summary>
    Warnings,

    /// <summary>The run could not read everything.</summary>
    Incomplete,

    /// <summary>There is nothing to report.</summary>
    NoFindings,

    /// <summary>Part of a report was left out; {0} is the number of findings.</summary>
    Cut,

    /// <summary>A finding that a baseline has already.</summary>
    InBaseline,

    /// <summary>An exemption.</summary>
    Exemption,

    /// <summary>Further requirements that a finding violates.</summary>
    AlsoServes,

    /// <summary>Findings of controls that serve no requirement.</summary>
    OtherRequirements,

    /// <summary>Before a value that was found.</summary>
    Found,

    /// <summary>Before an operator and the value it compares with.</summary>
    ComparedBy,

    /// <summary>A property that is not there.</summary>
    Missing,

    /// <summary>Before an expression that is only known after deployment.</summary>
    NotKnown,

    /// <summary>Before related resources that were looked at.</summary>
    RelatedLooked,

    /// <summary>A finding without a reason.</summary>
    NoReason,

    /// <summary>What append and modify would change.</summary>
    Changes,

    /// <summary>A subscription.</summary>
    Subscription,

    /// <summary>Subscriptions.</summary>
    Subscriptions,

    /// <summary>Findings outside of any subscription.</summary>
    OtherSubscriptions,

    /// <summary>Numbers of results.</summary>
    Results,

    /// <summary>How old the oldest result is.</summary>
    OldestResult,

    /// <summary>Before the time at which Azure evaluated.</summary>
    EvaluatedAt,

    /// <summary>An attestation.</summary>
    Attestation,

    /// <summary>Nobody has attested it.</summary>
    AttestationMissing,

    /// <summary>{0} is the number of subscriptions with an attestation.</summary>
    AttestedIn,

    /// <summary>State of a requirement whose policies pass and whose remainder nobody has attested.</summary>
    NoViolationAttestationMissing,

    /// <summary>Where the verdict of a control comes from.</summary>
    Evidence,

    /// <summary>{0} is the number of subscriptions without a verdict.</summary>
    NotJudgedIn,

    /// <summary>Guidelines that are assigned.</summary>
    Covered,

    /// <summary>Everything was read.</summary>
    Complete,

    /// <summary>Something could not be read.</summary>
    NotComplete,

    /// <summary>What makes "compliant" mean less.</summary>
    Observations,

    /// <summary>What could not be read.</summary>
    NotRead,

    /// <summary>{0} more.</summary>
    More,

    /// <summary>What was found before and is gone.</summary>
    FixedFindings,

    /// <summary>{0} is what was compared with.</summary>
    Compared,

    /// <summary>Findings that are new.</summary>
    NewFindings,

    /// <summary>Findings that were there before.</summary>
    KnownFindings,

    /// <summary>Numbers of the run itself.</summary>
    Figures,

    /// <summary>Requests.</summary>
    Requests,

    /// <summary>Repeated requests.</summary>
    Retries,

    /// <summary>Rows.</summary>
    Rows,

    /// <summary>Bytes received.</summary>
    Received,

    /// <summary>Time spent waiting for quotas.</summary>
    Waited,

    /// <summary>Peak of memory.</summary>
    Memory,

    /// <summary>Numbers by Azure's own words.</summary>
    AzureStates,

    /// <summary>Why a requirement is unknown: a control is not assigned, evaluated or read somewhere.</summary>
    NotJudgedEverywhere,

    /// <summary>Why a requirement is unknown: attestations could not be read.</summary>
    AttestationsUnreadable,

    /// <summary>Why a requirement is violated: somebody attested so.</summary>
    AttestedNonCompliant,
}
