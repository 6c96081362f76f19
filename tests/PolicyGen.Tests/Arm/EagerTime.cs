namespace PolicyGen.Tests.Arm;

/// <summary>A clock on which waits end at once: it moves to the end of each. The first timer, the end of the run, fires when its time has come.</summary>
internal sealed class EagerTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<EagerTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every wait, in order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>When set, waits do not end on their own.</summary>
    public bool IsHeld { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan time)
    {
        List<EagerTimer> due;
        lock (_lock)
        {
            _now += time;
            due = [.. _timers.Where(t => t.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(t => t.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new EagerTimer(this, callback, state);
        bool isFirst;
        lock (_lock)
        {
            isFirst = _timers.Count == 0;
            timer.Due = _now + dueTime;
            _timers.Add(timer);
        }

        if (isFirst)
            return timer;
        Waits.Add(dueTime);
        if (!IsHeld)
            Advance(dueTime);
        return timer;
    }

    private sealed class EagerTimer(EagerTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
