using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>
/// Definitions that stand for many controls of one pattern: where controls differ only in values that a policy parameter can
/// take, such as log categories, one definition is deployed and each reference passes its control's values. A scope holds at
/// most 500 custom definitions.
/// </summary>
/// <remarks>
/// A shared control is of the same pattern and gives values as <c>[parameters('name')]</c>; the parameter then takes what
/// the other control has in that place. The control keeps a definition of its own for evaluation without Azure.
/// </remarks>
internal sealed class SharedDefinitions(IEnumerable<Control> controls)
{
    private const string Prefix = "[parameters('";
    private const string Suffix = "')]";

    private readonly Control[] _shared = [.. controls.Where(c => c.IsShared && c.Pattern != Control.ManualPattern)];

    /// <summary>The shared definition that gives the same verdicts, with the values to pass; null when there is none.</summary>
    public (Control Definition, ImmutableSortedDictionary<string, JToken> Arguments)? For(Control control)
    {
        foreach (var shared in _shared)
        {
            if (shared != control && shared.Pattern == control.Pattern && Arguments(shared, control) is { } arguments)
                return (shared, arguments);
        }

        return null;
    }

    private static ImmutableSortedDictionary<string, JToken>? Arguments(Control shared, Control control)
    {
        if (shared.Effects.Default != control.Effects.Default || control.Effects.Allowed.Except(shared.Effects.Allowed, StringComparer.Ordinal).Any())
            return null;
        // What people tune is handed on by both, or the verdicts differ.
        if (control.Parameters.Any(p => p.InitiativeParameter is null || !shared.Parameters.Any(s => s.InitiativeParameter == p.InitiativeParameter)))
            return null;
        // All sees what Indexed sees; the type condition keeps it to the same resources.
        if (shared.Mode != control.Mode && shared.Mode != "All")
            return null;

        var arguments = ImmutableSortedDictionary.CreateBuilder<string, JToken>(StringComparer.Ordinal);
        foreach (var parameter in shared.Parameters.Where(p => p.InitiativeParameter is not null))
            arguments[parameter.Name] = DefinitionChoice.ValueOf(parameter);
        foreach (var (place, value) in Places(control))
        {
            var ours = Places(shared).FirstOrDefault(p => p.Place == place).Value;
            if (ours is not null && ParameterIn(ours) is { } name && shared.Parameters.Any(p => p.Name == name))
                arguments[name] = value;
            else if (!JToken.DeepEquals(ours, value))
                return null;
        }

        return arguments.ToImmutable();
    }

    // Resource types count as a value; a single expression stands for the whole list.
    private static IEnumerable<(string Place, JToken Value)> Places(Control control)
    {
        yield return ("resourceTypes", control.ResourceTypes is [var only] && ParameterIn(only) is not null ? only : new JArray(control.ResourceTypes));
        foreach (var property in control.Values.Properties())
            yield return (property.Name, property.Value);
    }

    private static string? ParameterIn(JToken value) =>
        value is JValue { Type: JTokenType.String } text && (string)text! is var expression
        && expression.StartsWith(Prefix, StringComparison.Ordinal) && expression.EndsWith(Suffix, StringComparison.Ordinal)
            ? expression[Prefix.Length..^Suffix.Length]
            : null;
}
