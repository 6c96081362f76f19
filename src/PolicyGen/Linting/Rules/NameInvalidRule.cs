using System.Buffers;
using System.Globalization;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Azure takes the name. Page: docs/rules/name-invalid.md.</summary>
public sealed class NameInvalidRule() : LintRule<PolicyDocument>(
    "name-invalid", "A name is one that Azure takes", DiagnosticSeverity.Error, LintCategory.Document)
{
    private static readonly SearchValues<char> Refused = SearchValues.Create("%&\\?/<>:#*+");

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        if (subject.Name is not { } name)
            yield break;
        if (name.Value.Length == 0)
            yield return subject.At(name, "The name is empty.");
        if (name.Value.Length > context.Limits.NameLength)
            yield return subject.At(name, string.Create(CultureInfo.InvariantCulture, $"The name has {name.Value.Length} characters; Azure takes {context.Limits.NameLength}."));
        if (name.Value.AsSpan().IndexOfAny(Refused) is >= 0 and var at)
            yield return subject.At(name, $"The name has the character '{name.Value[at]}', which Azure refuses.");
        if (name.Value.Any(char.IsControl))
            yield return subject.At(name, "The name has a control character.");
        if (name.Value.EndsWith(' '))
            yield return subject.At(name, "The name ends with a space.");
        if (subject.Id is { } id && !string.Equals(ResourceIds.LastSegment(id.Value), name.Value, StringComparison.OrdinalIgnoreCase))
            yield return subject.At(name, $"The name is '{name.Value}', but the id ends with '{ResourceIds.LastSegment(id.Value)}'.");
    }
}
