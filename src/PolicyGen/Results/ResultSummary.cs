using Newtonsoft.Json;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>The numbers of a result.</summary>
/// <param name="Requirements">Number of requirements by state, every state included.</param>
/// <param name="Controls">Number of controls by state, every state included; errors count among the violations.</param>
/// <param name="Evaluated">Number of resources that were judged.</param>
/// <param name="NonCompliantResources">Number of resources with a violation or an error.</param>
/// <param name="Findings">Number of findings.</param>
/// <param name="InBaseline">Number of findings that a baseline has already.</param>
public sealed record ResultSummary(
    IReadOnlyDictionary<RequirementState, int> Requirements,
    IReadOnlyDictionary<ComplianceState, int> Controls,
    int Evaluated,
    int NonCompliantResources,
    int Findings,
    int InBaseline)
{
    /// <summary>The states of requirements in the order of reports.</summary>
    public static IReadOnlyList<RequirementState> RequirementStates { get; } =
    [
        RequirementState.Compliant, RequirementState.Partial, RequirementState.NonCompliant, RequirementState.Unknown,
        RequirementState.Exempt, RequirementState.NotApplicable, RequirementState.Manual, RequirementState.Platform,
    ];

    /// <summary>The states of controls in the order of reports.</summary>
    public static IReadOnlyList<ComplianceState> ControlStates { get; } =
        [ComplianceState.Compliant, ComplianceState.NonCompliant, ComplianceState.Unknown, ComplianceState.Exempt, ComplianceState.NotApplicable];

    /// <summary>Counts.</summary>
    public static ResultSummary Of(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ResultSummary(
            RequirementStates.ToDictionary(s => s, s => result.Requirements.Count(r => r.State == s)),
            ControlStates.ToDictionary(s => s, s => result.Controls.Count(c => c.State == s || (s == ComplianceState.NonCompliant && c.State == ComplianceState.Error))),
            result.Evaluated,
            result.NonCompliantResources,
            result.Findings.Length,
            result.Findings.Count(f => f.InBaseline));
    }

    // The contract gives controls the first five names of requirements: "partial" is among them, and always 0.
    internal void Write(JsonTextWriter json)
    {
        void Member(string name, int value)
        {
            json.WritePropertyName(name);
            json.WriteValue(value);
        }

        json.WritePropertyName("summary");
        json.WriteStartObject();
        json.WritePropertyName("requirements");
        json.WriteStartObject();
        foreach (var state in RequirementStates)
            Member(CatalogueJson.Name(state), Requirements[state]);
        json.WriteEndObject();
        json.WritePropertyName("controls");
        json.WriteStartObject();
        Member("compliant", Controls[ComplianceState.Compliant]);
        Member("partial", 0);
        Member("nonCompliant", Controls[ComplianceState.NonCompliant]);
        Member("unknown", Controls[ComplianceState.Unknown]);
        Member("exempt", Controls[ComplianceState.Exempt]);
        json.WriteEndObject();
        json.WritePropertyName("resources");
        json.WriteStartObject();
        Member("evaluated", Evaluated);
        Member("nonCompliant", NonCompliantResources);
        json.WriteEndObject();
        Member("findings", Findings);
        json.WriteEndObject();
    }
}
