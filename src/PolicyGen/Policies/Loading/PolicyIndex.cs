namespace PolicyGen.Policies.Loading;

/// <summary>Definitions and initiatives by name, while a library is still being put together.</summary>
internal sealed class PolicyIndex
{
    private readonly Dictionary<string, PolicyDocument> _definitions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PolicyDocument> _initiatives = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where two have one name the first counts, as in the library.</summary>
    public static PolicyIndex Of(IEnumerable<PolicyDocument> documents)
    {
        var index = new PolicyIndex();
        foreach (var document in documents)
        {
            if (document is PolicyDefinition)
                index._definitions.TryAdd(document.ReferenceName, document);
            else if (document is PolicySetDefinition)
                index._initiatives.TryAdd(document.ReferenceName, document);
        }

        return index;
    }

    /// <summary>The names of the parameters that a definition or initiative declares; null when it is not there.</summary>
    public IReadOnlySet<string>? ParametersOf(string id)
    {
        var documents = ResourceIds.IsSetDefinition(id) ? _initiatives : _definitions;
        var declared = documents.GetValueOrDefault(ResourceIds.LastSegment(id)) switch
        {
            PolicyDefinition definition => definition.Parameters,
            PolicySetDefinition initiative => initiative.Parameters,
            _ => default,
        };
        return declared.IsDefault ? null : declared.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
