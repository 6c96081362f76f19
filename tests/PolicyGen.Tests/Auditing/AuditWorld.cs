using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Judging;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Results;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing;

/// <summary>
/// A small world to audit: two subscriptions in a management group, one guideline of five rows and four controls, assigned
/// above both, evaluated, and compliant in everything. Specs change one thing each.
/// </summary>
public sealed class AuditWorld
{
    public const string One = "11111111-1111-1111-1111-111111111111";
    public const string Two = "22222222-2222-2222-2222-222222222222";
    public const string Root = "/providers/Microsoft.Management/managementGroups/root";
    public const string Assignment = Root + "/providers/Microsoft.Authorization/policyAssignments/policygen-mhlw";
    public const string Initiative = Root + "/providers/Microsoft.Authorization/policySetDefinitions/policygen-mhlw";
    public const string AssessmentKey = "aaaaaaaa-0000-0000-0000-000000000001";

    public static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Evaluated = Now.AddHours(-5);

    private static readonly string[] Judged = ["alpha", "beta", "beta_2", "plan", "assessed"];

    public AuditWorld()
    {
        Library = new Library(
            new Vocabulary("1.1.0", ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, LocalizedText>.Empty, ImmutableSortedDictionary<string, InitiativeParameter>.Empty, ImmutableSortedDictionary<string, ControlGroup>.Empty),
            [new Guideline(GuidelineId.Mhlw, new LocalizedText("G", "G"), new LocalizedText("M", "M"),
            [
                ResultSamples.Row("MHLW-1-01", Automation.Policy, Coverage.Full, ["alpha"]),
                ResultSamples.Row("MHLW-1-02", Automation.Policy, Coverage.Partial, ["beta"]),
                ResultSamples.Row("MHLW-1-03", Automation.Manual, Coverage.None, []),
                ResultSamples.Row("MHLW-1-04", Automation.Policy, Coverage.Full, ["plan"]),
                ResultSamples.Row("MHLW-1-05", Automation.Policy, Coverage.Full, ["assessed"]),
            ])],
            new[]
            {
                Control("alpha", "property", "{}"),
                Control("beta", "property", "{}", Severity.Low),
                Control("plan", "defender-plan", "{'plan': 'KeyVaults', 'acceptedSubPlans': ['PerKeyVault']}", type: "Microsoft.Resources/subscriptions"),
                Control("assessed", "related", $"{{'related': {{'type': 'Microsoft.Security/assessments', 'name': '{AssessmentKey}'}}}}"),
                Control("optional", "property", "{}", effect: "Disabled"),
            }.ToImmutableSortedDictionary(c => c.Id, c => c, StringComparer.Ordinal));
        Reading = new AuditReading
        {
            Source = "resourceGraph",
            Estate = new AuditEstate("tenant", [Root], [new AuditSubscription(One, "one", "Enabled", ["corp", "root"], true), new AuditSubscription(Two, "two", "Enabled", ["root"], true)]),
            Assignments = [Assign()],
            Initiatives = [Set(InitiativeJson())],
            ByReference = [.. Judged.Select(r => Count(r, "Compliant", 6)), Count("attestation_mhlw-1-02", "Unknown", 2, "manual"), Count("attestation_mhlw-1-03", "Unknown", 2, "manual")],
            ByControl = [.. Judged.Where(r => r != "beta_2").Select(r => new ControlCount(r, "Compliant", 6))],
            BySubscription = [State(One), State(Two)],
            EvaluatedResources = 12,
        };
    }

    public Library Library { get; set; }

    public AuditReading Reading { get; set; }

    public ExemptionFile? Exemptions { get; set; }

    public AttestationFile? Attestations { get; set; }

    /// <summary>Where files of the user are written; a spec that needs them gives and removes it.</summary>
    internal TempFolder? Folder { get; init; }

    public Func<AuditCriteria, AuditCriteria> Options { get; set; } = c => c;

    public RunResult Judge() => AuditJudge.Judge(Reading, Options(new AuditCriteria
    {
        Library = Library,
        Rendered = new RenderedInitiatives(ImmutableSortedDictionary<GuidelineId, PolicySetDefinition>.Empty.Add(GuidelineId.Mhlw, Set(InitiativeJson(rendered: true))), ImmutableDictionary<string, string>.Empty.Add("alpha", "Mend alpha.")),
        Now = Now,
        Exemptions = Exemptions,
        Attestations = Attestations,
    }), new AuditFigures(1, 0, 2, 3, 4, 5, 6));

    public static ComplianceState StateOf(RunResult result, string control) => result.Controls.Single(c => c.Id == control).State;

    public static RequirementState RequirementOf(RunResult result, string id) => result.Requirements.Single(r => r.Id == id).State;

    public static IEnumerable<AuditObservationKind> Kinds(RunResult result) => result.Audit!.Observations.Select(o => o.Kind);

    public static string ResourceId(string name, string subscription = One) => $"/subscriptions/{subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/{name}";

    /// <summary>A row, and the number that goes with it.</summary>
    public AuditWorld Row(string reference, string resource, string state, string? definition = null, string assignment = Assignment, string effect = "audit", DateTimeOffset? at = null)
    {
        var row = new StateRow(resource, "Microsoft.Storage/storageAccounts", "japaneast", assignment.ToLowerInvariant(), Initiative.ToLowerInvariant(), reference,
            (definition ?? Root + "/providers/Microsoft.Authorization/policyDefinitions/policygen-" + reference.Split('_')[0]).ToLowerInvariant(), effect, state, null, at ?? Evaluated);
        var key = AuditKey(reference);
        var others = Reading.Rows.Any(r => string.Equals(r.Resource, resource, StringComparison.OrdinalIgnoreCase) && AuditKey(r.Reference) == key);
        Reading = Reading with { Rows = [.. Reading.Rows, row], ByReference = [.. Reading.ByReference, Count(reference, state, 1)], ByControl = others ? Reading.ByControl : [.. Reading.ByControl, new ControlCount(key, state, 1)] };
        return this;
    }

    public AuditWorld Fail(AuditPart part, string scope)
    {
        var failure = new ArmFailure(ArmFailureKind.Forbidden, 403, "AuthorizationFailed", "No.", "Microsoft.X/read", scope, 1, "request");
        Reading = Reading with { Failures = [.. Reading.Failures, new AuditFailure(part, "reading", scope, failure)] };
        return this;
    }

    /// <summary>Changes the assignment.</summary>
    public AuditWorld Assigned(string properties, string id = Assignment)
    {
        Reading = Reading with { Assignments = [Assign(properties, id)] };
        return this;
    }

    /// <summary>Changes the initiative in Azure.</summary>
    public AuditWorld Live(Action<JObject> change)
    {
        var json = InitiativeJson();
        change(json);
        Reading = Reading with { Initiatives = [Set(json)] };
        return this;
    }

    public static PolicyAssignment Assign(string properties = "{}", string id = Assignment, string initiative = Initiative)
    {
        var json = new JObject { ["id"] = id, ["name"] = id.Split('/')[^1], ["type"] = "Microsoft.Authorization/policyAssignments", ["properties"] = PolicyJson.Parse(properties) };
        json["properties"]!["policyDefinitionId"] = initiative;
        return (PolicyAssignment)PolicyDocumentReader.Read(json, "azure")!;
    }

    public static PolicySetDefinition Set(JObject json) => (PolicySetDefinition)PolicyDocumentReader.Read(json, "azure")!;

    public static StateCount Count(string reference, string state, long number, string effect = "audit", string assignment = Assignment, string initiative = Initiative) =>
        new(assignment.ToLowerInvariant(), initiative.ToLowerInvariant(), reference, "/x/policygen-" + reference.Split('_')[0], effect, state, number, Evaluated, Evaluated);

    public static SubscriptionCount State(string subscription, string assignment = Assignment, DateTimeOffset? newest = null) =>
        new(assignment.ToLowerInvariant(), subscription, "Compliant", 15, newest ?? Evaluated, newest ?? Evaluated);

    public static LiveAttestation Attested(string requirement, string state, string subscription, DateTimeOffset? expires = null, bool evidence = true) =>
        new($"/subscriptions/{subscription}/providers/Microsoft.PolicyInsights/attestations/{requirement}", "/subscriptions/" + subscription, Assignment, "attestation_" + requirement, state, "o", null, Evaluated, expires, evidence ? ["https://example.org/e"] : []);

    /// <summary>Loads an attestations file.</summary>
    public AttestationFile AttestationsOf(string entries)
    {
        var path = Folder!.Write("attestations.json", $"{{\"attestations\": [{entries.Replace('\'', '"')}]}}");
        return AttestationFile.Load(path, "attestations.json", new PolicyGen.Data.SchemaValidator(new LibraryFiles(Repository.Root).Schemas), Library, Now, new DiagnosticBag())!;
    }

    /// <summary>Loads an exemptions file.</summary>
    public ExemptionFile ExemptionsOf(string entries)
    {
        var path = Folder!.Write("exemptions.json", $"{{\"exemptions\": [{entries.Replace('\'', '"')}]}}");
        return ExemptionFile.Load(path, "exemptions.json", new PolicyGen.Data.SchemaValidator(new LibraryFiles(Repository.Root).Schemas), Now, new DiagnosticBag())!;
    }

    private static string AuditKey(string reference) => reference.Split('_')[0].ToLowerInvariant();

    private static JObject InitiativeJson(bool rendered = false)
    {
        var scope = rendered ? "{definitionScope}" : Root;
        JObject Reference(string id, string definition, params string[] groups) => new()
        {
            ["policyDefinitionReferenceId"] = id,
            ["policyDefinitionId"] = $"{scope}/providers/Microsoft.Authorization/policyDefinitions/{definition}",
            ["parameters"] = new JObject(),
            ["groupNames"] = new JArray(groups),
        };
        return new JObject
        {
            ["id"] = rendered ? null : Initiative,
            ["name"] = "policygen-mhlw",
            ["type"] = "Microsoft.Authorization/policySetDefinitions",
            ["properties"] = new JObject
            {
                ["version"] = "1.1.0",
                ["metadata"] = new JObject { ["version"] = "1.1.0", ["source"] = "PolicyGen", ["guideline"] = "mhlw" },
                ["parameters"] = new JObject { ["days"] = new JObject { ["type"] = "Integer", ["defaultValue"] = 60 } },
                ["policyDefinitions"] = new JArray(
                    Reference("alpha", "policygen-alpha", "MHLW-1-01"),
                    Reference("beta", "policygen-beta", "MHLW-1-02"),
                    Reference("beta_2", "00000000-0000-0000-0000-00000000beta", "MHLW-1-02"),
                    Reference("plan", "policygen-plan", "MHLW-1-04"),
                    Reference("assessed", "policygen-assessed", "MHLW-1-05"),
                    Reference("optional", "policygen-optional"),
                    Reference("attestation_MHLW-1-02", "policygen-attestation-remainder", "MHLW-1-02"),
                    Reference("attestation_MHLW-1-03", "policygen-attestation-customer", "MHLW-1-03")),
            },
        };
    }

    private static Control Control(string id, string pattern, string values, Severity severity = Severity.High, string type = "Microsoft.Storage/storageAccounts", string effect = "Audit") => new(
        id, "area", new LocalizedText("Title of " + id, id + " の題名"), severity, [], [type], "All", pattern, (JObject)PolicyJson.Parse(values), [], new ControlEffects(effect, [effect, "Deny", "Disabled"]), [],
        new LocalizedText("Fix", "対処"), ControlSamples.None, null, SourceLocation.None);
}
