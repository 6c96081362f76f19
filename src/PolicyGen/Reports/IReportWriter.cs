using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>Writes a result in one format. Equal results give equal bytes on every system.</summary>
public interface IReportWriter
{
    /// <summary>Name of the format in <c>--report FORMAT=FILE</c>.</summary>
    string Format { get; }

    /// <summary>Writes the whole report; it ends with the format's line end. The text is meant to be UTF-8.</summary>
    /// <param name="result">The result.</param>
    /// <param name="texts">Words and places.</param>
    /// <param name="output">Takes the text piece by piece.</param>
    void Write(RunResult result, ReportTexts texts, TextWriter output);
}
