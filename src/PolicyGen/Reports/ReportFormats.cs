using System.Collections.Immutable;

namespace PolicyGen.Reports;

/// <summary>The formats of reports. A new one is a class and a line here.</summary>
public static class ReportFormats
{
    /// <summary>All formats, by name.</summary>
    public static ImmutableArray<IReportWriter> All { get; } =
        [new CsvReport(), new JsonReport(), new JUnitReport(), new MarkdownReport(), new SarifReport()];

    /// <summary>The format of that name, in any letter case; null when there is none.</summary>
    public static IReportWriter? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Format, name, StringComparison.OrdinalIgnoreCase));
}
