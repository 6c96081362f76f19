using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>How states add up: contract.md, "Result model". States of direct controls, what is attested, the outcome.</summary>
public class RollUpSpecs
{
    // Letters: N not compliant, E error, U unknown, C compliant, X exempt, - not applicable. Attested: C, N, U; nothing: .
    [TestCase("policy", "full", "", ".", RequirementState.NotApplicable)]
    [TestCase("policy", "full", "-", ".", RequirementState.NotApplicable)]
    [TestCase("policy", "full", "X-", ".", RequirementState.Exempt)]
    [TestCase("policy", "full", "CX-", ".", RequirementState.Compliant)]
    [TestCase("policy", "full", "UCX-", ".", RequirementState.Unknown)]
    [TestCase("policy", "full", "NUCX-", ".", RequirementState.NonCompliant)]
    [TestCase("policy", "full", "EC", ".", RequirementState.NonCompliant)]
    [TestCase("policy", "full", "E", ".", RequirementState.NonCompliant)]
    [TestCase("policy", "full", "C", "N", RequirementState.NonCompliant)]
    [TestCase("policy", "full", "C", "U", RequirementState.Unknown)]
    [TestCase("policy", "full", "-", "C", RequirementState.NotApplicable, Description = "nothing is left to attest")]
    [TestCase("policy", "full", "N", "C", RequirementState.NonCompliant)]
    [TestCase("policy", "partial", "C", ".", RequirementState.Partial)]
    [TestCase("policy", "partial", "CX", ".", RequirementState.Partial)]
    [TestCase("policy", "partial", "C", "C", RequirementState.Compliant)]
    [TestCase("policy", "partial", "C", "N", RequirementState.NonCompliant)]
    [TestCase("policy", "partial", "C", "U", RequirementState.Unknown)]
    [TestCase("policy", "partial", "N", "C", RequirementState.NonCompliant, Description = "nobody can attest a violation away")]
    [TestCase("policy", "partial", "U", "C", RequirementState.Unknown)]
    [TestCase("policy", "partial", "E", "C", RequirementState.NonCompliant)]
    [TestCase("policy", "partial", "X", ".", RequirementState.Exempt)]
    [TestCase("policy", "partial", "-", ".", RequirementState.NotApplicable)]
    [TestCase("policy", "partial", "-", "C", RequirementState.Compliant)]
    [TestCase("policy", "partial", "", ".", RequirementState.Manual, Description = "only supporting controls: a person must attest it")]
    [TestCase("policy", "partial", "", "C", RequirementState.Compliant)]
    [TestCase("manual", "none", "", ".", RequirementState.Manual)]
    [TestCase("manual", "none", "", "C", RequirementState.Compliant)]
    [TestCase("manual", "none", "", "N", RequirementState.NonCompliant)]
    [TestCase("manual", "none", "", "U", RequirementState.Unknown)]
    [TestCase("platform", "none", "", ".", RequirementState.Platform)]
    [TestCase("platform", "none", "", "C", RequirementState.Compliant)]
    public void A_row_has_the_state_of_its_direct_controls_and_its_attestation(string automation, string coverage, string direct, string attested, RequirementState expected)
    {
        var row = Row("MHLW-6.1-01", Enum.Parse<Automation>(automation, ignoreCase: true), Enum.Parse<Coverage>(coverage, ignoreCase: true), []);
        AttestationState? person = attested switch { "C" => AttestationState.Compliant, "N" => AttestationState.NonCompliant, "U" => AttestationState.Unknown, _ => null };
        Assert.That(RollUp.Row(row, [.. direct.Select(State)], person), Is.EqualTo(expected));
    }

    [TestCase("", RequirementState.NotApplicable)]
    [TestCase("-X", RequirementState.Exempt)]
    [TestCase("XC-", RequirementState.Compliant)]
    [TestCase("CU", RequirementState.Unknown)]
    [TestCase("UN", RequirementState.NonCompliant)]
    [TestCase("UE", RequirementState.NonCompliant)]
    public void A_group_of_a_foreign_initiative_has_nothing_to_attest(string controls, RequirementState expected) =>
        Assert.That(RollUp.Group(controls.Select(State)), Is.EqualTo(expected));

    [TestCase("-", 'U')]
    [TestCase("X", 'U')]
    [TestCase("C", 'U')]
    [TestCase("U", 'U')]
    [TestCase("N", 'N')]
    [TestCase("E", 'E')]
    public void Without_data_only_a_violation_is_certain(string state, char expected) =>
        Assert.That(RollUp.WithoutData(State(state[0])), Is.EqualTo(State(expected)));

    private static ComplianceState State(char letter) => letter switch
    {
        'N' => ComplianceState.NonCompliant,
        'E' => ComplianceState.Error,
        'U' => ComplianceState.Unknown,
        'C' => ComplianceState.Compliant,
        'X' => ComplianceState.Exempt,
        _ => ComplianceState.NotApplicable,
    };
}
