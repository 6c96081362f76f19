namespace PolicyGen.Reports;

/// <summary>
/// Rows for spreadsheets (RFC 4180: CRLF, quotes doubled). A cell that a spreadsheet would take for a formula gets a leading
/// apostrophe (OWASP, "CSV injection"), in its full-width spelling too, which Japanese Excel accepts.
/// </summary>
internal static class CsvText
{
    /// <summary>Writes one row.</summary>
    public static void Row(TextWriter output, IReadOnlyList<string> cells)
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
