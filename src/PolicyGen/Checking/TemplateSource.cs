using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Bicep;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;
using PolicyGen.Resources.Inputs;

namespace PolicyGen.Checking;

/// <summary>A template, snapshot or what-if result, whose resources are at hand.</summary>
internal sealed class TemplateSource(ResourceSourceKind kind, string file, string scope, bool usesPlaceholders, bool isComplete, ImmutableArray<ArmResource> resources) : IResourceSource
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";

    public ResourceSourceKind Kind => kind;

    public string File => file;

    /// <summary>Where it is deployed; empty for the tenant or when it is not known.</summary>
    public string Scope => scope;

    public bool UsesPlaceholders => usesPlaceholders;

    public bool IsComplete => isComplete;

    public ImmutableArray<ArmResource> Resources => resources;

    /// <summary>Ids of resources that will be gone.</summary>
    public ImmutableArray<string> Deleted { get; private init; } = [];

    public IEnumerable<ResourcePiece> Read(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [new Piece(resources)];
    }

    /// <summary>Expands the templates among the inputs, several at a time; null after an error.</summary>
    public static async Task<IReadOnlyDictionary<InputFile, TemplateSource>?> ExpandAsync(ImmutableArray<InputFile> inputs, DeploymentScope scope, string? bicep,
        DiagnosticBag diagnostics, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        var templates = inputs.Where(i => i.Kind is InputKind.Bicep or InputKind.BicepParameters or InputKind.Template).ToList();
        var expanded = new ConcurrentDictionary<InputFile, TemplateSource>();
        if (templates.Count == 0)
            return expanded;
        if (BicepLocator.Find(BicepSearch.OfMachine(bicep), diagnostics) is not { } executable)
            return null;

        var options = new BicepClientOptions();
        await using var client = new BicepClient(executable, diagnostics, options);
        var expander = new TemplateExpander(client);
        var map = new BicepSourceMap(client);
        await Parallel.ForEachAsync(
            templates,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = options.Processes * options.RequestsPerProcess },
            async (input, token) =>
            {
                var expansion = await expander.ExpandAsync(new TemplateInput(input.DisplayPath, input.Parameters?.DisplayPath), scope.Context, diagnostics, token);
                if (expansion is null)
                    return;
                var places = await map.LocateAsync(expansion, expansion.PredictedResources, token);
                expanded[input] = Read(input, expansion, places, scope, diagnostics);
                progress?.Report(new CheckProgress("expanding templates", expanded.Count));
            });
        return diagnostics.HasErrors ? null : expanded;
    }

    /// <summary>Reads a snapshot or a what-if result.</summary>
    public static TemplateSource ReadResult(InputFile input, DeploymentScope scope, DiagnosticBag diagnostics)
    {
        var id = scope.Id ?? "";
        if (JsonText.ParseFile(input.Path, input.DisplayPath, diagnostics) is not JObject root)
            return new TemplateSource(input.SourceKind, input.DisplayPath, id, false, false, []);
        if (input.Kind == InputKind.WhatIf)
        {
            var changes = WhatIfResources.Read(root, input.DisplayPath, diagnostics);
            return new TemplateSource(input.SourceKind, input.DisplayPath, id, false, changes.IsComplete, PrivateEndpointLinks.Apply(changes.Resources)) { Deleted = changes.Deleted };
        }

        var content = SnapshotResources.Read(root, input.DisplayPath, id, null, diagnostics);
        // A snapshot that was made without a scope has no subscriptions in its ids.
        var usesPlaceholders = scope.Id is null && content.Resources.Any(r => r.ParsedId.SubscriptionId is null && !r.Id.StartsWith("/providers/Microsoft.Management/", StringComparison.OrdinalIgnoreCase));
        return new TemplateSource(input.SourceKind, input.DisplayPath, id, usesPlaceholders, content.IsComplete, PrivateEndpointLinks.Apply(content.Resources));
    }

    private static TemplateSource Read(InputFile input, TemplateExpansion expansion, ImmutableArray<SourceLocation> places, DeploymentScope scope, DiagnosticBag diagnostics)
    {
        var lines = new Dictionary<JObject, SourceLocation>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < places.Length; i++)
            lines[expansion.PredictedResources[i]] = places[i];
        var id = scope.For(expansion.TargetScope);
        var content = SnapshotResources.Read(expansion.Snapshot, input.DisplayPath, id, body => lines.GetValueOrDefault(body, new SourceLocation(input.DisplayPath)), diagnostics);
        var resources = PrivateEndpointLinks.Apply(content.Resources);
        // What is said about the subscription itself is judged where a template is deployed at it.
        if (expansion.TargetScope == "subscription")
            resources = resources.Add(Subscription(id, scope.SubscriptionTags, input.DisplayPath));
        return new TemplateSource(input.SourceKind, input.DisplayPath, id, expansion.UsesPlaceholders, content.IsComplete, resources);
    }

    private static ArmResource Subscription(string id, JObject? tags, string file) => new()
    {
        Id = id,
        Type = SubscriptionType,
        FullName = ArmResourceId.Parse(id).Name,
        Content = new JObject
        {
            ["type"] = SubscriptionType,
            ["name"] = ArmResourceId.Parse(id).Name,
            ["tags"] = tags?.DeepClone() ?? Unresolved.Create("the tags of the subscription"),
            ["properties"] = Unresolved.Create("the properties of the subscription"),
        },
        Origin = ResourceOrigin.Request,
        Source = new SourceLocation(file),
        HasUnresolved = true,
    };

    private sealed class Piece(ImmutableArray<ArmResource> resources) : ResourcePiece
    {
        public override ImmutableArray<ArmResource> Parse(Func<string, bool>? wanted, DiagnosticBag diagnostics, Func<string, FrozenSet<string>?>? properties = null) =>
            wanted is null ? resources : [.. resources.Where(r => wanted(r.Type))];
    }
}
