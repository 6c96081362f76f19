using System.Text;

namespace PolicyGen.Results;

/// <summary>
/// Ends lines with a line feed on every system, whatever the writer below does. The JSON writer ends its lines with the
/// system's own otherwise.
/// </summary>
internal sealed class LineFeedWriter : TextWriter
{
    private readonly TextWriter _inner;

    public LineFeedWriter(TextWriter inner)
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
        _inner = inner;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => _inner.Write(value);

    public override void Write(char[] buffer, int index, int count) => _inner.Write(buffer, index, count);

    public override void Write(string? value) => _inner.Write(value);

    public override void Flush() => _inner.Flush();
}
