using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>
/// How states add up (../shared/design/contract.md, "Result model"): violated if anything is, else unknown if anything is,
/// else compliant if anything is, else exempt, else not applicable. A rule that fails counts as a violation.
/// </summary>
public static class RollUp
{
    /// <summary>The worst of some states; not applicable when there are none.</summary>
    public static ComplianceState Of(IEnumerable<ComplianceState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var worst = ComplianceState.NotApplicable;
        foreach (var state in states)
        {
            if (state > worst)
                worst = state;
        }

        return worst;
    }

    /// <summary>A state that depends on missing data: only a violation is certain.</summary>
    public static ComplianceState WithoutData(ComplianceState state) => state < ComplianceState.Unknown ? ComplianceState.Unknown : state;

    /// <summary>A group of a foreign initiative, which has no remainder to attest.</summary>
    public static RequirementState Group(IEnumerable<ComplianceState> controls) => Of(controls) switch
    {
        ComplianceState.Error or ComplianceState.NonCompliant => RequirementState.NonCompliant,
        ComplianceState.Unknown => RequirementState.Unknown,
        ComplianceState.Compliant => RequirementState.Compliant,
        ComplianceState.Exempt => RequirementState.Exempt,
        _ => RequirementState.NotApplicable,
    };

    /// <summary>
    /// A row of a guideline. A row without direct controls has its attestation's state, or awaits one. An attestation stands
    /// beside the direct controls as one more verdict, about the part that no policy sees; where policies see everything,
    /// it can only make things worse.
    /// </summary>
    /// <param name="requirement">The row.</param>
    /// <param name="direct">States of its direct controls; supporting ones never decide.</param>
    /// <param name="attested">What a person attested for the run; null for nothing.</param>
    public static RequirementState Row(Requirement requirement, IReadOnlyCollection<ComplianceState> direct, AttestationState? attested)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        ArgumentNullException.ThrowIfNull(direct);
        if (direct.Count == 0 && requirement.NeedsAttestation)
        {
            return attested switch
            {
                AttestationState.Compliant => RequirementState.Compliant,
                AttestationState.NonCompliant => RequirementState.NonCompliant,
                AttestationState.Unknown => RequirementState.Unknown,
                _ => requirement.Automation == Automation.Platform ? RequirementState.Platform : RequirementState.Manual,
            };
        }

        ComplianceState? person = attested switch
        {
            AttestationState.NonCompliant => ComplianceState.NonCompliant,
            AttestationState.Unknown => ComplianceState.Unknown,
            AttestationState.Compliant when requirement.NeedsAttestation => ComplianceState.Compliant,
            _ => null,
        };
        var state = Group(person is { } known ? direct.Append(known) : direct);
        return state == RequirementState.Compliant && requirement.NeedsAttestation && attested != AttestationState.Compliant ? RequirementState.Partial : state;
    }
}
