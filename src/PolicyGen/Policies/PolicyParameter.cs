using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// A parameter of a definition or initiative (MicrosoftDocs/azure-docs, governance/policy/concepts/
/// definition-structure-parameters.md).
/// </summary>
/// <param name="Name">Name; Azure compares it without regard to case.</param>
/// <param name="Type">String, Array, Object, Boolean, Integer, Float or DateTime, in any letter case; null when missing.</param>
/// <param name="AllowedValues">The values that an assignment may give; null allows all.</param>
/// <param name="DefaultValue">The value without an assignment's; null makes the parameter required.</param>
/// <param name="Metadata">displayName, description, strongType, assignPermissions, portalReview.</param>
/// <param name="Schema">JSON schema of an object parameter.</param>
/// <param name="Source">The property under <c>parameters</c>.</param>
public sealed record PolicyParameter(
    string Name,
    SourcedText? Type,
    JArray? AllowedValues,
    JToken? DefaultValue,
    JObject? Metadata,
    JObject? Schema,
    JProperty Source)
{
    /// <summary>True when every assignment must give a value.</summary>
    public bool Required => DefaultValue is null;

    /// <summary>The texts among the allowed values; empty when there are none.</summary>
    public IEnumerable<SourcedText> AllowedTexts() =>
        (AllowedValues ?? []).Where(v => v.Type == JTokenType.String).Select(v => new SourcedText((string)v!, v));
}

/// <summary>A value that an initiative passes to a definition, or an assignment to what it assigns.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Value">The value: what stands under <c>value</c>; null when that is missing.</param>
/// <param name="Source">The property under <c>parameters</c>.</param>
public sealed record PolicyParameterValue(string Name, JToken? Value, JProperty Source);
