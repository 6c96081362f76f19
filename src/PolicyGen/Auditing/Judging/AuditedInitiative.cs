using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Judging;

/// <summary>A reference of an initiative.</summary>
/// <param name="Id">Reference id as written.</param>
/// <param name="Control">Its control; null for what people attest.</param>
/// <param name="Definition">Name of the definition.</param>
/// <param name="Groups">Requirements in our initiatives.</param>
/// <param name="Sameness">Equal for references that judge the same: a control may have several where it has more groups than Azure allows for one.</param>
/// <param name="Source">The reference.</param>
internal sealed record AuditedReference(string Id, string? Control, string Definition, ImmutableArray<string> Groups, string Sameness, PolicyReference Source);

/// <summary>An initiative in question: as it is in Azure, as it ought to be, or both.</summary>
internal sealed partial class AuditedInitiative
{
    private const string AttestationPrefix = "attestation_";

    /// <summary>Prefix of the names of our initiatives and assignments.</summary>
    public const string NamePrefix = "policygen-";

    private readonly Dictionary<string, AuditedReference> _expected = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AuditedReference> _live = new(StringComparer.OrdinalIgnoreCase);

    private AuditedInitiative(string id, GuidelineId? guideline, PolicySetDefinition? live, PolicySetDefinition? rendered, Library library)
    {
        Id = id;
        Name = ResourceIds.LastSegment(id);
        Guideline = guideline;
        Live = live;
        Rendered = rendered;
        Add(_live, live, library);
        Add(_expected, rendered, library);
    }

    /// <summary>Resource id; of one that is not in Azure, its name.</summary>
    public string Id { get; }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>The guideline; null for a foreign one.</summary>
    public GuidelineId? Guideline { get; }

    /// <summary>How reports call it: the guideline, or its name.</summary>
    public string Label => Guideline?.Name() ?? Name;

    /// <summary>As it is in Azure; null when it is not there or was not read.</summary>
    public PolicySetDefinition? Live { get; }

    /// <summary>As the repository renders it; null for a foreign one.</summary>
    public PolicySetDefinition? Rendered { get; }

    /// <summary>Its references in Azure.</summary>
    public IReadOnlyDictionary<string, AuditedReference> LiveReferences => _live;

    /// <summary>Its references as they ought to be: the repository's, or for a foreign initiative those in Azure.</summary>
    public IReadOnlyDictionary<string, AuditedReference> Expected => Rendered is null ? _live : _expected;

    /// <summary>References of both kinds by id, the repository's first.</summary>
    public AuditedReference? Find(string referenceId) => _expected.GetValueOrDefault(referenceId) ?? _live.GetValueOrDefault(referenceId);

    /// <summary>The initiatives of a reading.</summary>
    public static ImmutableArray<AuditedInitiative> Of(AuditReading reading, AuditCriteria criteria)
    {
        var found = new List<AuditedInitiative>();
        foreach (var live in reading.Initiatives.OrderBy(i => i.Id?.Value ?? i.ReferenceName, StringComparer.Ordinal))
        {
            var guideline = GuidelineOf(live, criteria.Rendered);
            found.Add(new AuditedInitiative(live.Id?.Value ?? live.ReferenceName, guideline, live, guideline is { } ours ? criteria.Rendered.ByGuideline[ours] : null, criteria.Library));
        }

        foreach (var (guideline, rendered) in criteria.Rendered.ByGuideline)
        {
            if (!found.Exists(i => i.Guideline == guideline))
                found.Add(new AuditedInitiative(NamePrefix + guideline.Name(), guideline, null, rendered, criteria.Library));
        }

        return [.. found];
    }

    /// <summary>The control of a reference id: ours where its name is one of ours, with or without the number of a further reference; else the id itself.</summary>
    public static string? ControlOf(string referenceId, Library library)
    {
        if (referenceId.StartsWith(AttestationPrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        if (library.Controls.TryGetValue(referenceId, out var control) || library.Controls.TryGetValue(FurtherReference().Replace(referenceId, ""), out control)
            || library.Controls.TryGetValue(FurtherReference().Replace(referenceId.ToLowerInvariant(), ""), out control))
        {
            return control.Id;
        }

        return referenceId;
    }

    /// <summary>The requirement of a reference to what people attest; null for another.</summary>
    public static string? RequirementOf(string? referenceId) =>
        referenceId?.StartsWith(AttestationPrefix, StringComparison.OrdinalIgnoreCase) == true ? referenceId[AttestationPrefix.Length..] : null;

    /// <summary>The key under which <see cref="AuditReading.ByControl"/> counts a reference.</summary>
    public static string CountKey(string referenceId) => FurtherReference().Replace(referenceId, "").ToLowerInvariant();

    private static GuidelineId? GuidelineOf(PolicySetDefinition live, RenderedInitiatives rendered)
    {
        foreach (var guideline in rendered.ByGuideline.Keys)
        {
            if (string.Equals(live.ReferenceName, NamePrefix + guideline.Name(), StringComparison.OrdinalIgnoreCase))
                return guideline;
        }

        return live.MetadataText("source")?.Is("PolicyGen") == true && live.MetadataText("guideline") is { } name && GuidelineNames.Parse(name.Value) is { } named && rendered.ByGuideline.ContainsKey(named)
            ? named
            : null;
    }

    private static void Add(Dictionary<string, AuditedReference> references, PolicySetDefinition? initiative, Library library)
    {
        foreach (var reference in initiative?.References ?? [])
        {
            var definition = reference.DefinitionId is { } id ? ResourceIds.LastSegment(id.Value) : "";
            var referenceId = reference.ReferenceId?.Value ?? definition;
            var parameters = string.Join('\n', reference.Parameters.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(p => p.Name + "=" + (p.Value is { } value ? JsonText.WriteCompact(value) : "")));
            references[referenceId] = new AuditedReference(referenceId, ControlOf(referenceId, library), definition, [.. reference.GroupNames.Select(g => g.Value)], definition + "\n" + parameters, reference);
        }
    }

    [GeneratedRegex(@"_\d+$")]
    private static partial Regex FurtherReference();
}
