using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting;

/// <summary>The effects that an assignment brings about, as far as its definitions are known.</summary>
internal static class AssignedEffects
{
    /// <summary>The effects, by value, by the initiative's value or by default. Overrides are left out.</summary>
    public static IEnumerable<string> Of(PolicyAssignment assignment, LintContext context)
    {
        if (assignment.DefinitionId is not { } id)
            return [];
        JToken? Given(string name) => Value(assignment.Parameters, name);
        if (!ResourceIds.IsSetDefinition(id.Value))
            return Effect(id.Value, Given, context) is { } effect ? [effect] : [];
        if (context.Library.FindInitiative(id.Value) is not { } initiative)
            return [];
        return initiative.References
            .Where(r => r.DefinitionId is not null)
            .Select(r => Effect(r.DefinitionId!.Value, name => Resolve(Value(r.Parameters, name), initiative, Given), context))
            .OfType<string>();
    }

    private static string? Effect(string definitionId, Func<string, JToken?> given, LintContext context)
    {
        if (!ResourceIds.IsBuiltIn(definitionId))
        {
            if (context.Library.FindDefinition(definitionId) is not { } definition)
                return null;
            return definition.EffectParameter is { } parameter
                ? Text(given(parameter.Name)) ?? Text(parameter.DefaultValue)
                : definition.PossibleEffects().FirstOrDefault()?.Value;
        }

        if (context.FindBuiltIn(definitionId) is not { } builtIn)
            return null;
        return (builtIn.EffectParameter is { } name ? Text(given(name)) : null) ?? builtIn.Effect;
    }

    private static JToken? Resolve(JToken? value, PolicySetDefinition initiative, Func<string, JToken?> given)
    {
        if (Text(value) is not { } text || !TemplateText.IsExpression(text))
            return value;
        if (ExpressionParser.Parse(text).Expression is not FunctionCall { LiteralArgument: { } name } call || !call.Is("parameters"))
            return null;
        return given(name) ?? initiative.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.DefaultValue;
    }

    private static JToken? Value(ImmutableArray<PolicyParameterValue> values, string name) =>
        values.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string? Text(JToken? token) => token is { Type: JTokenType.String } ? (string)token! : null;
}
