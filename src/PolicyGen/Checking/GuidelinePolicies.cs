using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Auditing.Judging;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;

namespace PolicyGen.Checking;

/// <summary>
/// The rendered initiatives of the guidelines as policies to judge. Where an initiative refers to a built-in definition,
/// our own definition of the same control stands in, so that nothing needs to be fetched.
/// </summary>
public sealed partial class GuidelinePolicies : IReferenceCatalogue
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";

    // What the built-in definitions say of the assessments that answer for them.
    private static readonly JObject Assessed = new()
    {
        ["effect"] = "auditIfNotExists",
        ["details"] = new JObject
        {
            ["type"] = "Microsoft.Security/assessments",
            ["existenceCondition"] = new JObject { ["field"] = "Microsoft.Security/assessments/status.code", ["in"] = new JArray("Healthy", "NotApplicable") },
        },
    };

    private readonly IReadOnlyDictionary<string, Control> _controls;
    private readonly Dictionary<string, PolicyDefinition> _definitions = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PolicySetDefinition> _initiatives = [];

    private GuidelinePolicies(IReadOnlyDictionary<string, Control> controls) => _controls = controls;

    /// <summary>Reads the rendered definitions, and the initiatives of some guidelines.</summary>
    /// <param name="files">The library.</param>
    /// <param name="controls">Its controls.</param>
    /// <param name="guidelines">The guidelines; empty for none, when only definitions and controls are wanted.</param>
    /// <param name="diagnostics">Takes what is missing or malformed.</param>
    /// <returns>The policies, or null after an error.</returns>
    public static GuidelinePolicies? Load(LibraryFiles files, IReadOnlyDictionary<string, Control> controls, IReadOnlyCollection<GuidelineId> guidelines, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(controls);
        ArgumentNullException.ThrowIfNull(guidelines);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var policies = new GuidelinePolicies(controls);
        foreach (var control in controls.Values.Where(c => c.HasDefinition))
        {
            if (Read<PolicyDefinition>(files, Path.Combine("definitions", control.Id + ".json"), diagnostics) is { } definition)
                policies._definitions[control.Id] = definition;
        }

        foreach (var guideline in guidelines)
        {
            if (Read<PolicySetDefinition>(files, Path.Combine("initiatives", guideline.Name() + ".json"), diagnostics) is { } initiative)
                policies._initiatives.Add(initiative);
        }

        return diagnostics.HasErrors ? null : policies;
    }

    /// <summary>Plans the initiatives.</summary>
    /// <param name="aliases">Aliases of Azure.</param>
    /// <param name="bodies">Definitions brought along: a built-in among them is judged by its own rule.</param>
    public PolicyPlan Plan(AliasTable aliases, PolicyLibrary bodies)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        // Only what the initiatives refer to: what else was brought is judged apart.
        var brought = _initiatives.SelectMany(i => i.References)
            .Select(r => r.DefinitionId is { } id && ResourceIds.IsBuiltIn(id.Value) ? bodies.FindDefinition(id.Value) : null)
            .OfType<PolicyDefinition>()
            .Distinct(ReferenceEqualityComparer.Instance)
            .Cast<PolicyDocument>();
        var initiatives = _initiatives.Select(i => i with { References = [.. i.References.Where(r => !IsAttestation(r))] });
        var own = _definitions.Values.Where(d => !IsManual(d));
        return new PolicyPlanner(aliases, this).Plan(new PolicyLibrary(initiatives.Concat<PolicyDocument>(own).Concat(brought)), onlyReferenced: true);
    }

    /// <summary>Names of the built-in definitions that the initiatives refer to.</summary>
    public IEnumerable<string> BuiltInNames => _initiatives.SelectMany(i => i.References)
        .Select(r => r.DefinitionId?.Value)
        .OfType<string>()
        .Where(ResourceIds.IsBuiltIn)
        .Select(ResourceIds.LastSegment)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public Control? ControlOf(PolicyReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.ReferenceId?.Value is not { } id)
            return null;
        return _controls.GetValueOrDefault(id) ?? _controls.GetValueOrDefault(FurtherReference().Replace(id, ""));
    }

    /// <inheritdoc/>
    public StandIn? StandInFor(PolicySetDefinition initiative, PolicyReference reference)
    {
        ArgumentNullException.ThrowIfNull(initiative);
        if (ControlOf(reference) is not { } control)
            return null;
        if (!_definitions.TryGetValue(control.Id, out var definition) && BuiltInAssessments.Of(control) is { IsEmpty: false } keys)
            return new StandIn(Placeholder(control, Assessed), new Dictionary<string, JToken>()) { Evidence = keys };
        if (definition is null)
            return new StandIn(Placeholder(control), new Dictionary<string, JToken>(), "The built-in definition is evaluated by its resource provider, or its rule is not at hand (--policies can bring it).");
        var values = new Dictionary<string, JToken>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in control.Parameters.Where(p => p.InitiativeParameter is { } name && initiative.Parameters.Any(i => i.Name == name)))
            values[parameter.Name] = $"[parameters('{parameter.InitiativeParameter}')]";
        return new StandIn(definition, values);
    }

    // A control without a rule of ours: it meets resources of its types, and its verdict is unknown.
    private static PolicyDefinition Placeholder(Control control, JObject? then = null)
    {
        var types = control.ResourceTypes.Select(t => t == "*" ? SubscriptionType : DataPlane().Replace(t, m => $"{m.Groups["provider"].Value}/{m.Groups["parent"].Value}"));
        var source = new JObject
        {
            ["name"] = control.BuiltIns[0].Id,
            ["properties"] = new JObject
            {
                ["displayName"] = control.Title.Japanese,
                ["mode"] = "All",
                ["policyRule"] = new JObject
                {
                    ["if"] = new JObject { ["field"] = "type", ["in"] = new JArray(types) },
                    ["then"] = then?.DeepClone() ?? new JObject { ["effect"] = "audit" },
                },
            },
        };
        return (PolicyDefinition)PolicyDocumentReader.Read(source, control.Location.File)!;
    }

    private static bool IsAttestation(PolicyReference reference) => reference.ReferenceId?.Value.StartsWith("attestation_", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsManual(PolicyDefinition definition) => definition.CanHaveEffect("manual");

    internal static T? Read<T>(LibraryFiles files, string path, DiagnosticBag diagnostics)
        where T : PolicyDocument
    {
        var full = Path.Combine(files.Rendered, path);
        var display = files.Display(full);
        if (!File.Exists(full))
        {
            diagnostics.Error("rendered-missing", "This file is not rendered: run 'policygen generate'.", new SourceLocation(display));
            return null;
        }

        if (JsonText.ParseFile(full, display, diagnostics) is not { } root)
            return null;
        if (PolicyDocumentReader.Read(root, display) is T document)
            return document;
        diagnostics.Error("rendered-missing", "This file is not what 'policygen generate' renders there.", new SourceLocation(display));
        return null;
    }

    [GeneratedRegex(@"_\d+$")]
    private static partial Regex FurtherReference();

    // Microsoft.KeyVault.Data/vaults/keys lives in Microsoft.KeyVault/vaults.
    [GeneratedRegex(@"^(?<provider>[\w.]+)\.Data/(?<parent>\w+)/\w+$")]
    private static partial Regex DataPlane();
}
