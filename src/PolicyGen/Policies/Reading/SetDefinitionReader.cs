using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Reading;

/// <summary>Reads initiatives.</summary>
internal sealed class SetDefinitionReader(PartReader parts)
{
    public PolicySetDefinition Read(DocumentFrame frame)
    {
        var properties = frame.Properties;
        parts.Known(properties, "An initiative", PolicyProblemKind.UnknownProperty, "displayName", "policyType", "description", "metadata",
            "version", "versions", "parameters", "policyDefinitions", "policyDefinitionGroups");
        var parameters = DefinitionReader.ReadParameters(parts, properties);
        var references = parts.Objects(properties, "policyDefinitions", ReadReference);
        if (PartReader.Value(properties, "policyDefinitions") is not { } list)
            parts.Problem(PolicyProblemKind.Document, "An initiative needs 'policyDefinitions'.", properties);
        else if (list is JArray { Count: 0 })
            parts.Problem(PolicyProblemKind.Document, "An initiative needs at least one definition.", list);

        return new PolicySetDefinition
        {
            File = frame.File,
            Source = frame.Source,
            Properties = properties,
            Id = frame.Id,
            Name = frame.Name,
            DisplayName = parts.Text(properties, "displayName"),
            Description = parts.Text(properties, "description"),
            Metadata = parts.Object(properties, "metadata"),
            Version = parts.Text(properties, "version"),
            Parameters = parameters,
            References = references,
            Groups = parts.Objects(properties, "policyDefinitionGroups", ReadGroup),
            Expressions = ExpressionCollector.InReferences(references),
            Problems = parts.Problems,
        };
    }

    /// <summary>Reads the values that an initiative or an assignment gives to parameters.</summary>
    public static ImmutableArray<PolicyParameterValue> ReadValues(PartReader parts, JObject parent) =>
        parts.Members(parent, "parameters", (property, value) =>
        {
            parts.Known(value, "A parameter's value", PolicyProblemKind.UnknownProperty, "value", "metadata");
            var given = PartReader.Value(value, "value");
            if (value.Find("value") is null)
                parts.Problem(PolicyProblemKind.Document, $"The parameter '{property.Name}' has no 'value'.", property);
            return new PolicyParameterValue(property.Name, given, property);
        });

    private PolicyReference ReadReference(JObject source)
    {
        parts.Known(source, "A reference", PolicyProblemKind.UnknownProperty, "policyDefinitionId", "policyDefinitionReferenceId",
            "definitionVersion", "effectiveDefinitionVersion", "latestDefinitionVersion", "parameters", "groupNames");
        var id = parts.Text(source, "policyDefinitionId");
        if (PartReader.Value(source, "policyDefinitionId") is null)
            parts.Problem(PolicyProblemKind.Document, "A reference needs a 'policyDefinitionId'.", source);
        return new PolicyReference(
            id,
            parts.Text(source, "policyDefinitionReferenceId"),
            parts.Text(source, "definitionVersion"),
            ReadValues(parts, source),
            parts.Texts(source, "groupNames"),
            source);
    }

    private PolicyGroup ReadGroup(JObject source)
    {
        parts.Known(source, "A group", PolicyProblemKind.UnknownProperty, "name", "displayName", "category", "description", "additionalMetadataId");
        var name = parts.Text(source, "name");
        if (PartReader.Value(source, "name") is null)
            parts.Problem(PolicyProblemKind.Document, "A group needs a 'name'.", source);
        return new PolicyGroup(
            name,
            parts.Text(source, "displayName"),
            parts.Text(source, "category"),
            parts.Text(source, "description"),
            parts.Text(source, "additionalMetadataId"),
            source);
    }
}
