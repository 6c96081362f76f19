using System.Collections.Immutable;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Fields;

/// <summary>
/// The path behind an alias, <c>properties.networkAcls.ipRules[*].value</c> (MicrosoftDocs/azure-docs,
/// governance/policy/concepts/definition-structure-alias.md). <c>[*]</c> selects every element of an array.
/// </summary>
internal sealed class AliasPath
{
    // A null stands for [*].
    private readonly ImmutableArray<string?> _steps;

    private AliasPath(ImmutableArray<string?> steps)
    {
        _steps = steps;
        Stars = steps.Count(s => s is null);
    }

    /// <summary>Number of <c>[*]</c>.</summary>
    public int Stars { get; }

    /// <summary>Names and, for <c>[*]</c>, nulls.</summary>
    public ImmutableArray<string?> Steps => _steps;

    public static AliasPath Parse(string path)
    {
        var steps = ImmutableArray.CreateBuilder<string?>();
        foreach (var part in path.Split('.'))
        {
            var name = part;
            var stars = 0;
            while (name.EndsWith("[*]", StringComparison.Ordinal))
            {
                name = name[..^3];
                stars++;
            }

            if (name.Length > 0)
                steps.Add(name);
            for (; stars > 0; stars--)
                steps.Add(null);
        }

        return new AliasPath(steps.ToImmutable());
    }

    /// <summary>The steps after the given number of <c>[*]</c>.</summary>
    public int StepAfterStar(int stars)
    {
        var step = 0;
        for (; stars > 0; step++)
        {
            if (_steps[step] is null)
                stars--;
        }

        return step;
    }

    /// <summary>
    /// Follows names from a token; stops at a <c>[*]</c>, at a value that is not known, or where a property is missing.
    /// </summary>
    /// <returns>The token; null where a property is missing or JSON null.</returns>
    public JToken? Follow(JToken? token, ref int step)
    {
        while (step < _steps.Length && _steps[step] is { } name)
        {
            if (Unresolved.Is(token))
            {
                step = _steps.Length;
                return token;
            }

            token = token is JObject o ? o.GetValue(name, StringComparison.OrdinalIgnoreCase) : null;
            if (token is null)
            {
                while (step < _steps.Length && _steps[step] is not null)
                    step++;
                return null;
            }

            step++;
        }

        return token is { Type: JTokenType.Null } ? null : token;
    }

    /// <summary>The path with array indexes in place of <c>[*]</c>; a negative index stays <c>[*]</c>.</summary>
    public string Text(ReadOnlySpan<int> indexes)
    {
        var text = new StringBuilder();
        var star = 0;
        foreach (var step in _steps)
        {
            if (step is not null)
            {
                if (text.Length > 0)
                    text.Append('.');
                text.Append(step);
            }
            else if (star < indexes.Length && indexes[star] >= 0)
            {
                text.Append('[').Append(indexes[star++]).Append(']');
            }
            else
            {
                text.Append("[*]");
                star++;
            }
        }

        return text.ToString();
    }
}
