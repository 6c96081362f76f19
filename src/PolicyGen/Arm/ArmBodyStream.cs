namespace PolicyGen.Arm;

/// <summary>A body is larger than we take.</summary>
internal sealed class ArmBodyTooLargeException() : IOException("The answer is larger than 64 MB.");

/// <summary>A body as it arrives: counted, limited, and given up as soon as the run is stopped.</summary>
internal sealed class ArmBodyStream(Stream inner, ArmFigures figures, CancellationToken cancellationToken) : Stream
{
    /// <summary>Most bytes of a body, as decoded.</summary>
    public const long Limit = 64L * 1024 * 1024;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(100);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    // JsonTextReader reads synchronously. The asynchronous read below is what can be cancelled at once.
    public override int Read(byte[] buffer, int offset, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(LongestSilence);
        try
        {
            return ReadAsync(buffer.AsMemory(offset, count), stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Nothing of the answer arrived for {LongestSilence.TotalSeconds:0} s.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        figures.CountBytes(read);
        _read += read;
        return _read > Limit ? throw new ArmBodyTooLargeException() : read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
