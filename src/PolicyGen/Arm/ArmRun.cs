namespace PolicyGen.Arm;

/// <summary>The time of a run: its clock, its end and its waits.</summary>
internal sealed class ArmRun : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly DateTimeOffset _deadline;

    public ArmRun(Uri endpoint, TimeSpan timeout, TimeProvider time)
    {
        Endpoint = endpoint;
        Time = time;
        _deadline = time.GetUtcNow() + timeout;
        _end = new CancellationTokenSource(timeout, time);
    }

    public Uri Endpoint { get; }

    public TimeProvider Time { get; }

    public ArmFigures Figures { get; } = new();

    /// <summary>Set when the time is over.</summary>
    public CancellationToken End => _end.Token;

    public TimeSpan Remaining => _deadline - Time.GetUtcNow();

    /// <summary>Whether the time is over, also while the timer has not said so yet.</summary>
    public bool IsOver => _end.IsCancellationRequested || Remaining <= TimeSpan.Zero;

    /// <summary>True for an address that a token may be sent to.</summary>
    public bool IsHome(Uri address) =>
        address.Scheme == Endpoint.Scheme
        && address.Port == Endpoint.Port
        && address.UserInfo.Length == 0
        && string.Equals(address.IdnHost, Endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Waits, and counts it. What would end after the run is not waited for.</summary>
    /// <returns>False when the time of the run does not suffice; nothing was waited then.</returns>
    public async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time >= Remaining)
            return false;
        var from = Time.GetTimestamp();
        try
        {
            await Task.Delay(time, Time, cancellationToken);
        }
        finally
        {
            Figures.CountWait(Time.GetElapsedTime(from));
        }

        return true;
    }

    public void Dispose() => _end.Dispose();
}
