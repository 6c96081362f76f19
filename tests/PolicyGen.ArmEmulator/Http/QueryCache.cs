namespace PolicyGen.ArmEmulator.Http;

/// <summary>Remembers the rows of the queries asked last, so that their pages need not be worked out again. Safe for several threads.</summary>
internal sealed class QueryCache<T>(int capacity)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Key, Lazy<T?> Rows)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, Lazy<T?> Rows)> _recent = [];
    private readonly Lock _lock = new();

    /// <summary>The rows of a query; null when <paramref name="read"/> finds them too many to keep.</summary>
    public T? Get(string key, Func<T?> read)
    {
        Lazy<T?> rows;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                rows = known.Value.Rows;
            }
            else
            {
                rows = new Lazy<T?>(read, LazyThreadSafetyMode.ExecutionAndPublication);
                _entries[key] = _recent.AddFirst((key, rows));
                if (_recent.Count > capacity)
                {
                    _entries.Remove(_recent.Last!.Value.Key);
                    _recent.RemoveLast();
                }
            }
        }
        return rows.Value;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _recent.Clear();
        }
    }
}
