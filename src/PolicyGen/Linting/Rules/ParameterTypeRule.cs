using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Parameters have a type and values of it. Page: docs/rules/parameter-type.md.</summary>
public sealed class ParameterTypeRule() : LintRule<PolicyDocument>(
    "parameter-type", "A parameter's values fit its type and its allowed values", DiagnosticSeverity.Error, LintCategory.Expression)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        foreach (var parameter in subject.DeclaredParameters())
        {
            if (parameter.Type is not { } type)
            {
                yield return subject.At(parameter.Source, $"The parameter '{parameter.Name}' has no type.");
                continue;
            }

            if (!ParameterTypes.IsKnown(type.Value))
            {
                yield return subject.At(type, $"'{type.Value}' is no parameter type.");
                continue;
            }

            if (parameter.DefaultValue is { } value && !ParameterTypes.Fits(value, type.Value))
                yield return subject.At(value, $"The default of '{parameter.Name}' is {value.KindName()}, but its type is {type.Value}.");
            if (parameter is { DefaultValue: { } chosen, AllowedValues: { Count: > 0 } allowed } && !ParameterTypes.Allows(allowed, chosen))
                yield return subject.At(chosen, $"The default of '{parameter.Name}' is not one of its allowed values.");
        }
    }
}
