using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>Which initiatives a run is about.</summary>
/// <param name="Names">Names of ours, wherever they are defined.</param>
/// <param name="Ids">Resource ids of others.</param>
internal sealed record InitiativeSelection(ImmutableArray<string> Names, ImmutableArray<string> Ids)
{
    /// <summary>Names of the guidelines' initiatives; in their states a reference id is a control id.</summary>
    public static ImmutableArray<string> OwnNames { get; } = [.. GuidelineNames.All.Select(NameOf)];

    /// <summary>Name of a guideline's initiative: <c>policygen-mhlw</c>.</summary>
    public static string NameOf(GuidelineId guideline) => Control.DefinitionNamePrefix + guideline.Name();

    /// <summary>What the options choose: all guidelines where nothing is said, none where only an initiative is.</summary>
    public static InitiativeSelection Of(AuditOptions options)
    {
        var guidelines = options.Guidelines ?? (options.Initiatives.IsEmpty ? GuidelineNames.All : []);
        return new([.. guidelines.Select(NameOf)], [.. options.Initiatives]);
    }

    /// <summary>True for the id of an initiative of the run.</summary>
    public bool Has(string id) =>
        Ids.Contains(id, StringComparer.OrdinalIgnoreCase)
        || (ResourceIds.IsSetDefinition(id) && Names.Contains(ResourceIds.LastSegment(id), StringComparer.OrdinalIgnoreCase));

    /// <summary>True when reference ids of the initiative are our control ids.</summary>
    public static bool IsOwn(string id) => OwnNames.Contains(ResourceIds.LastSegment(id), StringComparer.OrdinalIgnoreCase);
}
