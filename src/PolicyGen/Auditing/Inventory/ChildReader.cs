using System.Collections.Frozen;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Auditing.Reading;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Auditing.Inventory;

/// <summary>
/// Reads what Resource Graph does not list: children and extensions, for each parent that the export holds so far. A parent
/// of which they cannot be read ends nothing; of that parent they are not known.
/// </summary>
internal sealed class ChildReader(IArmTransport transport, ApiVersions versions, InventoryFile file, InventoryLog types, ReadingLog log)
{
    // How many requests run at once is decided in the connection.
    private const int MaxParents = 64;

    private const int ProgressStep = 100;

    // Answers that say that a resource cannot have such children: there are none.
    private static readonly FrozenSet<string> NoneCodes = new[]
    {
        // Storage: blob services of a FileStorage account, management policies of a page blob account.
        "FeatureNotSupportedForAccount",
        // Insights: diagnostic settings of a type that has none.
        "ResourceTypeNotSupported",
        // The subscription does not use the resource provider.
        "MissingSubscriptionRegistration",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads children of some types.</summary>
    public async Task ReadAsync(IReadOnlyCollection<ChildRead> children, CancellationToken cancellationToken)
    {
        var byParent = children.SelectMany(c => c.Parents.Select(p => (Parent: p, Child: c))).ToLookup(p => p.Parent, p => p.Child, StringComparer.OrdinalIgnoreCase);
        foreach (var child in children)
            types.Begin(child.Type);
        var done = 0;
        var parents = Parents(byParent, cancellationToken).SelectMany(parent => byParent[parent.Type].Select(child => (Parent: parent, Child: child)));
        await Parallel.ForEachAsync(parents, new ParallelOptions { MaxDegreeOfParallelism = MaxParents, CancellationToken = cancellationToken }, async (pair, stop) =>
        {
            await ReadAsync(pair.Parent, pair.Child, stop);
            if (Interlocked.Increment(ref done) is var count && count % ProgressStep == 1)
                log.Report(pair.Child.Type, pair.Parent.FullName, count, null);
        });
        foreach (var child in children)
            types.Inherit(child);
    }

    // Of a parent only what holds children is parsed.
    private IEnumerable<ArmResource> Parents(ILookup<string, ChildRead> byParent, CancellationToken cancellationToken)
    {
        var bag = new DiagnosticBag();
        foreach (var piece in file.Parts.SelectMany(p => p.Read(bag, cancellationToken)))
        {
            foreach (var parent in piece.Parse(byParent.Contains, bag, type => byParent[type].Select(c => c.Property).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase)))
                yield return parent;
        }

        if (bag.HasErrors)
            throw new InvalidDataException($"What was just written cannot be read: {bag.First()}");
    }

    private async Task ReadAsync(ArmResource parent, ChildRead child, CancellationToken cancellationToken)
    {
        if (child.Property is { } property && Held(parent, property) is { } held)
        {
            file.Add([.. held.Select(e => InventoryRows.OfChild((JObject)e.DeepClone(), parent.Id.TrimEnd('/'), child))]);
            return;
        }

        var action = child.Type + "/read";
        var failure = versions.Of(child.Type) is not { } version
            ? new ArmFailure(ArmFailureKind.NotFound, 0, "", $"No API version of {child.Type} is known.", action, parent.Id, 0, null)
            : await Attempt.RunAsync(() => child.Names.IsEmpty ? ListAsync(parent, child, version, action, cancellationToken) : GetAsync(parent, child, version, action, cancellationToken), action, parent.Id, cancellationToken);
        if (failure is not null && !NoneCodes.Contains(failure.Code) && !IsGone(failure))
            types.FailParent(child.Type, parent.Id, failure);
    }

    private async Task ListAsync(ArmResource parent, ChildRead child, string version, string action, CancellationToken cancellationToken)
    {
        var id = parent.Id.TrimEnd('/');
        var request = new ArmRequest(HttpMethod.Get, $"{Path(id)}{child.Segment}?api-version={version}", null, action, id);
        var lines = new List<string>();
        await foreach (var line in ArmPages.ReadAllAsync(transport, request, row => InventoryRows.OfChild(row, id, child), cancellationToken))
            lines.Add(line);
        file.Add(lines);
    }

    private async Task GetAsync(ArmResource parent, ChildRead child, string version, string action, CancellationToken cancellationToken)
    {
        var id = parent.Id.TrimEnd('/');
        foreach (var name in child.Names)
        {
            var request = new ArmRequest(HttpMethod.Get, $"{Path(id)}{child.Segment}/{name}?api-version={version}", null, action, id);
            try
            {
                var line = await transport.SendAsync(request, json => InventoryRows.OfChild(JToken.ReadFrom(json) as JObject ?? throw new JsonReaderException("The answer is not an object."), id, child), cancellationToken);
                transport.Figures.CountRows(1);
                file.Add([line]);
            }
            catch (ArmException e) when (e.Failure.Kind == ArmFailureKind.NotFound)
            {
                // There is none of this name; of what is asked for by name that is an answer.
            }
        }
    }

    // A list of what does not exist: the parent was deleted since it was listed. Another 404 may mean that the type has no list.
    private static bool IsGone(ArmFailure failure) =>
        failure is { Kind: ArmFailureKind.NotFound, Code: "ResourceNotFound" or "ParentResourceNotFound" or "ResourceGroupNotFound" or "SubscriptionNotFound" };

    private static JArray? Held(ArmResource parent, string property) =>
        (parent.Content["properties"] as JObject)?.GetValue(property, StringComparison.OrdinalIgnoreCase) is JArray array && array.All(e => e is JObject) ? array : null;

    // Names may hold what an address must not.
    private static string Path(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
