using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies.Reading;

/// <summary>Reads policy definitions.</summary>
internal sealed class DefinitionReader(PartReader parts)
{
    private const PolicyProblemKind Rule = PolicyProblemKind.Rule;
    private readonly ConditionReader _conditions = new(parts);

    public PolicyDefinition Read(DocumentFrame frame)
    {
        var properties = frame.Properties;
        parts.Known(properties, "A policy definition", PolicyProblemKind.UnknownProperty, "displayName", "policyType", "mode", "description",
            "metadata", "version", "versions", "parameters", "policyRule", "externalEvaluationEnforcementSettings");
        var mode = parts.Text(properties, "mode");
        var parameters = ReadParameters(parts, properties);
        var ruleSource = parts.Object(properties, "policyRule", Rule);
        if (PartReader.Value(properties, "policyRule") is null)
            parts.Problem(PolicyProblemKind.Document, "A policy definition needs a 'policyRule'.", properties);

        var isResourceManagerMode = mode is null || mode.Is("All") || mode.Is("Indexed");
        var rule = ruleSource is null ? null : ReadRule(ruleSource, isResourceManagerMode);
        return new PolicyDefinition
        {
            File = frame.File,
            Source = frame.Source,
            Properties = properties,
            Id = frame.Id,
            Name = frame.Name,
            DisplayName = parts.Text(properties, "displayName"),
            Description = parts.Text(properties, "description"),
            Metadata = parts.Object(properties, "metadata"),
            Mode = mode,
            Version = parts.Text(properties, "version"),
            Parameters = parameters,
            Rule = rule,
            Expressions = ruleSource is null ? [] : ExpressionCollector.InRule(ruleSource, rule!.Then?.Details?.Template),
            Problems = parts.Problems,
        };
    }

    /// <summary>Reads the parameters of a definition or of an initiative.</summary>
    public static ImmutableArray<PolicyParameter> ReadParameters(PartReader parts, JObject properties) =>
        parts.Members(properties, "parameters", (property, value) =>
        {
            parts.Known(value, "A parameter", PolicyProblemKind.UnknownProperty, "type", "metadata", "allowedValues", "defaultValue", "schema");
            return new PolicyParameter(
                property.Name,
                parts.Text(value, "type"),
                parts.Array(value, "allowedValues"),
                PartReader.Value(value, "defaultValue"),
                parts.Object(value, "metadata"),
                parts.Object(value, "schema"),
                property);
        });

    private PolicyRule ReadRule(JObject source, bool isResourceManagerMode)
    {
        parts.Known(source, "A policy rule", Rule, "if", "then");
        var condition = PartReader.Value(source, "if") is { } token ? _conditions.Read(token) : null;
        if (condition is null)
            parts.Problem(Rule, "A policy rule needs an 'if'.", source);
        var then = parts.Object(source, "then", Rule);
        if (PartReader.Value(source, "then") is null)
            parts.Problem(Rule, "A policy rule needs a 'then'.", source);
        return new PolicyRule(condition, then is null ? null : ReadThen(then, isResourceManagerMode), source);
    }

    private PolicyThen ReadThen(JObject source, bool isResourceManagerMode)
    {
        parts.Known(source, "A 'then'", Rule, "effect", "details");
        var effect = parts.Text(source, "effect", Rule);
        if (PartReader.Value(source, "effect") is null)
            parts.Problem(Rule, "A 'then' needs an 'effect'.", source);

        var details = PartReader.Value(source, "details");
        var append = details is JArray ? parts.Objects(source, "details", ReadOperation, Rule) : [];
        if (details is not (null or JArray or JObject))
            parts.Problem(Rule, $"'details' must be an object or, for append, an array, not {details.KindName()}.", details);
        return new PolicyThen(effect, ParameterName(effect), details is JObject o ? ReadDetails(o, isResourceManagerMode) : null, append, source);
    }

    private EffectDetails ReadDetails(JObject source, bool isResourceManagerMode)
    {
        if (!isResourceManagerMode)
            return new EffectDetails { Source = source };
        parts.Known(source, "The effect's 'details'", PolicyProblemKind.UnknownProperty, "type", "name", "kind", "resourceGroupName",
            "existenceScope", "existenceCondition", "evaluationDelay", "deploymentScope", "deployment", "roleDefinitionIds", "operations",
            "conflictEffect", "defaultState", "actionNames", "cascadeBehaviors", "field", "value");
        return new EffectDetails
        {
            Source = source,
            Type = parts.Text(source, "type", Rule),
            Name = parts.Text(source, "name", Rule),
            Kind = parts.Text(source, "kind", Rule),
            ResourceGroupName = parts.Text(source, "resourceGroupName", Rule),
            ExistenceScope = parts.Text(source, "existenceScope", Rule),
            ExistenceCondition = PartReader.Value(source, "existenceCondition") is { } condition ? _conditions.Read(condition) : null,
            EvaluationDelay = parts.Text(source, "evaluationDelay", Rule),
            DeploymentScope = parts.Text(source, "deploymentScope", Rule),
            Deployment = parts.Object(source, "deployment", Rule),
            RoleDefinitionIds = parts.Texts(source, "roleDefinitionIds", Rule),
            Operations = parts.Objects(source, "operations", ReadOperation, Rule),
            ConflictEffect = parts.Text(source, "conflictEffect", Rule),
            DefaultState = parts.Text(source, "defaultState", Rule),
            ActionNames = parts.Texts(source, "actionNames", Rule),
            CascadeBehaviors = parts.Object(source, "cascadeBehaviors", Rule),
        };
    }

    private FieldOperation ReadOperation(JObject source)
    {
        parts.Known(source, "An operation", Rule, "operation", "field", "value", "condition");
        return new FieldOperation(
            parts.Text(source, "operation", Rule),
            parts.Text(source, "field", Rule),
            PartReader.Value(source, "value"),
            parts.Text(source, "condition", Rule),
            source);
    }

    private static string? ParameterName(SourcedText? effect) =>
        effect is not null && TemplateText.IsExpression(effect.Value) && ExpressionParser.Parse(effect.Value).Expression is FunctionCall call && call.Is("parameters")
            ? call.LiteralArgument
            : null;
}
