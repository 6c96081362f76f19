using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Texts keep to Azure's lengths. Page: docs/rules/text-length.md.</summary>
public sealed class TextLengthRule() : LintRule<PolicyDocument>(
    "text-length", "Display names, descriptions and metadata keep to Azure's lengths", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context) =>
        Texts(subject, context.Limits)
            .Where(t => t.Text is not null && t.Text.Value.Length > t.Limit)
            .Select(t => subject.At(t.Text!, string.Create(CultureInfo.InvariantCulture, $"{t.What} has {t.Text!.Value.Length} characters; Azure takes {t.Limit}.")));

    private static IEnumerable<(string What, SourcedText? Text, int Limit)> Texts(PolicyDocument subject, PolicyLimits limits)
    {
        yield return ("The display name", subject.DisplayName, limits.DisplayNameLength);
        yield return ("The description", subject.Description, limits.DescriptionLength);
        foreach (var entry in (subject.Metadata ?? []).Properties().Where(p => p.Value.Type == JTokenType.String))
            yield return ($"The metadata '{entry.Name}'", new SourcedText((string)entry.Value!, entry.Value), limits.MetadataLength);
    }
}
