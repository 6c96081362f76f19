using System.Text;
using PolicyGen.Catalogue;

namespace PolicyGen.Reports.Coverage;

/// <summary>The coverage matrix as a page: counts, what nothing can check and why, and the direct controls of each row.</summary>
public static class CoverageMarkdown
{
    /// <summary>Writes the page.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="library">The library that it is of.</param>
    /// <param name="language">Language of titles and reasons.</param>
    /// <param name="link">Link target of a control's page; null for no links.</param>
    public static string Write(CoverageMatrix matrix, Library library, Language language, Func<Control, string>? link = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(library);
        var page = new StringBuilder("# Coverage\n\n");
        page.Append("Which control answers which requirement. *Direct*: a violation of the control violates the requirement. *Supporting*: real but indirect evidence, counted here; `policygen requirements show ID` names them.\n\n");
        Counts(page, matrix);
        Gaps(page, matrix, language);
        Controls(page, library);
        foreach (var guideline in matrix.Requirements.GroupBy(r => r.Requirement.Guideline))
        {
            page.Append(FormattableString.Invariant($"## {guideline.Key.Prefix()}\n\n| requirement | title | coverage | direct | supporting |\n| --- | --- | --- | --- | ---: |\n"));
            foreach (var row in guideline)
                page.Append(FormattableString.Invariant($"| {row.Requirement.Id} | {MarkdownText.Escape(row.Requirement.Title.In(language))} | {How(row.Requirement)} | {List(row.Requirement.Controls.Direct)} | {row.Requirement.Controls.Supporting.Length} |\n"));
            page.Append('\n');
        }

        return page.ToString().TrimEnd() + "\n";

        string List(IEnumerable<string> ids) => string.Join(", ", ids.Select(id => link is null ? id : $"[{id}]({link(library.Controls[id])})"));
    }

    // What a person or Microsoft answers has no coverage to speak of.
    private static string How(Requirement requirement) =>
        requirement.Automation == Automation.Policy ? CatalogueJson.Name(requirement.Coverage) : CatalogueJson.Name(requirement.Automation);

    private static void Counts(StringBuilder page, CoverageMatrix matrix)
    {
        page.Append("| | requirements | policy | manual | platform | full | partial | none | direct | supporting | explained | gaps |\n");
        page.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var (name, counts) in matrix.ByGuideline.Select(g => (g.Guideline.Prefix(), g.Counts)).Append(("all", matrix.Total)))
            page.Append(FormattableString.Invariant($"| {name} | {string.Join(" | ", counts.Row)} |\n"));

        page.Append("\n*full*, *partial*, *none*: how much of a row policies decide; the rest is attested. *explained*, *gaps*: signals of a row that no control of it carries, with and without a reason.\n\n");
    }

    private static void Gaps(StringBuilder page, CoverageMatrix matrix, Language language)
    {
        var unserved = matrix.Requirements.SelectMany(r => r.Signals.Where(s => s.Controls.IsEmpty).Select(s => (r.Requirement, Signal: s))).ToList();
        if (unserved.Count > 0)
        {
            page.Append("## What nothing can check\n\n| requirement | signal | why |\n| --- | --- | --- |\n");
            foreach (var (requirement, signal) in unserved)
                page.Append($"| {requirement.Id} | {signal.Signal} | {(signal.Reason is { } reason ? MarkdownText.Escape(reason.In(language)) : "**gap**")} |\n");
            page.Append('\n');
        }

        if (!matrix.Unused.IsEmpty)
            page.Append($"## Controls that no requirement names\n\n{string.Join("\n", matrix.Unused.Select(c => $"- {c.Id}"))}\n\n");
    }

    private static void Controls(StringBuilder page, Library library)
    {
        var controls = library.Controls.Values.Where(c => !c.IsShared).ToList();
        page.Append(FormattableString.Invariant($"## The {controls.Count} controls\n\n"));
        Table("area", controls.GroupBy(c => c.Area, StringComparer.Ordinal));
        Table("pattern", controls.GroupBy(c => c.Pattern, StringComparer.Ordinal));
        Table("severity", controls.GroupBy(c => CatalogueJson.Name(c.Severity), StringComparer.Ordinal));
        Table("nearest built-in", controls.GroupBy(c => c.BuiltIns.IsEmpty ? "none" : CatalogueJson.Name(c.BuiltIns.Min(b => b.Relation)), StringComparer.Ordinal));
        Table("decided by a template", controls.GroupBy(c => c.IsDecidedOffline ? "yes, samples show it" : "no, only live", StringComparer.Ordinal));
        Table("can repair", controls.GroupBy(c => c.Effects.Allowed.FirstOrDefault(e => e is "Modify" or "DeployIfNotExists") ?? "no", StringComparer.Ordinal));

        void Table(string name, IEnumerable<IGrouping<string, Control>> groups)
        {
            page.Append($"| {name} | controls |\n| --- | ---: |\n");
            foreach (var group in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
                page.Append(FormattableString.Invariant($"| {group.Key} | {group.Count()} |\n"));
            page.Append('\n');
        }
    }
}
