using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Tests.Linting;

namespace PolicyGen.Tests.Evaluation;

/// <summary>
/// Microsoft's own definitions and initiatives, where the machine has them: each Resource Manager definition compiles and
/// judges resources of its types without a fault of the engine, and what cannot be decided says why.
/// </summary>
public class BuiltInEvaluationSpecs
{
    private const string Definitions = "builtin-definitions.jsonl.gz";
    private const string Initiatives = "builtin-initiatives.jsonl.gz";

    // What Azure takes from Microsoft and would refuse from others, or what this engine leaves open: each with its reason.
    private static readonly string[] Expected =
    [
        "The effect 'addToNetworkGroup' is not evaluable offline.",
        // Its kin denyAction has documents; of this one there are none.
        "The effect 'AuditAction' is not evaluable offline.",
        // e87a87f5-e6dd-4919-be21-abb0a4ea4630 has a default of 115 elements; Azure's limit is 100 for others.
        "There are 115 iterations of a value count; Azure takes 100.",
    ];

    private static IEnumerable<string> DefinitionFiles() => BuiltInCorpus.Files().Where(f => f == Definitions);

    private static IEnumerable<string> InitiativeFiles() => BuiltInCorpus.Files().Where(f => f == Initiatives);

    [TestCaseSource(nameof(DefinitionFiles))]
    public void Every_definition_of_a_resource_manager_mode_compiles(string file)
    {
        var compiler = new PolicyCompiler(AliasTable.Load());
        var definitions = BuiltInCorpus.Read(file).OfType<PolicyDefinition>().Where(d => !d.HasProviderMode).ToList();
        Assert.That(definitions, Has.Count.GreaterThan(2000));
        var faults = definitions
            .Select(d => (Definition: d, Policy: compiler.Compile(d, Placeholders(d))))
            .SelectMany(c => c.Policy.Problems.Except(Expected).Select(p => $"{c.Definition.ReferenceName}: {p}"))
            .ToList();
        Assert.That(faults, Is.Empty);
    }

    [TestCaseSource(nameof(DefinitionFiles))]
    public void Every_definition_judges_an_empty_resource_of_each_of_its_types_and_says_why_it_cannot(string file)
    {
        var compiler = new PolicyCompiler(AliasTable.Load());
        var environment = new EvaluationEnvironment { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var states = new Dictionary<ComplianceState, int>();
        var silent = new List<string>();
        foreach (var definition in BuiltInCorpus.Read(file).OfType<PolicyDefinition>().Where(d => !d.HasProviderMode))
        {
            var policy = compiler.Compile(definition, Placeholders(definition));
            var evaluator = new PolicyEvaluator(environment, new RelatedResources(policy.Existence is { } test ? [test.Type] : []));
            foreach (var type in policy.Types.Types.Where(t => t.Contains('/', StringComparison.Ordinal)))
            {
                foreach (var origin in Enum.GetValues<ResourceOrigin>())
                {
                    var verdict = evaluator.Evaluate(policy, Empty(type, origin));
                    states[verdict.State] = states.GetValueOrDefault(verdict.State) + 1;
                    if (verdict.State is ComplianceState.Unknown or ComplianceState.Error && !verdict.Reasons.Any(r => r.Note is { Length: > 0 }))
                        silent.Add($"{definition.ReferenceName} on {type}: {verdict.State}");
                }
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(silent, Is.Empty);
            Assert.That(states.Keys, Is.SupersetOf(new[] { ComplianceState.Compliant, ComplianceState.NonCompliant, ComplianceState.Unknown, ComplianceState.NotApplicable }));
        });
    }

    [TestCaseSource(nameof(DefinitionFiles))]
    public void What_services_write_is_unknown_and_named(string file)
    {
        var compiler = new PolicyCompiler(AliasTable.Load());
        var runtime = BuiltInCorpus.Read(file).OfType<PolicyDefinition>().Where(d => !d.HasProviderMode)
            .Select(d => compiler.Compile(d, Placeholders(d)))
            .Where(p => p.Existence is { } test && RelatedTypes.IsRuntime(test.Type))
            .ToList();
        Assert.That(runtime, Has.Count.GreaterThan(100), "Defender assessments and guest configuration");
        var environment = new EvaluationEnvironment { Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        foreach (var policy in runtime)
        {
            var evaluator = new PolicyEvaluator(environment, new RelatedResources([policy.Existence!.Type]));
            foreach (var verdict in policy.Types.Types.Select(t => evaluator.Evaluate(policy, Empty(t, ResourceOrigin.Request))))
                Assert.That(verdict.State, Is.AnyOf(ComplianceState.Unknown, ComplianceState.NotApplicable), policy.Definition.ReferenceName);
        }
    }

    [TestCaseSource(nameof(InitiativeFiles))]
    public void Every_initiative_plans_with_its_defaults(string file)
    {
        var definitions = BuiltInCorpus.Read(Definitions);
        var aliases = AliasTable.Load();
        var unresolved = new List<string>();
        // Those whose parameters all have defaults: others need an assignment.
        foreach (var initiative in BuiltInCorpus.Read(file).OfType<PolicySetDefinition>().Where(i => !i.Parameters.Any(p => p.Required)))
        {
            var plan = new PolicyPlanner(aliases).Plan(new PolicyLibrary(definitions.Append(initiative)), onlyReferenced: true);
            Assert.That(plan.Policies.Length, Is.GreaterThan(0), initiative.ReferenceName);
            unresolved.AddRange(plan.Warnings.Where(w => w.Contains("cannot be computed", StringComparison.Ordinal)).Select(w => $"{initiative.ReferenceName}: {w}"));
        }

        Assert.That(unresolved, Is.Empty);
    }

    // A value for each parameter that an assignment must give.
    private static Dictionary<string, JToken> Placeholders(PolicyDefinition definition) => definition.Parameters
        .Where(p => p.Required)
        .ToDictionary(p => p.Name, p => p.AllowedValues is { Count: > 0 } allowed ? p.Type!.Is("Array") && allowed[0] is not JArray ? new JArray(allowed[0]) : allowed[0] : p.Type?.Value.ToLowerInvariant() switch
        {
            "array" => new JArray("value"),
            "object" => new JObject { ["name"] = "value" },
            "boolean" => new JValue(true),
            "integer" => new JValue(1),
            "float" => new JValue(1.5m),
            "datetime" => new JValue("2026-01-01T00:00:00Z"),
            _ => new JValue("value"),
        });

    private static ArmResource Empty(string type, ResourceOrigin origin)
    {
        var types = type.Split('/');
        var id = type.Equals("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase) ? "/subscriptions/00000000-0000-0000-0000-000000000001"
            : "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/" + types[0] + string.Concat(types.Skip(1).Select(t => $"/{t}/x"));
        return new ArmResource
        {
            Id = id,
            Type = type,
            FullName = string.Join('/', types.Skip(1).Select(_ => "x")),
            Content = new JObject { ["type"] = type, ["name"] = "x", ["location"] = "japaneast", ["properties"] = new JObject() },
            Origin = origin,
            ApiVersion = origin == ResourceOrigin.Request ? "2024-01-01" : null,
        };
    }
}
