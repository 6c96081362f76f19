using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// One row a finding, for spreadsheets (RFC 4180: CRLF, quotes doubled). A cell that a spreadsheet would take for a formula
/// gets a leading apostrophe (OWASP, "CSV injection"), in its full-width spelling too, which Japanese Excel accepts.
/// </summary>
public sealed class CsvReport : IReportWriter
{
    private static readonly string[] Columns =
    [
        "requirements", "control", "title", "state", "severity", "effect", "definition", "resourceId", "resourceType", "resourceName",
        "location", "why", "fix", "file", "line", "exemption", "baseline",
    ];

    /// <inheritdoc/>
    public string Format => "csv";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        Row(output, Columns);
        foreach (var finding in result.Findings)
        {
            Row(output,
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
            ]);
        }
    }

    private static void Row(TextWriter output, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                output.Write(',');
            Cell(output, cells[i]);
        }

        output.Write("\r\n");
    }

    private static void Cell(TextWriter output, string text)
    {
        var cell = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
        if (cell.AsSpan().IndexOfAny("\",\r\n") < 0)
        {
            output.Write(cell);
            return;
        }

        output.Write('"');
        output.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write('"');
    }
}
