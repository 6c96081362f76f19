using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PolicyGen.Policies;

/// <summary>Policy documents that belong together: a reference from one to another can be followed.</summary>
public sealed class PolicyLibrary
{
    private readonly FrozenDictionary<string, PolicyDefinition> _definitions;
    private readonly FrozenDictionary<string, PolicySetDefinition> _initiatives;

    /// <summary>Gathers documents. Where two have one name the first counts; rule duplicate-name reports it.</summary>
    public PolicyLibrary(IEnumerable<PolicyDocument> documents)
    {
        Documents = [.. documents];
        _definitions = Index(Documents.OfType<PolicyDefinition>());
        _initiatives = Index(Documents.OfType<PolicySetDefinition>());
    }

    /// <summary>No documents.</summary>
    public static PolicyLibrary Empty { get; } = new([]);

    /// <summary>The documents, in the order given.</summary>
    public ImmutableArray<PolicyDocument> Documents { get; }

    /// <summary>Finds a definition by id, else by name or by the last segment of an id.</summary>
    public PolicyDefinition? FindDefinition(string nameOrId) =>
        _definitions.GetValueOrDefault(nameOrId) ?? _definitions.GetValueOrDefault(ResourceIds.LastSegment(nameOrId));

    /// <summary>Finds an initiative by id, else by name or by the last segment of an id.</summary>
    public PolicySetDefinition? FindInitiative(string nameOrId) =>
        _initiatives.GetValueOrDefault(nameOrId) ?? _initiatives.GetValueOrDefault(ResourceIds.LastSegment(nameOrId));

    private static FrozenDictionary<string, T> Index<T>(IEnumerable<T> documents)
        where T : PolicyDocument =>
        documents.Select(d => (Key: d.ReferenceName, Document: d))
            .Concat(documents.Where(d => d.Id is not null).Select(d => (Key: d.Id!.Value, Document: d)))
            .GroupBy(d => d.Key, d => d.Document, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
}
