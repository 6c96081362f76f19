using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation;

/// <summary>One case of Cases/*.json; Cases/README.md says what its members mean.</summary>
internal sealed class EvaluationCase
{
    private static readonly DateTimeOffset DefaultNow = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The cases of a file share a table.
    private static readonly ConcurrentDictionary<JObject, AliasTable> Tables = new(ReferenceEqualityComparer.Instance);

    private readonly JObject _file;
    private readonly JObject _case;

    private EvaluationCase(string file, JObject document, JObject source)
    {
        File = file;
        _file = document;
        _case = source;
    }

    public string File { get; }

    public string Name => (string)_case["name"]!;

    public string? Source => (string?)_case["source"];

    public JObject Expected => (JObject)_case["expect"]!;

    /// <summary>Every case of every file.</summary>
    public static IEnumerable<EvaluationCase> All()
    {
        foreach (var path in Directory.GetFiles(Repository.PathOf("tests", "PolicyGen.Tests", "Evaluation", "Cases"), "*.json").Order(StringComparer.Ordinal))
        {
            var diagnostics = new DiagnosticBag();
            if (JsonText.ParseFile(path, Path.GetFileName(path), diagnostics) is not JObject document)
                throw new InvalidOperationException(string.Join('\n', diagnostics));
            foreach (var source in document["cases"]!.Cast<JObject>())
                yield return new EvaluationCase(Path.GetFileNameWithoutExtension(path), document, source);
        }
    }

    /// <summary>Judges the resource.</summary>
    public EvaluationOutcome Run()
    {
        var aliases = Tables.GetOrAdd(_file, MakeTable);
        var resource = Resource((JObject)(_case["resource"] ?? _file["defaults"]?["resource"])!, Origin("origin"));
        var related = Resources("related", resource.Origin).Concat(Resources("existing", ResourceOrigin.Existing)).Prepend(resource).ToList();

        var library = new PolicyLibrary(Documents());
        var exemptions = (_case["exemptions"] as JArray ?? []).Select(e => ExemptionResource.Read(e) ?? throw new InvalidOperationException("An exemption is malformed.")).ToList();
        PolicyPlan plan;
        if (_case["documents"] is null)
        {
            var definition = library.Documents.OfType<PolicyDefinition>().Single();
            var values = (_case["parameters"] as JObject ?? []).Properties().ToDictionary(p => p.Name, p => p.Value);
            var compiled = new PolicyCompiler(aliases).Compile(definition, values);
            var identity = new PolicyIdentity("control", "definition", "Definition", PolicyGen.Catalogue.Severity.Medium, compiled.Effect.ToString(), null, [new PolicyReferencePlace(null, null, null, [])]);
            plan = new PolicyPlan([new AssignedPolicy(identity, compiled, PolicyScope.Everywhere, [])], []);
        }
        else
        {
            plan = new PolicyPlanner(aliases).Plan(library, exemptions);
        }

        var index = new RelatedResources(plan.RelatedTypes) { IsComplete = _case["existing"] is not null };
        foreach (var other in related.Where(r => index.Wants(r.Type)))
            index.Add(other);
        var evaluator = new PolicyEvaluator(Environment(related), index);
        var judged = new List<(PolicyIdentity Identity, Verdict Verdict)>();
        evaluator.Evaluate(resource, plan.Policies, (identity, verdict) => judged.Add((identity, verdict)));

        // Of several policies the expectation is about the one it names, or the one that judges the resource.
        var at = (string?)Expected["of"] is { } of
            ? judged.FindIndex(j => j.Identity.Definition == of || j.Identity.Places.Any(p => p.ReferenceId == of || p.Assignment == of))
            : judged.FindIndex(j => j.Verdict.State != ComplianceState.NotApplicable);
        var policy = plan.Policies.Length == 0 ? null : plan.Policies[Math.Max(0, at)].For(resource).Policy;
        return new EvaluationOutcome(
            judged.Count == 0 ? Verdict.NotApplicable : judged[Math.Max(0, at)].Verdict,
            policy is null ? "" : policy.Effect.ToString(),
            policy is null ? Truth.False : evaluator.Condition(policy, resource),
            policy is not null && plan.Policies[Math.Max(0, at)].Scope.Covers(resource) != Truth.False && evaluator.IsApplicable(policy, resource),
            [.. plan.Policies.SelectMany(p => p.Policy.Problems), .. plan.Warnings]);
    }

    private static AliasTable MakeTable(JObject file)
    {
        var aliases = AliasTable.Load();
        aliases.Add(new StringReader(string.Join('\n', (file["aliases"] as JObject ?? []).Properties().Select(p => $"{p.Name}\t{p.Value}"))));
        return aliases;
    }

    private IEnumerable<PolicyDocument> Documents()
    {
        if (_case["documents"] is JArray documents)
            return documents.Select((d, i) => Read(d, $"document{i}.json"));
        var definition = (JObject?)_case["policy"] ?? new JObject
        {
            ["mode"] = "All",
            ["policyRule"] = new JObject { ["if"] = _case["if"], ["then"] = new JObject { ["effect"] = "audit" } },
        };
        return [Read(definition, "policy.json")];
    }

    private static PolicyDocument Read(JToken root, string file) =>
        PolicyDocumentReader.Read(root, file) ?? throw new InvalidOperationException("A document of the case is no policy resource.");

    private EvaluationEnvironment Environment(IEnumerable<ArmResource> resources)
    {
        // A resource group of the template set is known from there.
        var groups = resources.Where(r => r.Type.EndsWith("/resourceGroups", StringComparison.OrdinalIgnoreCase)).Select(r => KeyValuePair.Create(r.FullName, r.Content));
        var context = _case["context"] as JObject ?? _file["defaults"]?["context"] as JObject;
        return new EvaluationEnvironment
        {
            Now = (string?)(_case["now"] ?? _file["defaults"]?["now"]) is { } now ? DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) : DefaultNow,
            Subscription = context?["subscription"] as JObject,
            ResourceGroups = (context?["resourceGroups"] as JObject ?? []).Properties().Select(p => KeyValuePair.Create(p.Name, (JObject)p.Value)).Concat(groups)
                .DistinctBy(p => p.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            RequestContext = context?["requestContext"] as JObject,
        };
    }

    private ResourceOrigin Origin(string member) => (string?)_case[member] == "existing" ? ResourceOrigin.Existing : ResourceOrigin.Request;

    private IEnumerable<ArmResource> Resources(string member, ResourceOrigin origin) => (_case[member] as JArray ?? []).Select(r => Resource((JObject)r, origin));

    private static ArmResource Resource(JObject source, ResourceOrigin origin)
    {
        var content = (JObject)source.DeepClone();
        if (origin == ResourceOrigin.Request)
            content = (JObject)Unresolved.Mark(content);
        var type = (string)source["type"]!;
        var name = (string?)source["name"] ?? "test";
        return new ArmResource
        {
            Id = (string?)source["id"] ?? MakeId(type, name),
            Type = type,
            FullName = name,
            Content = content,
            Origin = origin,
            ApiVersion = (string?)source["apiVersion"],
            HasUnresolved = Unresolved.IsWithin(content),
        };
    }

    private static string MakeId(string type, string name)
    {
        const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
        if (type.Equals("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase))
            return Subscription;
        if (type.Equals("Microsoft.Resources/subscriptions/resourceGroups", StringComparison.OrdinalIgnoreCase))
            return $"{Subscription}/resourceGroups/{name}";
        var types = type.Split('/');
        var names = name.Split('/');
        return $"{Subscription}/resourceGroups/rg/providers/{types[0]}/" + string.Join('/', types.Skip(1).Select((t, i) => $"{t}/{(i < names.Length ? names[i] : "x")}"));
    }

    public override string ToString() => Name;
}

/// <summary>What a case gave.</summary>
internal sealed record EvaluationOutcome(Verdict Verdict, string Effect, Truth Condition, bool Applicable, ImmutableArray<string> Problems);
