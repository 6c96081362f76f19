namespace PolicyGen.Arm;

/// <summary>
/// How many requests of a kind run at once: few at first, more as they succeed, half as many when the service is busy. It closes
/// for a while when a quota is used up.
/// </summary>
internal sealed class ArmGate(int most, ArmRun run)
{
    private const int First = 4;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _queue = new();
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;
    private int _limit = Math.Min(First, most);
    private int _inside;
    private int _successes;
    private int _generation;

    public int Limit
    {
        get
        {
            lock (_lock)
                return _limit;
        }
    }

    /// <summary>Waits for a place. <see cref="Leave"/> gives it back.</summary>
    /// <returns>The place; null when the gate stays closed for longer than the run may take, in which case there is none to give back.</returns>
    public async Task<ArmPlace?> EnterAsync(CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        try
        {
            while (true)
            {
                TimeSpan closed;
                lock (_lock)
                {
                    closed = _closedUntil - run.Time.GetUtcNow();
                    if (closed <= TimeSpan.Zero)
                        return new ArmPlace(this, _generation);
                }

                if (!await run.WaitAsync(closed, cancellationToken))
                    break;
            }
        }
        catch
        {
            Leave();
            throw;
        }

        Leave();
        return null;
    }

    /// <summary>Nobody enters for this time.</summary>
    public void Close(TimeSpan time)
    {
        lock (_lock)
        {
            var until = run.Time.GetUtcNow() + time;
            if (until > _closedUntil)
                _closedUntil = until;
        }
    }

    /// <summary>A request succeeded: after as many as run at once, one more may.</summary>
    public void Grow()
    {
        lock (_lock)
        {
            if (++_successes < _limit || _limit >= most)
                return;
            _successes = 0;
            _limit++;
            Admit();
        }
    }

    /// <summary>The service is busy. Requests that were sent together halve the number once, not once each.</summary>
    public void Halve(int generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
                return;
            _generation++;
            _successes = 0;
            _limit = Math.Max(1, _limit / 2);
        }
    }

    /// <summary>Little of a quota is left: one at a time until it succeeds again.</summary>
    public void Slow()
    {
        lock (_lock)
        {
            _successes = 0;
            _limit = 1;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Admit();
        }
    }

    private async Task TakePlaceAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _queue.Enqueue(turn);
            Admit();
        }

        // Whoever sets the result first wins: a place is either taken or was never given.
        await using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
            await turn.Task;
    }

    private void Admit()
    {
        while (_inside < _limit && _queue.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                _inside++;
        }
    }
}

/// <summary>A place within a gate, given back once.</summary>
internal sealed class ArmPlace(ArmGate gate, int generation) : IDisposable
{
    private int _left;

    public int Generation { get; } = generation;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            gate.Leave();
    }
}
