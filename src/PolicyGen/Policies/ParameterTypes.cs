using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// The types of parameters (MicrosoftDocs/azure-docs, governance/policy/concepts/definition-structure-parameters.md:
/// string, array, object, boolean, integer, float and dateTime).
/// </summary>
public static class ParameterTypes
{
    private static readonly string[] Names = ["string", "array", "object", "boolean", "integer", "float", "datetime"];

    /// <summary>True for a type of Azure's, whatever its letter case.</summary>
    public static bool IsKnown(string type) => Names.Contains(type, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when a literal can be a value of the type. Numbers fit a float; a date is a text.</summary>
    public static bool Fits(JToken value, string type)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(type);
        return type.ToLowerInvariant() switch
        {
            "string" or "datetime" => value.Type == JTokenType.String,
            "array" => value.Type == JTokenType.Array,
            "object" => value.Type == JTokenType.Object,
            "boolean" => value.Type == JTokenType.Boolean,
            "integer" => value.Type == JTokenType.Integer,
            "float" => value.Type is JTokenType.Float or JTokenType.Integer,
            _ => true,
        };
    }

    /// <summary>
    /// True when the value is one of the allowed ones, or an array of such. Azure compares with regard to case when an
    /// assignment gives the value (definition-structure-parameters.md, "Case sensitivity"); Microsoft's own definitions and
    /// initiatives write effects both ways.
    /// </summary>
    /// <param name="allowed">The allowed values.</param>
    /// <param name="value">The value.</param>
    /// <param name="comparison">How texts are compared.</param>
    public static bool Allows(JArray allowed, JToken value, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(value);
        return allowed.Any(a => Same(a, value, comparison)) || value is JArray array && array.All(element => allowed.Any(a => Same(a, element, comparison)));
    }

    private static bool Same(JToken left, JToken right, StringComparison comparison) =>
        left.Type == JTokenType.String && right.Type == JTokenType.String
            ? string.Equals((string)left!, (string)right!, comparison)
            : JToken.DeepEquals(left, right);
}
