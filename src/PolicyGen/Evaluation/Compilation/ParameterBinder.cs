using Newtonsoft.Json.Linq;
using PolicyGen.Policies;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>
/// Gives parameters their values (MicrosoftDocs/azure-docs, governance/policy/concepts/definition-structure-parameters.md):
/// the one given, else the default. Azure refuses an assignment with a missing, undeclared, disallowed or wrongly typed value.
/// </summary>
internal static class ParameterBinder
{
    public static IReadOnlyDictionary<string, CompiledExpression> Bind(
        PolicyDocument document, IReadOnlyDictionary<string, JToken> given, out IReadOnlyList<string> problems)
    {
        var declared = document switch
        {
            PolicyDefinition definition => definition.Parameters,
            PolicySetDefinition initiative => initiative.Parameters,
            _ => [],
        };
        var found = new List<string>();
        var values = new Dictionary<string, CompiledExpression>(StringComparer.OrdinalIgnoreCase);
        var byName = new Dictionary<string, JToken>(given, StringComparer.OrdinalIgnoreCase);
        foreach (var name in byName.Keys.Where(n => !declared.Any(p => string.Equals(p.Name, n, StringComparison.OrdinalIgnoreCase))))
            found.Add($"The parameter '{name}' is not declared.");
        foreach (var parameter in declared)
        {
            var isGiven = byName.TryGetValue(parameter.Name, out var value);
            value ??= parameter.DefaultValue;
            if (value is null)
            {
                found.Add($"The parameter '{parameter.Name}' has no value.");
                continue;
            }

            if (isGiven)
                Check(parameter, value, found);
            // A literal: functions are resolved in rules and in what an initiative passes on, not here.
            values[parameter.Name] = CompiledExpression.Of(PolicyValue.Of(value));
        }

        problems = found;
        return values;
    }

    private static void Check(PolicyParameter parameter, JToken value, List<string> problems)
    {
        // What the value will be cannot be held against it.
        if (Unresolved.IsWithin(value))
            return;
        if (parameter.Type is { } type && !ParameterTypes.Fits(value, type.Value))
            problems.Add($"The value of the parameter '{parameter.Name}' is {value.KindName()}, not of type {type.Value}.");
        else if (parameter.AllowedValues is { } allowed && !ParameterTypes.Allows(allowed, value, StringComparison.Ordinal))
            problems.Add($"The value of the parameter '{parameter.Name}' is not among the allowed ones.");
    }
}
