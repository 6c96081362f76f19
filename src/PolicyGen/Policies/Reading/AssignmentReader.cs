using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Reading;

/// <summary>Reads assignments.</summary>
internal sealed class AssignmentReader(PartReader parts)
{
    public PolicyAssignment Read(DocumentFrame frame)
    {
        var properties = frame.Properties;
        parts.Known(properties, "An assignment", PolicyProblemKind.UnknownProperty, "displayName", "description", "metadata", "policyDefinitionId",
            "definitionVersion", "effectiveDefinitionVersion", "latestDefinitionVersion", "scope", "notScopes", "parameters", "enforcementMode",
            "nonComplianceMessages", "overrides", "resourceSelectors", "assignmentType", "instanceId", "selfServeExemptionSettings");
        var definitionId = parts.Text(properties, "policyDefinitionId");
        if (PartReader.Value(properties, "policyDefinitionId") is null)
            parts.Problem(PolicyProblemKind.Document, "An assignment needs a 'policyDefinitionId'.", properties);

        var isResource = !ReferenceEquals(frame.Source, properties);
        return new PolicyAssignment
        {
            File = frame.File,
            Source = frame.Source,
            Properties = properties,
            Id = frame.Id,
            Name = frame.Name,
            DisplayName = parts.Text(properties, "displayName"),
            Description = parts.Text(properties, "description"),
            Metadata = parts.Object(properties, "metadata"),
            DefinitionId = definitionId,
            DefinitionVersion = parts.Text(properties, "definitionVersion"),
            Scope = parts.Text(properties, "scope"),
            EnforcementMode = parts.Text(properties, "enforcementMode"),
            Parameters = SetDefinitionReader.ReadValues(parts, properties),
            NotScopes = parts.Texts(properties, "notScopes"),
            NonComplianceMessages = parts.Objects(properties, "nonComplianceMessages", ReadMessage),
            Overrides = parts.Objects(properties, "overrides", ReadOverride),
            ResourceSelectors = parts.Objects(properties, "resourceSelectors", ReadSelectors),
            Identity = isResource ? parts.Object(frame.Source, "identity") : null,
            Location = isResource ? parts.Text(frame.Source, "location") : null,
            Expressions = [],
            Problems = parts.Problems,
        };
    }

    private NonComplianceMessage ReadMessage(JObject source)
    {
        parts.Known(source, "A message", PolicyProblemKind.UnknownProperty, "message", "policyDefinitionReferenceId");
        var message = parts.Text(source, "message");
        if (PartReader.Value(source, "message") is null)
            parts.Problem(PolicyProblemKind.Document, "An entry of 'nonComplianceMessages' needs a 'message'.", source);
        return new NonComplianceMessage(message, parts.Text(source, "policyDefinitionReferenceId"), source);
    }

    private AssignmentOverride ReadOverride(JObject source)
    {
        parts.Known(source, "An override", PolicyProblemKind.UnknownProperty, "kind", "value", "selectors");
        return new AssignmentOverride(parts.Text(source, "kind"), parts.Text(source, "value"), ReadSelectorList(source), source);
    }

    private ResourceSelector ReadSelectors(JObject source)
    {
        parts.Known(source, "A resource selector", PolicyProblemKind.UnknownProperty, "name", "selectors");
        return new ResourceSelector(parts.Text(source, "name"), ReadSelectorList(source), source);
    }

    private ImmutableArray<AssignmentSelector> ReadSelectorList(JObject parent) => parts.Objects(parent, "selectors", source =>
    {
        parts.Known(source, "A selector", PolicyProblemKind.UnknownProperty, "kind", "in", "notIn");
        return new AssignmentSelector(parts.Text(source, "kind"), parts.Array(source, "in"), parts.Array(source, "notIn"), source);
    });
}
