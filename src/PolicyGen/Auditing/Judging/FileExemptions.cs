using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>The exemptions of the user, on findings of an audit as on those of a check.</summary>
internal static class FileExemptions
{
    private static readonly JObject NoContent = [];

    /// <summary>The finding, exempt where an exemption in force covers it.</summary>
    public static Finding Apply(AuditCriteria criteria, Finding finding)
    {
        if (criteria.Exemptions is not { } file || finding.State is ComplianceState.NotApplicable or ComplianceState.Compliant or ComplianceState.Exempt)
            return finding;
        var (policy, resource) = (finding.Policy, finding.Resource);
        var judged = new ArmResource { Id = resource.Id, Type = resource.Type, FullName = resource.Name, Content = NoContent, Origin = ResourceOrigin.Existing };
        return file.Find(policy.Control, policy.Definition, policy.Places.Select(p => p.ReferenceId).OfType<string>(), policy.Requirements, judged) is { } exemption
            ? finding with { Verdict = finding.Verdict with { State = ComplianceState.Exempt, Exemption = exemption.Describe() } }
            : finding;
    }
}
