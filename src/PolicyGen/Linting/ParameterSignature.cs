using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting;

/// <summary>The parameters that a definition or an initiative takes, whether Microsoft's or one of the linted documents.</summary>
internal sealed class ParameterSignature
{
    private readonly string _target;
    private readonly Dictionary<string, Parameter> _parameters;

    private ParameterSignature(string target, IEnumerable<Parameter> parameters)
    {
        _target = target;
        _parameters = new Dictionary<string, Parameter>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
            _parameters.TryAdd(parameter.Name, parameter);
    }

    /// <summary>
    /// The signature of a definition by its id; null when the definition is not known, or when it is Microsoft's and
    /// pinned to another major version than the one in the index, whose parameters may differ.
    /// </summary>
    public static ParameterSignature? OfDefinition(string id, SourcedText? version, LintContext context)
    {
        if (!ResourceIds.IsBuiltIn(id))
            return context.Library.FindDefinition(id) is { } definition ? Of(definition.ReferenceName, definition.Parameters) : null;
        if (context.FindBuiltIn(id) is not { } builtIn || version is not null && PolicyVersions.Major(version.Value) != PolicyVersions.Major(builtIn.Version))
            return null;
        return new ParameterSignature(builtIn.DisplayName, builtIn.Parameters.Select(p => new Parameter(
            p.Name,
            p.Type,
            p.Required,
            string.Equals(p.Name, builtIn.EffectParameter, StringComparison.OrdinalIgnoreCase) && !builtIn.AllowedEffects.IsEmpty
                ? new JArray(builtIn.AllowedEffects)
                : null)));
    }

    /// <summary>The signature of declared parameters.</summary>
    public static ParameterSignature Of(string target, ImmutableArray<PolicyParameter> parameters) =>
        new(target, parameters.Select(p => new Parameter(p.Name, p.Type?.Value, p.Required, p.AllowedValues)));

    /// <summary>What is wrong with the values given. <paramref name="own"/> are the parameters that expressions among them refer to.</summary>
    public IEnumerable<LintFinding> Check(PolicyDocument document, ImmutableArray<PolicyParameterValue> values, JToken place, ImmutableArray<PolicyParameter> own)
    {
        foreach (var value in values)
        {
            if (!_parameters.TryGetValue(value.Name, out var parameter))
                yield return document.At(value.Source, $"'{_target}' has no parameter '{value.Name}'.");
            else if (value.Value is { } given && Complaint(parameter, given, own) is { } complaint)
                yield return document.At(given, complaint);
        }

        foreach (var parameter in _parameters.Values.Where(p => p.Required))
        {
            if (!values.Any(v => string.Equals(v.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)))
                yield return document.At(place, $"'{_target}' needs the parameter '{parameter.Name}'.");
        }
    }

    private static string? Complaint(Parameter parameter, JToken given, ImmutableArray<PolicyParameter> own)
    {
        if (given.Type == JTokenType.String && TemplateText.IsExpression((string)given!))
        {
            var source = ExpressionParser.Parse((string)given!).Expression is FunctionCall { LiteralArgument: { } name } call && call.Is("parameters")
                ? own.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
                : null;
            return source?.Type is { } type && parameter.Type is { } wanted && ParameterTypes.IsKnown(wanted) && !type.Is(wanted)
                ? $"The parameter '{parameter.Name}' takes {wanted.ToLowerInvariant()}, but '{source.Name}' is {type.Value.ToLowerInvariant()}."
                : null;
        }

        if (parameter.Type is { } expected && !ParameterTypes.Fits(given, expected))
            return $"The parameter '{parameter.Name}' takes {expected.ToLowerInvariant()}, not {given.KindName()}.";
        return parameter.Allowed is { Count: > 0 } allowed && !ParameterTypes.Allows(allowed, given)
            ? $"The parameter '{parameter.Name}' allows {string.Join(", ", allowed.Select(a => a.ToString()))}."
            : null;
    }

    private sealed record Parameter(string Name, string? Type, bool Required, JArray? Allowed);
}
