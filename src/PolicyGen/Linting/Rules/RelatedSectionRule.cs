using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A cross-reference leads somewhere. Page: docs/rules/related-section.md.</summary>
public sealed class RelatedSectionRule() : LintRule<Library>(
    "related-section", "A related section exists in its guideline", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context)
    {
        var sections = subject.Guidelines.ToDictionary(g => g.Id, g => g.Requirements.Select(r => r.Section.Id).Distinct(StringComparer.Ordinal).ToList());
        return from requirement in subject.Requirements
               from related in requirement.Related
               let fault = Fault(related, sections)
               where fault is not null
               select new LintFinding($"The requirement '{requirement.Id}' is related to '{related}', but {fault}.", requirement.Location);
    }

    private static string? Fault(string related, Dictionary<GuidelineId, List<string>> sections)
    {
        if (GuidelineNames.OfRequirement(related) is not { } guideline)
            return "no guideline has that prefix";
        var section = related[(related.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return !sections.TryGetValue(guideline, out var known) || known.Exists(s => IsOrIsBelow(s, section))
            ? null
            : $"{guideline.Prefix()} has no rows in a section '{section}'";
    }

    private static bool IsOrIsBelow(string section, string asked) =>
        section.StartsWith(asked, StringComparison.Ordinal) && (section.Length == asked.Length || section[asked.Length] == '.');
}
