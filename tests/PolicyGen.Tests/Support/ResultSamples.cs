using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Tests.Support;

/// <summary>Short ways to policies, resources and results.</summary>
internal static class ResultSamples
{
    public const string Group = "/subscriptions/s/resourceGroups/rg";

    public static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    public static RunInfo Run { get; } = new("check", "bicep", ["/subscriptions/s"], Now, Now, Complete: true, []);

    public static PolicyIdentity Policy(string control, params string[] groups) => Policy(control, Severity.High, groups);

    public static PolicyIdentity Policy(string control, Severity severity, params string[] groups) =>
        new(control, "policygen-" + control, "Display name of " + control, severity, "Audit", null, [new PolicyReferencePlace(null, "initiative", control + "-1", [.. groups])]);

    public static ArmResource Resource(string name, string type = "Microsoft.Storage/storageAccounts", string? file = "main.bicep", int line = 12) => new()
    {
        Id = $"{Group}/providers/{type}/{name}",
        Type = type,
        FullName = name,
        Content = new JObject { ["location"] = "japaneast" },
        Origin = ResourceOrigin.Request,
        Source = file is null ? SourceLocation.None : new SourceLocation(file, line),
    };

    public static Verdict Judged(ComplianceState state, params Reason[] reasons) => new(state, [.. reasons]);

    public static Verdict Violation { get; } = Judged(ComplianceState.NonCompliant, new Reason("properties.minimumTlsVersion", "notIn", new JArray("TLS1_2", "TLS1_3"), "TLS1_0"));

    public static Finding Finding(PolicyIdentity policy, ArmResource resource, Verdict verdict) =>
        new(policy, new FindingResource(resource.Id, resource.Type, resource.FullName, resource.Location), verdict, resource.Source);

    public static RunResult Result(params IEnumerable<Finding> findings)
    {
        ImmutableArray<Finding> all = [.. findings];
        var controls = all.Select(f => f.Control).Distinct().Order(StringComparer.Ordinal).Select(c => new ControlResult(c, ComplianceState.NonCompliant, 0, all.Count(f => f.Control == c), 0, 0, 0, 0));
        var requirements = all.SelectMany(f => f.Policy.Requirements).Distinct().Order(StringComparer.Ordinal)
            .Select(r => new RequirementResult(r, RequirementState.NonCompliant, [.. all.Where(f => f.Policy.Requirements.Contains(r)).Select(f => f.Control).Distinct().Order(StringComparer.Ordinal)]));
        return new RunResult(Run, [.. requirements], [.. controls], all, [], all.Length, all.Length);
    }

    /// <summary>A row of a guideline.</summary>
    public static Requirement Row(string id, Automation automation, Coverage coverage, string[] direct, string[]? supporting = null) => new(
        id, GuidelineId.Mhlw, new Section("6.1", Text("Chapter"), Text("Section")), 1, "", new LocalizedText("Title of " + id, id + " の題名"), Text("Summary"), RequirementLevel.Minimum,
        Conformance.Conformable, [], automation, coverage, coverage == Coverage.Full ? null : Text("Remainder"), [], new RequirementControls([.. direct], [.. supporting ?? []], "Why"),
        [], null, new Evidence(Disclosure.None, [], [], [], false), [], [], "Rationale", SourceLocation.None);

    private static LocalizedText Text(string text) => new(text, text);
}
