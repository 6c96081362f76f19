namespace PolicyGen.Evaluation;

/// <summary>
/// What is known of a resource under a policy, of a control or of a requirement. In a roll-up the worst counts: the order
/// is that of ../shared/design/contract.md, "Result model".
/// </summary>
public enum ComplianceState
{
    /// <summary>The policy does not judge the resource, or nothing in the run is judged.</summary>
    NotApplicable,

    /// <summary>An exemption that is in force covers it.</summary>
    Exempt,

    /// <summary>Judged, and no violation found.</summary>
    Compliant,

    /// <summary>The verdict hangs on something that is not known before deployment.</summary>
    Unknown,

    /// <summary>Violated.</summary>
    NonCompliant,

    /// <summary>The rule fails to evaluate. Azure denies such a request, and a roll-up counts it as a violation.</summary>
    Error,
}
