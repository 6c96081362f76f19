using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>
/// Makes the states that Azure Policy would find: one for every policy and resource that it applies to. What does not comply is
/// drawn from a hash of control and resource, so that it is the same in every run and under every initiative.
/// </summary>
internal sealed class StateSeeder(Estate estate, IReadOnlyList<StateSubject> subjects, RenderedLibrary library, DateTimeOffset now, int violationsPerTenThousand)
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    private readonly EstateIndex _index = new(estate);
    private readonly ILookup<string, StateSubject> _subjects = subjects.ToLookup(s => s.Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>The states under the policies of one assignment.</summary>
    public IEnumerable<DatedState> Seed(JObject assignment, IEnumerable<PolicyRule> rules)
    {
        var excluded = assignment.SelectTokens("properties.notScopes[*]").Select(s => (string)s!).ToArray();
        foreach (var rule in rules.Where(r => r.Effect != "disabled"))
        {
            var types = rule.IsManual ? ["Microsoft.Resources/subscriptions"] : library.TypesOf(rule.Reference);
            foreach (var subject in types.SelectMany(t => _subjects[t]))
            {
                if (_index.IsWithin(subject.Id, rule.AssignmentScope) && !excluded.Any(e => _index.IsWithin(subject.Id, e)))
                    yield return Judge(rule, subject);
            }
        }
    }

    /// <summary>Everything that can have a state.</summary>
    public static IEnumerable<StateSubject> Subjects(Estate estate)
    {
        foreach (var subscription in estate.Subscriptions)
            yield return new StateSubject(subscription.ResourceId, "Microsoft.Resources/subscriptions", "", "", subscription.Id);
        foreach (var resource in estate.Resources)
            yield return SubjectOf(resource.Text("id")!, resource.Text("location"));
    }

    public static StateSubject SubjectOf(string id, string? location) =>
        new(id, ArmPath.TypeOf(id), location ?? "", ArmPath.ResourceGroupOf(id) ?? "", ArmPath.SubscriptionOf(id) ?? "");

    private DatedState Judge(PolicyRule rule, StateSubject subject)
    {
        // Evaluations of a day are spread over it.
        var time = now - TimeSpan.FromSeconds(Fnv.PerTenThousand(rule.AssignmentId, subject.Id, "time") * 8);
        var state = Exempts(rule, subject) ? "Exempt"
            : rule.IsManual ? Attested(rule, subject)
            : Fnv.PerTenThousand(rule.Reference, subject.Id) < violationsPerTenThousand ? "NonCompliant" : "Compliant";
        var details = state == "Exempt" ? new JObject { ["complianceSubState"] = "NonCompliant" } : null;
        return new DatedState(new PolicyState(rule, subject, state, time, details), time - Age);
    }

    private bool Exempts(PolicyRule rule, StateSubject subject) => estate.Exemptions.Any(e =>
        Same(e.Text("properties.policyAssignmentId"), rule.AssignmentId)
        && _index.IsWithin(subject.Id, ArmPath.ScopeOf(e.Text("id")!))
        && IsIn(e, "properties.policyDefinitionReferenceIds", rule.Reference)
        && IsCurrent(e));

    private string Attested(PolicyRule rule, StateSubject subject) => estate.Attestations.FirstOrDefault(a =>
        Same(a.Text("properties.policyAssignmentId"), rule.AssignmentId)
        && Same(a.Text("properties.policyDefinitionReferenceId") ?? "", rule.Reference)
        && Same(ArmPath.ScopeOf(a.Text("id")!), subject.Id)
        && IsCurrent(a))?.Text("properties.complianceState") ?? "Unknown";

    private bool IsCurrent(JObject item) =>
        item.Text("properties.expiresOn") is not { } expires || RelativeTimes.Parse(expires, item.Text("id")!) > now;

    private static bool IsIn(JObject item, string path, string reference) =>
        item.SelectToken(path) is not JArray { Count: > 0 } listed || listed.Any(r => Same((string?)r, reference));

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
