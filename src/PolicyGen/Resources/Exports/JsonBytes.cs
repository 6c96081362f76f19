using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace PolicyGen.Resources.Exports;

/// <summary>
/// A file as a window of bytes that moves forward, with line numbers. What only moves the window stays small, so that the
/// scanner's loops can run over spans.
/// </summary>
internal sealed class JsonBytes : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer;
    private long _base;
    private int _position;
    private int _end;
    private int _counted;
    private long _lines;
    private long _lineStart;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="windowBytes">Size of the window; any size gives the same results.</param>
    public JsonBytes(string path, int windowBytes)
    {
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        _buffer = ArrayPool<byte>.Shared.Rent(windowBytes);
        WindowBytes = Math.Min(windowBytes, _buffer.Length);
        SkipByteOrderMark();
    }

    private int WindowBytes { get; }

    /// <summary>Offset in the file of the next byte.</summary>
    public long Offset => _base + _position;

    /// <summary>The bytes of the window that are not consumed; empty only at the end of the file.</summary>
    public ReadOnlySpan<byte> Rest
    {
        get
        {
            if (_position == _end)
                Refill();
            return _buffer.AsSpan(_position, _end - _position);
        }
    }

    /// <summary>Consumes bytes of <see cref="Rest"/>.</summary>
    public void Advance(int count) => _position += count;

    /// <summary>Bytes that were passed.</summary>
    public byte[] ReadAgain(long offset, int length)
    {
        var result = new byte[length];
        var read = 0;
        while (read < length && RandomAccess.Read(_file, result.AsSpan(read), offset + read) is > 0 and var more)
            read += more;
        return result;
    }

    /// <summary>1-based line of the next byte.</summary>
    public int Line
    {
        get
        {
            CountLines();
            return (int)Math.Min(_lines + 1, int.MaxValue);
        }
    }

    /// <summary>1-based column of the next byte, in bytes.</summary>
    public int Column
    {
        get
        {
            CountLines();
            return (int)Math.Min(Offset - _lineStart + 1, int.MaxValue);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _file.Dispose();
    }

    private void SkipByteOrderMark()
    {
        Span<byte> start = stackalloc byte[3];
        if (RandomAccess.Read(_file, start, 0) == 3 && start.SequenceEqual("\uFEFF"u8))
            _base = _lineStart = 3;
    }

    private void Refill()
    {
        CountLines();
        _base += _end;
        _position = _counted = 0;
        _end = RandomAccess.Read(_file, _buffer.AsSpan(0, WindowBytes), _base);
    }

    private void CountLines()
    {
        var passed = _buffer.AsSpan(_counted, _position - _counted);
        var lines = passed.Count((byte)'\n');
        if (lines > 0)
        {
            _lines += lines;
            _lineStart = _base + _counted + passed.LastIndexOf((byte)'\n') + 1;
        }

        _counted = _position;
    }
}
