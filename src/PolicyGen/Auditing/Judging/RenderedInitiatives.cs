using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>The initiatives of guidelines and the messages of controls as <c>policygen generate</c> renders them: what ought to be in Azure.</summary>
/// <param name="ByGuideline">The initiatives.</param>
/// <param name="Messages">What a person reads beside a resource that violates a control, by control.</param>
public sealed record RenderedInitiatives(ImmutableSortedDictionary<GuidelineId, PolicySetDefinition> ByGuideline, ImmutableDictionary<string, string> Messages)
{
    /// <summary>No guideline is judged.</summary>
    public static RenderedInitiatives None { get; } = new(ImmutableSortedDictionary<GuidelineId, PolicySetDefinition>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>Reads those of some guidelines.</summary>
    /// <param name="files">The library.</param>
    /// <param name="guidelines">The guidelines; empty for none.</param>
    /// <param name="diagnostics">Takes what is missing or malformed.</param>
    /// <returns>The initiatives, or null after an error.</returns>
    public static RenderedInitiatives? Load(LibraryFiles files, IReadOnlyCollection<GuidelineId> guidelines, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(guidelines);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var initiatives = ImmutableSortedDictionary.CreateBuilder<GuidelineId, PolicySetDefinition>();
        foreach (var guideline in guidelines)
        {
            if (GuidelinePolicies.Read<PolicySetDefinition>(files, Path.Combine("initiatives", guideline.Name() + ".json"), diagnostics) is { } initiative)
                initiatives[guideline] = initiative;
        }

        return initiatives.Count < guidelines.Distinct().Count() || Read(files, diagnostics) is not { } messages ? null : new RenderedInitiatives(initiatives.ToImmutable(), messages);
    }

    private static ImmutableDictionary<string, string>? Read(LibraryFiles files, DiagnosticBag diagnostics)
    {
        var path = Path.Combine(files.Rendered, "messages.json");
        if (JsonText.ParseFile(path, files.Display(path), diagnostics) is not { } root)
            return null;
        if (root is JObject texts)
            return texts.Properties().Where(p => p.Value.Type == JTokenType.String).ToImmutableDictionary(p => p.Name, p => (string)p.Value!, StringComparer.OrdinalIgnoreCase);
        diagnostics.Error("rendered-missing", "This file is not what 'policygen generate' renders there.", new SourceLocation(files.Display(path)));
        return null;
    }
}
