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
    /// True when the value is one of the allowed ones, or an array of such. Letter case is not held against a text: no
    /// document says that Azure does, and Microsoft's own definitions write effects both ways.
    /// </summary>
    public static bool Allows(JArray allowed, JToken value)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(value);
        return allowed.Any(a => Same(a, value)) || value is JArray array && array.All(element => allowed.Any(a => Same(a, element)));
    }

    private static bool Same(JToken left, JToken right) =>
        left.Type == JTokenType.String && right.Type == JTokenType.String
            ? string.Equals((string)left!, (string)right!, StringComparison.OrdinalIgnoreCase)
            : JToken.DeepEquals(left, right);
}
