namespace PolicyGen.Arm;

/// <summary>What was sent and received. Safe for several threads.</summary>
public sealed class ArmFigures
{
    private long _requests;
    private long _retries;
    private long _rows;
    private long _bytes;
    private long _waited;

    /// <summary>Requests sent to Azure Resource Manager, retries included; sign-in is not counted.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that repeat another one.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Rows of query results and list elements that were read.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Bytes of bodies received, as decoded.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Time spent waiting for quotas, summed over requests.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    /// <summary>Counts a request that is sent.</summary>
    public void CountRequest(bool isRetry)
    {
        Interlocked.Increment(ref _requests);
        if (isRetry)
            Interlocked.Increment(ref _retries);
    }

    /// <summary>Counts rows.</summary>
    public void CountRows(int rows) => Interlocked.Add(ref _rows, rows);

    /// <summary>Counts bytes.</summary>
    public void CountBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Counts time spent waiting.</summary>
    public void CountWait(TimeSpan time) => Interlocked.Add(ref _waited, time.Ticks);
}
