using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>The result itself, whole and without words of any language (<see cref="ResultJson"/>).</summary>
public sealed class JsonReport : IReportWriter
{
    /// <inheritdoc/>
    public string Format => "json";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output) => ResultJson.Write(result, output);
}
