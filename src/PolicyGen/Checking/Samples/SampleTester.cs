using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Policies;
using PolicyGen.Rendering.Initiatives;

namespace PolicyGen.Checking.Samples;

/// <summary>
/// Judges the samples of controls: by the control's own definition and, as a second opinion, by built-in definitions that
/// are said to give the same verdict. The bodies of built-ins are Microsoft's and do not travel with the program.
/// </summary>
/// <param name="aliases">Aliases of Azure.</param>
/// <param name="own">The rendered definition of a control; null when it has none.</param>
/// <param name="controls">All controls: shared definitions among them are judges too, with the values that an initiative would pass.</param>
/// <param name="builtIns">Bodies of built-in definitions, found by their names; those that are missing are passed by.</param>
public sealed class SampleTester(AliasTable aliases, Func<Control, PolicyDefinition?> own, IEnumerable<Control> controls, PolicyLibrary builtIns)
{
    /// <summary>Names the control's own definition as the judge.</summary>
    public const string OwnDefinition = "our definition";

    private readonly PolicyCompiler _compiler = new(aliases);
    private readonly SharedDefinitions _shared = new(controls);

    /// <summary>Verdicts on every sample of a control, from every judge at hand.</summary>
    public IEnumerable<SampleResult> Test(Control control)
    {
        ArgumentNullException.ThrowIfNull(control);
        var samples = control.Samples.Compliant.Select(s => (Sample: s, Expected: ComplianceState.Compliant))
            .Concat(control.Samples.NonCompliant.Select(s => (Sample: s, Expected: ComplianceState.NonCompliant)))
            .ToList();
        if (samples.Count == 0)
            return [];
        var judges = Judges(control).ToList();
        return samples.SelectMany(s => judges.Select(j => j.Judge(control, s.Sample, s.Expected)));
    }

    private IEnumerable<SampleBench> Judges(Control control)
    {
        if (own(control) is { } definition)
            yield return new SampleBench(OwnDefinition, [_compiler.Compile(definition, new Dictionary<string, JToken>(), Speaking(control, definition))]);
        if (_shared.For(control) is { } shared && own(shared.Definition) is { } sharedDefinition)
        {
            // Where an initiative's parameter is passed, its default speaks.
            var values = shared.Arguments
                .Where(a => shared.Definition.Parameters.Any(p => p.Name == a.Key && p.InitiativeParameter is null))
                .ToDictionary(a => a.Key, a => a.Value, StringComparer.OrdinalIgnoreCase);
            yield return new SampleBench(shared.Definition.Id, [_compiler.Compile(sharedDefinition, values, Speaking(control, sharedDefinition))]);
        }

        foreach (var same in control.BuiltIns.Where(b => b.Relation == BuiltInRelation.Same))
        {
            if (builtIns.FindDefinition(same.Id) is { } body)
                yield return new SampleBench(same.Id, [Compile(control, same, body)]);
        }

        var parts = control.BuiltIns.Where(b => b.Relation == BuiltInRelation.Part).Select(b => (Reference: b, Body: builtIns.FindDefinition(b.Id))).ToList();
        if (parts.Count > 0 && parts.All(p => p.Body is not null))
            yield return new SampleBench(string.Join(" + ", parts.Select(p => p.Reference.Id)), [.. parts.Select(p => Compile(control, p.Reference, p.Body!))]);
    }

    // With the values that the initiative would pass.
    private CompiledPolicy Compile(Control control, BuiltInReference reference, PolicyDefinition body)
    {
        var values = reference.Parameters.ToDictionary(
            p => p.Key,
            p => p.Value.Parameter is { } name ? control.Parameters.First(c => c.Name == name).Default : p.Value.Literal!,
            StringComparer.OrdinalIgnoreCase);
        return _compiler.Compile(body, values, Speaking(control, body));
    }

    // What is off by default has to speak here: the default effect of the control, else another that the definition can have.
    private static string? Speaking(Control control, PolicyDefinition definition) =>
        new[] { control.Effects.Default }.Concat(control.Effects.Allowed).Concat(["DeployIfNotExists", "Modify", "Audit", "AuditIfNotExists"])
            .FirstOrDefault(e => e != "Disabled" && definition.CanHaveEffect(e));

    // Definitions that share the work: a violation for one of them is a violation.
    private sealed record SampleBench(string Name, IReadOnlyList<CompiledPolicy> Policies)
    {
        public SampleResult Judge(Control control, JObject sample, ComplianceState expected)
        {
            if (Policies.SelectMany(p => p.Problems).FirstOrDefault() is { } problem)
                return new SampleResult(control, sample, expected, ComplianceState.Error, Name, problem);
            var verdicts = Policies.Select(p => SampleJudge.Judge(p, sample)).ToList();
            var worst = verdicts.FirstOrDefault(v => v.State == ComplianceState.NonCompliant)
                ?? verdicts.FirstOrDefault(v => v.State is not (ComplianceState.Compliant or ComplianceState.NotApplicable))
                ?? verdicts[0];
            var state = worst.State == ComplianceState.NotApplicable ? ComplianceState.Compliant : worst.State;
            return new SampleResult(control, sample, expected, state, Name, string.Join("; ", worst.Reasons.Select(r => r.ToString()).Concat(worst.Related.Select(r => r.ToString()))));
        }
    }
}
