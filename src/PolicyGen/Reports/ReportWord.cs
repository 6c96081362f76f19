namespace PolicyGen.Reports;

/// <summary>Words of reports, besides those of the catalogue. <see cref="ReportTexts.Of(ReportWord)"/> gives them in a language.</summary>
public enum ReportWord
{
    /// <summary>Title of a report.</summary>
    Title,

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
}
