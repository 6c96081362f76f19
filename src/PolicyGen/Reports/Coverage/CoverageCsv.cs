using PolicyGen.Catalogue;

namespace PolicyGen.Reports.Coverage;

/// <summary>
/// The coverage matrix for spreadsheets: one row a pair of requirement and control, and one for each requirement without
/// a control and each signal that nothing checks.
/// </summary>
public static class CoverageCsv
{
    private static readonly string[] Columns =
        ["requirement", "guideline", "title", "automation", "coverage", "relation", "control", "controlTitle", "severity", "signals", "reason"];

    /// <summary>Writes the matrix with texts in one language.</summary>
    public static void Write(CoverageMatrix matrix, Library library, Language language, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(output);
        CsvText.Row(output, Columns);
        foreach (var row in matrix.Requirements)
        {
            var controls = row.Requirement.Controls;
            var pairs = controls.Direct.Select(id => ("direct", id)).Concat(controls.Supporting.Select(id => ("supporting", id))).ToList();
            foreach (var (relation, id) in pairs)
            {
                var control = library.Controls[id];
                var shared = row.Signals.Where(s => s.Controls.Contains(id, StringComparer.Ordinal)).Select(s => s.Signal);
                CsvText.Row(output, [.. Start(row.Requirement, language), relation, id, control.Title.In(language), CatalogueJson.Name(control.Severity), string.Join(' ', shared), ""]);
            }

            foreach (var signal in row.Signals.Where(s => s.Controls.IsEmpty))
                CsvText.Row(output, [.. Start(row.Requirement, language), signal.IsGap ? "gap" : "unserved", "", "", "", signal.Signal, signal.Reason?.In(language) ?? ""]);
            if (pairs.Count == 0 && row.Signals.IsEmpty)
                CsvText.Row(output, [.. Start(row.Requirement, language), CatalogueJson.Name(row.Requirement.Automation), "", "", "", "", row.Requirement.Remainder?.In(language) ?? ""]);
        }
    }

    private static string[] Start(Requirement requirement, Language language) =>
        [requirement.Id, requirement.Guideline.Name(), requirement.Title.In(language), CatalogueJson.Name(requirement.Automation), CatalogueJson.Name(requirement.Coverage)];
}
