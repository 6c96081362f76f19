namespace PolicyGen.Bicep;

/// <summary>A place in a process for one request. Disposing gives it back.</summary>
internal sealed class BicepPlace(BicepProcess process, Action release) : IDisposable
{
    public BicepProcess Process { get; } = process;

    public void Dispose() => release();
}

/// <summary>
/// The processes and the places in them. A request gets the emptiest living process, or a new one when all are full.
/// </summary>
internal sealed class BicepPool : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<BicepProcess>> _start;
    private readonly int _places;
    private readonly int _placesPerProcess;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _alone = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private readonly List<Slot> _slots = [];
    private readonly Lock _lock = new();

    public BicepPool(Func<CancellationToken, Task<BicepProcess>> start, int processes, int placesPerProcess)
    {
        _start = start;
        _places = processes * placesPerProcess;
        _placesPerProcess = placesPerProcess;
        _free = new SemaphoreSlim(_places);
    }

    /// <summary>Waits for a place.</summary>
    /// <exception cref="BicepException">No process can be started.</exception>
    public async Task<BicepPlace> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await TakeAsync(1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until no other request runs, and keeps others waiting.</summary>
    /// <exception cref="BicepException">No process can be started.</exception>
    public async Task<BicepPlace> RentAloneAsync(CancellationToken cancellationToken)
    {
        var taken = 0;
        await _alone.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (; taken < _places; taken++)
                await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (taken > 0)
                _free.Release(taken);
            throw;
        }
        finally
        {
            _alone.Release();
        }

        return await TakeAsync(_places, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        List<Slot> slots;
        lock (_lock)
            slots = [.. _slots];
        foreach (var slot in slots)
            await EndAsync(slot).ConfigureAwait(false);
        _disposing.Dispose();
    }

    private async Task<BicepPlace> TakeAsync(int places, CancellationToken cancellationToken)
    {
        Slot slot;
        List<Slot> ended;
        lock (_lock)
        {
            ended = _slots.FindAll(s => s.HasEnded);
            _slots.RemoveAll(ended.Contains);
            var found = _slots.Where(s => s.InUse < _placesPerProcess).MinBy(s => s.InUse);
            if (found is null)
            {
                // The start belongs to everybody who waits for it: one caller's cancellation does not end it.
                _slots.Add(found = new Slot(_start(_disposing.Token)));
            }

            slot = found;
            slot.InUse += places;
        }

        foreach (var old in ended)
            await EndAsync(old).ConfigureAwait(false);
        try
        {
            var process = await slot.Process.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new BicepPlace(process, () => GiveBack(slot, places));
        }
        catch (Exception e) when (e is BicepException or OperationCanceledException)
        {
            GiveBack(slot, places);
            throw;
        }
    }

    private void GiveBack(Slot slot, int places)
    {
        lock (_lock)
            slot.InUse -= places;
        _free.Release(places);
    }

    private static async Task EndAsync(Slot slot)
    {
        try
        {
            await (await slot.Process.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is BicepException or OperationCanceledException)
        {
            // It never started; those who asked for it were told.
        }
    }

    private sealed class Slot(Task<BicepProcess> process)
    {
        public Task<BicepProcess> Process { get; } = process;

        public int InUse { get; set; }

        // One that could not be started stays, so that every request gets the same answer at once.
        public bool HasEnded => Process.IsCompletedSuccessfully && !Process.Result.IsAlive;
    }
}
