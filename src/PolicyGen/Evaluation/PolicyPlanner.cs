using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;

namespace PolicyGen.Evaluation;

/// <summary>What is known of the references of initiatives beside their documents.</summary>
public interface IReferenceCatalogue
{
    /// <summary>The control behind a reference; null for one that is not ours.</summary>
    Control? ControlOf(PolicyReference reference);

    /// <summary>A definition for a reference whose own body is not at hand; null when there is none.</summary>
    StandIn? StandInFor(PolicySetDefinition initiative, PolicyReference reference);
}

/// <summary>A definition that stands for a reference whose own body is not at hand.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Parameters">Values of its parameters; expressions see the initiative's parameters.</param>
/// <param name="Problem">Why it cannot be judged all the same; null when it can.</param>
public sealed record StandIn(PolicyDefinition Definition, IReadOnlyDictionary<string, JToken> Parameters, string? Problem = null)
{
    /// <summary>Names of related resources that answer for it (<see cref="ExistenceTest.Evidence"/>).</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];
}

/// <summary>
/// Makes a plan of policy documents: assignments with what they assign, initiatives that no assignment uses with their
/// defaults, and definitions that nothing refers to. References to one definition with equal parameters and effects become
/// one policy with several places.
/// </summary>
/// <param name="aliases">Aliases of Azure.</param>
/// <param name="catalogue">What is known of references beside their documents; null when nothing is.</param>
public sealed class PolicyPlanner(AliasTable aliases, IReferenceCatalogue? catalogue = null)
{
    private readonly PolicyCompiler _compiler = new(aliases);
    private readonly Dictionary<string, (CompiledPolicy Policy, ImmutableArray<PolicyVariant> Variants, PolicyIdentity Identity, PolicyScope Scope, List<PolicyReferencePlace> Places)> _merged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _initiatives = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _elsewhere = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<MissingPolicy> _missing = [];
    private readonly List<string> _warnings = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="library">The documents; references between them are followed by name.</param>
    /// <param name="exemptions">Exemptions as resources, from policy files.</param>
    /// <param name="onlyReferenced">Leaves out definitions that nothing refers to.</param>
    public PolicyPlan Plan(PolicyLibrary library, IReadOnlyList<ExemptionResource>? exemptions = null, bool onlyReferenced = false)
    {
        ArgumentNullException.ThrowIfNull(library);
        _merged.Clear();
        _order.Clear();
        _warnings.Clear();
        _missing.Clear();
        _elsewhere.Clear();
        var assigned = new HashSet<PolicyDocument>(ReferenceEqualityComparer.Instance);
        foreach (var assignment in library.Documents.OfType<PolicyAssignment>())
            Add(assignment, library, exemptions ?? [], assigned);
        foreach (var initiative in library.Documents.OfType<PolicySetDefinition>().Where(i => !assigned.Contains(i)))
            Add(initiative, library, null, PolicyScope.Everywhere, new Dictionary<string, JToken>(), [], assigned);
        foreach (var definition in library.Documents.OfType<PolicyDefinition>().Where(d => !onlyReferenced && !assigned.Contains(d)))
            Add(definition, new Dictionary<string, JToken>(), null, new PolicyReferencePlace(null, null, null, []), PolicyScope.Everywhere, []);

        if (_elsewhere.Count > 0)
            _warnings.Add($"Evaluated by a resource provider, or by a built-in rule that is not at hand; unknown here: {string.Join(", ", _elsewhere)}.");
        return new PolicyPlan([.. _order.Select(key =>
        {
            var (policy, variants, identity, scope, places) = _merged[key];
            var all = places.ToImmutableArray();
            return new AssignedPolicy(identity with { Places = all }, policy, scope, [.. variants.Select(v => v with { Identity = v.Identity with { Places = all } })]);
        })], [.. _warnings.Distinct(StringComparer.Ordinal)])
        {
            Missing = [.. _missing],
        };
    }

    private void Add(PolicyAssignment assignment, PolicyLibrary library, IReadOnlyList<ExemptionResource> exemptions, HashSet<PolicyDocument> assigned)
    {
        if (assignment.DefinitionId is not { } id)
        {
            Miss(assignment.ReferenceName, new PolicyReferencePlace(assignment.ReferenceName, null, null, []), PolicyScopes.Of(assignment, []));
            return;
        }

        foreach (var exceeded in AssignmentLimits.Exceeded(assignment, PolicyLimits.Azure))
            _warnings.Add($"Azure would refuse the assignment {assignment.ReferenceName}: {exceeded.Message}");
        var values = Values(assignment.Parameters);
        var own = exemptions.Where(e => e.IsFor(assignment)).ToList();
        if (library.FindInitiative(id.Value) is { } initiative && (ResourceIds.IsSetDefinition(id.Value) || library.FindDefinition(id.Value) is null))
        {
            Add(initiative, library, assignment, PolicyScopes.Of(assignment, []), values, own, assigned);
        }
        else if (library.FindDefinition(id.Value) is { } definition)
        {
            assigned.Add(definition);
            var scope = PolicyScopes.Of(assignment, [.. own.Select(e => e.Exemption)]);
            Add(definition, values, assignment, new PolicyReferencePlace(assignment.ReferenceName, null, null, []), scope, Overrides(assignment, null));
        }
        else
        {
            _warnings.Add($"The assignment {assignment.ReferenceName} assigns {id.Value}, which is not among the policies given: nothing of it is judged.");
            var name = ResourceIds.LastSegment(id.Value);
            Miss(name, new PolicyReferencePlace(assignment.ReferenceName, ResourceIds.IsSetDefinition(id.Value) ? name : null, null, []), PolicyScopes.Of(assignment, []));
        }
    }

    private void Add(PolicySetDefinition initiative, PolicyLibrary library, PolicyAssignment? assignment, PolicyScope scope, IReadOnlyDictionary<string, JToken> values,
        List<ExemptionResource> exemptions, HashSet<PolicyDocument> assigned)
    {
        assigned.Add(initiative);
        _initiatives[initiative.ReferenceName] = initiative.Id?.Value ?? "/providers/Microsoft.Authorization/policySetDefinitions/" + initiative.ReferenceName;
        var parameters = PolicyCompiler.Bind(initiative, values, out var problems);
        foreach (var problem in problems)
            _warnings.Add($"The initiative {initiative.ReferenceName}: {problem}");
        foreach (var reference in initiative.References)
        {
            var referenceId = reference.ReferenceId?.Value ?? (reference.DefinitionId is { } named ? ResourceIds.LastSegment(named.Value) : initiative.ReferenceName);
            var place = new PolicyReferencePlace(assignment?.ReferenceName, initiative.ReferenceName, referenceId, [.. reference.GroupNames.Select(g => g.Value)]);
            if (reference.DefinitionId is not { } id)
            {
                Miss(referenceId, place, scope);
                continue;
            }

            var found = library.FindDefinition(id.Value) is { } body ? new StandIn(body, Values(reference.Parameters)) : catalogue?.StandInFor(initiative, reference);
            if (found is null)
            {
                _warnings.Add($"The initiative {initiative.ReferenceName} refers to {id.Value}, whose definition is not at hand: it is not judged. --policies can bring it.");
                Miss(catalogue?.ControlOf(reference)?.Id ?? referenceId, place, scope);
                continue;
            }

            assigned.Add(found.Definition);
            var obstacle = found.Problem;
            var evaluated = new Dictionary<string, JToken>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in found.Parameters)
            {
                if (_compiler.Evaluate(value, parameters) is { } constant)
                    evaluated[name] = constant;
                else
                    // The definition's default would be another value than the one that was meant.
                    _warnings.Add(obstacle = $"The initiative {initiative.ReferenceName}: the value of '{name}' for {place.ReferenceId} cannot be computed.");
            }

            var covered = scope with { Exemptions = [.. exemptions.Where(e => e.Covers(place.ReferenceId!)).Select(e => e.Exemption)] };
            Add(found.Definition, evaluated, assignment, place, covered, assignment is null ? [] : Overrides(assignment, place.ReferenceId), obstacle, catalogue?.ControlOf(reference), found.Evidence);
        }
    }

    private void Add(PolicyDefinition definition, IReadOnlyDictionary<string, JToken> parameters, PolicyAssignment? assignment, PolicyReferencePlace place, PolicyScope scope,
        ImmutableArray<EffectOverride> overrides, string? problem = null, Control? control = null, ImmutableArray<string> evidence = default)
    {
        var effect = overrides.FirstOrDefault(o => o.Selectors.IsEmpty)?.Effect;
        var policy = Compile(definition, parameters, effect, problem, null);
        if (!evidence.IsDefaultOrEmpty && policy.Existence is { } test)
            policy = policy with { Existence = test with { Evidence = evidence } };
        var identity = Identity(definition, policy.Effect, assignment, place, control);
        var key = string.Join('\u001F', definition.ReferenceName, definition.Id?.Value, definition.File, identity.Control, Canonical(parameters), string.Join(',', overrides), assignment?.ReferenceName, assignment?.File,
            Key(scope), policy.UsesPolicy ? place.Initiative + "/" + place.ReferenceId : "");
        if (_merged.TryGetValue(key, out var known))
        {
            known.Places.Add(place);
            // One policy for several management groups; what is assigned to something else counts everywhere.
            known.Scope = known.Scope with { ManagementGroups = known.Scope.ManagementGroups is { } groups && scope.ManagementGroups is { } more ? groups.Union(more) : null };
            _merged[key] = known;
            return;
        }

        var about = policy.UsesPolicy ? PolicyFunction(definition, assignment, place) : null;
        if (about is not null)
            policy = Compile(definition, parameters, effect, problem, about);
        // The first override that fits counts: those behind one for all resources never do.
        ImmutableArray<PolicyVariant> variants = [.. overrides.TakeWhile(o => !o.Selectors.IsEmpty).Select(o =>
        {
            var changed = Compile(definition, parameters, o.Effect, problem, about);
            return new PolicyVariant(o.Selectors, changed, Identity(definition, changed.Effect, assignment, place, control));
        })];
        if (problem is not null || definition.HasProviderMode)
            _elsewhere.Add(identity.Control);
        foreach (var fault in policy.Problems.Where(p => p != problem && !definition.HasProviderMode))
            _warnings.Add($"The policy {identity.Control} cannot be evaluated: {fault}");
        _merged[key] = (policy, variants, identity, scope, [place]);
        _order.Add(key);
    }

    private void Miss(string control, PolicyReferencePlace place, PolicyScope scope) =>
        _missing.Add(new MissingPolicy(new PolicyIdentity(control, control, control, Severity.Medium, PolicyEffect.Other.ToString(), null, [place]), scope));

    private CompiledPolicy Compile(PolicyDefinition definition, IReadOnlyDictionary<string, JToken> parameters, string? effect, string? problem, JObject? about)
    {
        var policy = _compiler.Compile(definition, parameters, effect, about);
        return problem is null ? policy : policy with { Problems = policy.Problems.Insert(0, problem) };
    }

    private static PolicyIdentity Identity(PolicyDefinition definition, PolicyEffect effect, PolicyAssignment? assignment, PolicyReferencePlace place, Control? control) => new(
        control?.Id ?? definition.MetadataText("control")?.Value ?? place.ReferenceId ?? definition.ReferenceName,
        definition.ReferenceName,
        definition.DisplayName?.Value ?? definition.ReferenceName,
        control?.Severity ?? (Enum.TryParse<Severity>(definition.MetadataText("severity")?.Value, ignoreCase: true, out var severity) ? severity : Severity.Medium),
        effect.ToString(),
        assignment?.NonComplianceMessages.FirstOrDefault(m => m.ReferenceId is { } id && place.ReferenceId is { } own && id.Is(own))?.Message?.Value
            ?? assignment?.NonComplianceMessages.FirstOrDefault(m => m.ReferenceId is null)?.Message?.Value,
        [place]);

    private JObject PolicyFunction(PolicyDefinition definition, PolicyAssignment? assignment, PolicyReferencePlace place) => new()
    {
        ["assignmentId"] = assignment?.Id?.Value ?? place.Assignment ?? "",
        ["definitionId"] = definition.Id?.Value ?? "/providers/Microsoft.Authorization/policyDefinitions/" + definition.ReferenceName,
        ["setDefinitionId"] = place.Initiative is { } initiative ? _initiatives.GetValueOrDefault(initiative, "") : "",
        ["definitionReferenceId"] = place.ReferenceId ?? "",
    };

    /// <summary>An override of the effect.</summary>
    private sealed record EffectOverride(string Effect, ImmutableArray<ResourceCondition> Selectors)
    {
        public override string ToString() => Effect + ":" + string.Join(';', Selectors.Select(Key));
    }

    private static ImmutableArray<EffectOverride> Overrides(PolicyAssignment assignment, string? referenceId)
    {
        var found = ImmutableArray.CreateBuilder<EffectOverride>();
        foreach (var change in assignment.Overrides.Where(o => o.Kind is { } kind && kind.Is("policyEffect") && o.Value is not null))
        {
            var selectors = PolicyScopes.Conditions(change.Selectors);
            var references = selectors.Where(s => s.Kind.Equals("policyDefinitionReferenceId", StringComparison.OrdinalIgnoreCase)).ToList();
            if (references.All(s => referenceId is not null && s.Values.Contains(referenceId, StringComparer.OrdinalIgnoreCase) != s.Excludes))
                found.Add(new EffectOverride(change.Value!.Value, [.. selectors.Except(references)]));
        }

        return found.ToImmutable();
    }

    private static Dictionary<string, JToken> Values(ImmutableArray<PolicyParameterValue> values)
    {
        var result = new Dictionary<string, JToken>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.Where(v => v.Value is not null))
            result[value.Name] = value.Value!;
        return result;
    }

    // One name may stand for an assignment at each of several scopes.
    private static string Key(PolicyScope scope) => string.Join('\u001E',
        scope.Scope, string.Join('|', scope.NotScopes), string.Join('|', scope.Selectors.Select(g => string.Join('&', g.Select(Key)))), scope.IsEnforced,
        string.Join('|', scope.Exemptions.Select(e => e.Scope + "/" + e.Name)));

    private static string Key(ResourceCondition condition) => $"{condition.Kind} {condition.Excludes} {string.Join(',', condition.Values)}";

    private static string Canonical(IReadOnlyDictionary<string, JToken> parameters) =>
        string.Join('\n', parameters.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Select(p => p.Key.ToLowerInvariant() + "=" + JsonText.WriteCompact(p.Value)));
}
