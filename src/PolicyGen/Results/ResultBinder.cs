using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>Binds the parts of a saved result.</summary>
internal sealed class ResultBinder
{
    private static readonly string[] States = Names<ComplianceState>();
    private static readonly string[] RequirementStates = Names<RequirementState>();
    private static readonly string[] Severities = Names<Severity>();

    private readonly Dictionary<PolicyIdentity, int> _late = new(ReferenceEqualityComparer.Instance);
    private ImmutableArray<PolicyIdentity>? _policies;

    public static RunInfo Run(DataNode node) => new(
        node.Text("kind"),
        node.Text("source"),
        node.Texts("scopes"),
        IsoTime.Read(node, "startedAt"),
        IsoTime.Read(node, "finishedAt"),
        node.Flag("complete"),
        node.Texts("warnings"));

    public static RequirementResult Requirement(DataNode node) =>
        new(node.Text("id"), (RequirementState)node.Choice("state", RequirementStates), node.Texts("controls"));

    public static ControlResult Control(DataNode node) => new(
        node.Text("id"),
        (ComplianceState)node.Choice("state", States),
        node.Number("compliant"),
        node.Number("nonCompliant"),
        node.Number("unknown"),
        node.Number("exempt"),
        node.Number("notApplicable"),
        node.Find("error") is null ? 0 : node.Number("error"));

    public void Policies(DataNode node) => _policies = [.. node.Elements().Select(Policy)];

    public Finding Finding(DataNode node)
    {
        var state = (ComplianceState)node.Choice("state", States);
        var verdict = new Verdict(state, Reasons(node))
        {
            Related = [.. node.Items("related").Select(r => new RelatedResource(r.Text("id"), (ComplianceState)r.Choice("state", States), Reasons(r)))],
            Changes = Changes(node),
            Exemption = node.OptionalText("exemption"),
        };
        return new Finding(PolicyOf(node), Resource(node), verdict, Source(node))
        {
            InBaseline = node.Find("baseline") is not null && node.Flag("baseline"),
            EvaluatedAt = IsoTime.ReadOptional(node, "evaluatedAt"),
            AzureState = node.OptionalText("azureState"),
        };
    }

    public ResourceChange Change(DataNode node) => new(PolicyOf(node), Resource(node), Changes(node), Source(node));

    /// <summary>The policy to use once everything is read: a program that sorts properties puts "policies" after "findings".</summary>
    public PolicyIdentity Final(PolicyIdentity policy) =>
        _policies is { } policies && _late.TryGetValue(policy, out var number) && number >= 0 && number < policies.Length ? policies[number] : policy;

    private PolicyIdentity PolicyOf(DataNode node)
    {
        if (node.Find("policy") is not { } index)
            return OwnPolicy(node);
        var number = node.Number("policy");
        if (_policies is not { } policies)
        {
            var own = OwnPolicy(node);
            _late.Add(own, number);
            return own;
        }

        if (number >= 0 && number < policies.Length)
            return policies[number];
        index.Expected("the position of one of the \"policies\"");
        return OwnPolicy(node);
    }

    // What the contract promises is in the finding itself, in results of other tools, too.
    private static PolicyIdentity OwnPolicy(DataNode node)
    {
        var control = node.Text("control");
        var groups = node.OptionalTexts("requirements");
        var references = node.OptionalTexts("referenceIds");
        return new PolicyIdentity(
            control,
            node.Text("definition"),
            control,
            node.Find("severity") is null ? Severity.Medium : (Severity)node.Choice("severity", Severities),
            node.Text("effect"),
            node.OptionalText("message"),
            references.IsEmpty ? [new PolicyReferencePlace(null, null, null, groups)] : [.. references.Select(r => new PolicyReferencePlace(null, null, r, groups))]);
    }

    private static PolicyIdentity Policy(DataNode node) => new(
        node.Text("control"),
        node.Text("definition"),
        node.Text("displayName"),
        (Severity)node.Choice("severity", Severities),
        node.Text("effect"),
        node.OptionalText("message"),
        [.. node.RequiredItems("places").Select(p => new PolicyReferencePlace(p.OptionalText("assignment"), p.OptionalText("initiative"), p.OptionalText("referenceId"), p.OptionalTexts("groups")))]);

    private static FindingResource Resource(DataNode node) => node.Require("resource") is { } resource
        ? new FindingResource(resource.Text("id"), resource.Text("type"), resource.Text("name"), resource.OptionalText("location"))
        : new FindingResource("", "", "", null);

    private static ImmutableArray<Reason> Reasons(DataNode node) =>
        [.. node.RequiredItems("reasons").Select(r => new Reason(r.Text("path"), r.Text("operator"), Token(r, "expected"), Token(r, "actual"), r.OptionalText("note")))];

    private static ImmutableArray<PropertyChange> Changes(DataNode node) =>
        [.. node.Items("changes").Select(c => new PropertyChange(c.Text("operation"), c.Text("path"), Token(c, "before"), Token(c, "after")))];

    private static SourceLocation Source(DataNode node) => node.Find("source") is { } source
        ? new SourceLocation(source.Text("file"), source.Find("line") is null ? 0 : source.Number("line"), source.Find("column") is null ? 0 : source.Number("column"), source.OptionalText("path") ?? "")
        : SourceLocation.None;

    // Unlike elsewhere, null is a value here: a property that is there and null is not one that is missing.
    private static JToken? Token(DataNode node, string name) => (node.Token as JObject)?[name] is { } token ? ResultTokens.Read(token) : null;

    internal static string[] Names<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(CatalogueJson.Name)];
}
