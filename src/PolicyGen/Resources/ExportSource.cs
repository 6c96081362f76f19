using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PolicyGen.Diagnostics;
using PolicyGen.Resources.Exports;

namespace PolicyGen.Resources;

/// <summary>
/// An export of deployed resources, UTF-8, of any size: it is never in memory as a whole. The forms are
/// <list type="bullet">
/// <item>an array of resources, as <c>az resource list</c> and <c>az graph query --query data</c> print it;</item>
/// <item><c>{"value": […], "nextLink": …}</c>, a page of an ARM list; <c>{"resources": […]}</c>;</item>
/// <item><c>{"data": […]}</c> of Azure Resource Graph, also as a table, <c>{"data": {"columns": […], "rows": […]}}</c>;</item>
/// <item>one resource, an ARM GET body;</item>
/// <item>any of these one after the other, and JSON Lines (.jsonl, .ndjson), where a malformed line spoils only itself.</item>
/// </list>
/// The text is scanned once for where elements begin and end, what their types are and that its grammar holds; only elements
/// of wanted types are parsed. What cannot be used is a diagnostic at its line, and <see cref="IsComplete"/> turns false.
/// </summary>
public sealed class ExportSource : IResourceSource
{
    // Messages for each reading; what a single piece adds is limited there.
    private const int MaxFaults = 1000;

    private readonly string _path;
    private readonly int _windowBytes;
    private readonly int _pieceBytes;
    private readonly ConcurrentBag<ElementParser> _parsers = [];
    private volatile bool _isIncomplete;

    /// <summary>An export.</summary>
    /// <param name="path">The file. It must be one that can be read from any offset.</param>
    /// <param name="file">How messages name it, with forward slashes.</param>
    public ExportSource(string path, string file)
        : this(path, file, 1024 * 1024, 512 * 1024)
    {
    }

    internal ExportSource(string path, string file, int windowBytes, int pieceBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(file);
        (_path, File, _windowBytes, _pieceBytes) = (path, file, windowBytes, pieceBytes);
    }

    /// <inheritdoc/>
    public ResourceSourceKind Kind => ResourceSourceKind.Inventory;

    /// <inheritdoc/>
    public string File { get; }

    /// <summary>
    /// False once reading or parsing has left something out: malformed elements, a file cut short, pages that are not in
    /// it. It is final when every piece was parsed.
    /// </summary>
    public bool IsComplete => !_isIncomplete;

    /// <inheritdoc/>
    /// <remarks>
    /// Diagnostics: <c>file-unreadable</c>; <c>export-malformed</c>, after which nothing more is read; <c>export-element</c>
    /// for an element that is left out; <c>export-incomplete</c> when the file says that there is more elsewhere.
    /// </remarks>
    public IEnumerable<ResourcePiece> Read(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return ReadPieces(diagnostics, cancellationToken);
    }

    private IEnumerable<ResourcePiece> ReadPieces(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (!TryOpen(diagnostics, out var stamp, out var bytes))
            yield break;
        using (bytes)
        {
            var scanner = new ExportScanner(bytes, IsLines(bytes));
            var elements = ImmutableArray.CreateBuilder<ExportElement>();
            var form = scanner.Form;
            var faults = new ElementFaults(this, diagnostics, MaxFaults);
            while (MoveNext(scanner, out var element, diagnostics))
            {
                if (element.State == ElementState.Faulty)
                {
                    faults.Add(element.Fault!, element.Line);
                    continue;
                }

                if (elements.Count > 0 && (element.Offset + element.Length - elements[0].Offset > _pieceBytes || form != scanner.Form))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return new ExportPiece(this, stamp, elements.DrainToImmutable(), form);
                }

                form = scanner.Form;
                elements.Add(element);
            }

            if (elements.Count > 0)
                yield return new ExportPiece(this, stamp, elements.DrainToImmutable(), form);
            faults.Finish();
            if (scanner.Fault is { } fault)
                ReportMalformed(diagnostics, $"{fault} Nothing after this place was read.", bytes.Line, bytes.Column);
            foreach (var (reason, line) in scanner.Missing)
                ReportMissing(diagnostics, reason, line);
        }
    }

    internal ElementParser RentParser() => _parsers.TryTake(out var parser) ? parser : new ElementParser();

    internal void ReturnParser(ElementParser parser) => _parsers.Add(parser);

    internal void ReportElement(DiagnosticBag diagnostics, string message, int line, int column)
    {
        _isIncomplete = true;
        diagnostics.Error("export-element", message, new SourceLocation(File, line, column));
    }

    internal void ReportMalformed(DiagnosticBag diagnostics, string fault, int line, int column = 0)
    {
        _isIncomplete = true;
        diagnostics.Error("export-malformed", fault, new SourceLocation(File, line, column));
    }

    private void ReportMissing(DiagnosticBag diagnostics, string reason, int line)
    {
        _isIncomplete = true;
        diagnostics.Error("export-incomplete", reason, new SourceLocation(File, line));
    }

    private void ReportUnreadable(DiagnosticBag diagnostics, Exception exception)
    {
        _isIncomplete = true;
        diagnostics.Error("file-unreadable", $"The file cannot be read: {exception.Message}", new SourceLocation(File));
    }

    private bool TryOpen(DiagnosticBag diagnostics, [NotNullWhen(true)] out FileStamp? stamp, [NotNullWhen(true)] out JsonBytes? bytes)
    {
        (stamp, bytes) = (null, null);
        try
        {
            stamp = FileStamp.Of(_path);
            bytes = new JsonBytes(_path, _windowBytes);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReportUnreadable(diagnostics, e);
            return false;
        }
    }

    private bool MoveNext(ExportScanner scanner, out ExportElement element, DiagnosticBag diagnostics)
    {
        try
        {
            return scanner.MoveNext(out element);
        }
        catch (IOException e)
        {
            ReportUnreadable(diagnostics, e);
            element = default;
            return false;
        }
    }

    private bool IsLines(JsonBytes bytes) =>
        Path.GetExtension(_path).ToLowerInvariant() is ".jsonl" or ".ndjson" && bytes.Rest is not [(byte)'[', ..];
}
