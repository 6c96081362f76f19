using PolicyGen.Evaluation;

namespace PolicyGen.Auditing.Judging;

/// <summary>What Azure's words for states are to us (docs/audit.md, "States").</summary>
public static class AzureStates
{
    /// <summary>
    /// Our state for a word. Protected means that a denyAction policy guards the resource, which is what such a policy asks.
    /// Everything that is not a verdict is unknown, words of the future too: Azure's own percentage counts some of that as good.
    /// </summary>
    public static ComplianceState Of(string word) => word.ToUpperInvariant() switch
    {
        "NONCOMPLIANT" => ComplianceState.NonCompliant,
        "COMPLIANT" or "PROTECTED" => ComplianceState.Compliant,
        "ERROR" => ComplianceState.Error,
        "EXEMPT" => ComplianceState.Exempt,
        _ => ComplianceState.Unknown,
    };
}
