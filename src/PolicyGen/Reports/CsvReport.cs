using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>One row a finding, for spreadsheets.</summary>
public sealed class CsvReport : IReportWriter
{
    private static readonly string[] Columns =
    [
        "requirements", "control", "title", "state", "severity", "effect", "definition", "resourceId", "resourceType", "resourceName",
        "location", "why", "fix", "file", "line", "exemption", "baseline", "evaluatedAt", "azureState",
    ];

    /// <inheritdoc/>
    public string Format => "csv";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        CsvText.Row(output, Columns);
        foreach (var finding in result.Findings)
        {
            CsvText.Row(output,
            [
                string.Join(' ', finding.Policy.Requirements),
                finding.Control,
                texts.Title(finding.Policy),
                CatalogueJson.Name(finding.State),
                CatalogueJson.Name(finding.Severity),
                finding.Policy.Effect,
                finding.Policy.Definition,
                finding.Resource.Id,
                finding.Resource.Type,
                finding.Resource.Name,
                finding.Resource.Location ?? "",
                texts.Why(finding),
                texts.Remediation(finding.Policy) ?? "",
                texts.FileOf(finding) ?? "",
                finding.Source.Line > 0 ? finding.Source.Line.ToString(CultureInfo.InvariantCulture) : "",
                finding.Verdict.Exemption ?? "",
                finding.InBaseline ? "true" : "",
                finding.EvaluatedAt is { } time ? IsoTime.Write(time) : "",
                finding.AzureState ?? "",
            ]);
        }
    }
}
