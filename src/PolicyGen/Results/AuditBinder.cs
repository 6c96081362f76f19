using System.Collections.Immutable;
using PolicyGen.Data;

namespace PolicyGen.Results;

/// <summary>Binds the member <c>audit</c> of a saved result.</summary>
internal static class AuditBinder
{
    private static readonly string[] Kinds = ResultBinder.Names<AuditObservationKind>();

    public static AuditReport Report(DataNode node) => new()
    {
        Figures = node.Require("figures") is { } figures ? Figures(figures) : new AuditFigures(0, 0, 0, 0, 0, 0, 0),
        AzureStates = Numbers(node, "azureStates"),
        OldestState = IsoTime.ReadOptional(node, "oldestState"),
        NewestState = IsoTime.ReadOptional(node, "newestState"),
        Failures = [.. node.RequiredItems("failures").Select(Failure)],
        Observations = [.. node.RequiredItems("observations").Select(Observation)],
        Subscriptions = [.. node.RequiredItems("subscriptions").Select(Subscription)],
        Assignments = [.. node.RequiredItems("assignments").Select(Assignment)],
        Controls = [.. node.RequiredItems("controls").Select(Control)],
        Requirements = [.. node.RequiredItems("requirements").Select(Requirement)],
        Comparison = node.Find("comparison") is { } comparison ? Comparison(comparison) : null,
    };

    private static AuditFigures Figures(DataNode node) => new(
        node.LongNumber("requests"),
        node.LongNumber("retries"),
        node.LongNumber("rows"),
        node.LongNumber("bytes"),
        node.LongNumber("wallMilliseconds"),
        node.LongNumber("waitedMilliseconds"),
        node.LongNumber("peakMemoryBytes"));

    private static AuditGap Failure(DataNode node) => new(
        node.Text("part"),
        node.Text("scope"),
        node.Text("kind"),
        node.Number("status"),
        node.Text("code"),
        node.Text("action"),
        node.Text("message"),
        node.Number("attempts"),
        node.OptionalText("requestId"));

    private static AuditObservation Observation(DataNode node) =>
        new((AuditObservationKind)node.Choice("kind", Kinds), node.Text("scope"), node.OptionalText("subject"), node.Text("message"), node.Text("messageJa"));

    private static AuditedSubscription Subscription(DataNode node) => new(
        node.Text("id"),
        node.Text("name"),
        node.Text("state"),
        node.OptionalText("managementGroup"),
        node.Flag("complete"),
        Numbers(node, "states"),
        IsoTime.ReadOptional(node, "oldestState"),
        IsoTime.ReadOptional(node, "newestState"),
        node.Texts("guidelines"));

    private static AuditedAssignment Assignment(DataNode node) => new(
        node.Text("id"),
        node.OptionalText("displayName"),
        node.Text("scope"),
        node.Text("initiative"),
        node.OptionalText("version"),
        node.OptionalText("expectedVersion"),
        node.Text("enforcementMode"),
        Numbers(node, "states"));

    private static AuditedControl Control(DataNode node) => new(
        node.Text("id"),
        Numbers(node, "states"),
        IsoTime.ReadOptional(node, "oldestState"),
        IsoTime.ReadOptional(node, "newestState"),
        node.Texts("missingIn"),
        node.Texts("evidence"))
    {
        Missing = node.Number("missing"),
    };

    private static AuditedRequirement Requirement(DataNode node) =>
        new(node.Text("id"), node.OptionalText("attestation"), node.Number("attestedIn"), node.OptionalText("note"));

    private static AuditComparison Comparison(DataNode node) => new(
        node.Text("against"),
        node.Number("new"),
        node.Number("known"),
        [.. node.RequiredItems("fixed").Select(f => new FixedFinding(f.Text("control"), f.Text("definition"), f.Text("state"), f.Text("resource")))]);

    private static ImmutableSortedDictionary<string, long> Numbers(DataNode node, string name)
    {
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var (key, value) in node.RequiredMembers(name))
            numbers[key] = value.AsLong();
        return numbers.ToImmutable();
    }
}
