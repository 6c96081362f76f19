using System.Collections.Frozen;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Bicep;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Resources.Inputs;

namespace PolicyGen.Checking;

/// <summary>The inputs of a check: templates expanded, exports ready to be streamed.</summary>
internal sealed class CheckInputs
{
    private readonly ImmutableArray<ExportSource> _exports;
    private readonly bool _expandedAll;

    private CheckInputs(ImmutableArray<IResourceSource> sources, ImmutableArray<ExportSource> exports, bool expandedAll)
    {
        Sources = sources;
        _exports = exports;
        _expandedAll = expandedAll;
    }

    /// <summary>What is judged, in the order of the command line.</summary>
    public ImmutableArray<IResourceSource> Sources { get; }

    /// <summary>What exists besides; null when nobody says.</summary>
    public ExportSource? Existing { get; private init; }

    /// <summary>The first kind of input.</summary>
    public ResourceSourceKind Kind => Sources.IsEmpty ? ResourceSourceKind.Template : Sources[0].Kind;

    /// <summary>Where the resources lie, as resource ids.</summary>
    public ImmutableArray<string> Scopes { get; private init; } = [];

    /// <summary>True when ids hold placeholders, since nobody said where a template is deployed.</summary>
    public bool UsesPlaceholders { get; private init; }

    /// <summary>What a reader of the result must know.</summary>
    public ImmutableArray<string> Warnings { get; private init; } = [];

    /// <summary>The first input.</summary>
    public string? FirstFile => Sources.IsEmpty ? null : Sources[0].File;

    /// <summary>True when everything could be read so far; an export is read while it is judged.</summary>
    public bool IsComplete => _expandedAll && _exports.All(e => e.IsComplete) && Existing?.IsComplete != false;

    public static async Task<CheckInputs?> LoadAsync(CheckOptions options, CheckContext context, DiagnosticBag diagnostics, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        var found = InputFiles.Expand(options.Paths, diagnostics, cancellationToken);
        if (found.IsEmpty && !diagnostics.HasErrors)
            diagnostics.Error("input-missing", "There is nothing to check: no template, snapshot, what-if result or export was found.", new SourceLocation(options.Paths[0]));
        if (options.ParametersFile is { } parameters)
            found = WithParameters(found, parameters, diagnostics);
        if (DeploymentScope.Parse(options.Scope, context, diagnostics) is not { } scope || diagnostics.HasErrors)
            return null;

        var expanded = await TemplateSource.ExpandAsync(found, scope, options.Bicep, diagnostics, progress, cancellationToken).ConfigureAwait(false);
        if (expanded is null || diagnostics.HasErrors)
            return null;

        var sources = ImmutableArray.CreateBuilder<IResourceSource>();
        var exports = ImmutableArray.CreateBuilder<ExportSource>();
        foreach (var input in found)
        {
            if (expanded.TryGetValue(input, out var template))
                sources.Add(template);
            else if (input.Kind is InputKind.Snapshot or InputKind.WhatIf)
                sources.Add(TemplateSource.ReadResult(input, scope, diagnostics));
            else
                exports.Add(new ExportSource(input.Path, input.DisplayPath));
            if (input.Kind == InputKind.Export)
                sources.Add(exports[^1]);
        }

        if (diagnostics.HasErrors)
            return null;
        var templates = sources.OfType<TemplateSource>().ToList();
        var placeholders = templates.Any(t => t.UsesPlaceholders);
        return new CheckInputs(sources.ToImmutable(), exports.ToImmutable(), templates.All(t => t.IsComplete))
        {
            Existing = context.ExistingPath is { } existing ? new ExportSource(existing, existing.Replace('\\', '/')) : null,
            Scopes = [.. templates.Select(t => t.Scope).Where(s => s.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
            UsesPlaceholders = placeholders,
            Warnings = placeholders
                ? ["Nobody said where the templates are deployed (--scope): resource ids hold placeholders, and assignments are taken to cover them."]
                : [],
        };
    }

    /// <summary>What policies can know beside the resources.</summary>
    public EvaluationEnvironment Environment(CheckContext context, KnownContainers containers, DateTimeOffset now)
    {
        var groups = new Dictionary<string, JObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, group) in context.ResourceGroups)
            groups[name] = group;
        // A resource group that a template creates is known from there.
        foreach (var group in Sources.OfType<TemplateSource>().SelectMany(t => t.Resources).Where(r => r.Type.Equals("Microsoft.Resources/subscriptions/resourceGroups", StringComparison.OrdinalIgnoreCase)))
            groups.TryAdd(group.FullName, group.Content);
        return new EvaluationEnvironment
        {
            Now = now,
            Subscription = context.Subscription is null && context.Tenant is null ? null : Merge(context),
            ResourceGroups = groups.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            RequestContext = context.RequestContext,
            Containers = containers,
            Placeholders = UsesPlaceholders
                ? new[] { DeploymentContext.PlaceholderSubscription, DeploymentContext.PlaceholderResourceGroup }.ToFrozenSet(StringComparer.OrdinalIgnoreCase)
                : FrozenSet<string>.Empty,
        };
    }

    /// <summary>
    /// Tells which resources of several templates perhaps lie in different resource groups or subscriptions, since nobody
    /// said where each template is deployed; null when that is known, or when there is only one.
    /// </summary>
    public Func<ArmResource, ArmResource, bool>? MayBeApart()
    {
        var open = Sources.OfType<TemplateSource>().Where(t => t.UsesPlaceholders).ToList();
        if (open.Count < 2)
            return null;
        var templates = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < open.Count; i++)
        {
            foreach (var resource in open[i].Resources)
                templates[resource.Id] = templates.TryGetValue(resource.Id, out var other) && other != i ? -1 : i;
        }

        return (one, other) => templates.TryGetValue(one.Id, out var a) && templates.TryGetValue(other.Id, out var b) && (a != b || a < 0);
    }

    private static JObject Merge(CheckContext context)
    {
        var subscription = (JObject?)context.Subscription?.DeepClone() ?? [];
        if (subscription["tenantId"] is null && context.Tenant?.GetValue("tenantId", StringComparison.OrdinalIgnoreCase) is { } tenant)
            subscription["tenantId"] = tenant.DeepClone();
        return subscription;
    }

    private static ImmutableArray<InputFile> WithParameters(ImmutableArray<InputFile> found, string parameters, DiagnosticBag diagnostics)
    {
        if (found is [{ Kind: InputKind.Bicep or InputKind.Template } only])
            return [only with { Parameters = new FolderFile(parameters, parameters.Replace('\\', '/')) }];
        if (found is [{ Kind: InputKind.BicepParameters }])
            diagnostics.Error("parameters-misplaced", "A .bicepparam file has its own parameters; --parameters goes with a .bicep file or an ARM template.", new SourceLocation(parameters));
        else if (!diagnostics.HasErrors)
            diagnostics.Error("parameters-misplaced", "--parameters goes with exactly one .bicep file or ARM template.", new SourceLocation(parameters));
        return found;
    }
}
