using System.Text;
using PolicyGen.Rendering;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>Writes reports to files: beside the target first, then moved into place, so that a failed run leaves the old file.</summary>
public static class ReportFile
{
    /// <summary>Writes one report; the folder is made when it is missing.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the move; the old file is as it was.</exception>
    public static void Write(string path, IReportWriter writer, RunResult result, ReportTexts texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var target = Path.GetFullPath(path);
        using var transaction = new FileTransaction(Path.GetDirectoryName(target) ?? target);
        transaction.Stage(target, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
            writer.Write(result, texts, text);
        });
        cancellationToken.ThrowIfCancellationRequested();
        transaction.Commit([]);
    }
}
