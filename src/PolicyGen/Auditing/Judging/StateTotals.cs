using System.Collections.Immutable;

namespace PolicyGen.Auditing.Judging;

/// <summary>Numbers of states by Azure's word, with the age of the oldest and the newest.</summary>
internal sealed class StateTotals
{
    private readonly SortedDictionary<string, long> _states = new(StringComparer.Ordinal);

    /// <summary>No states.</summary>
    public static ImmutableSortedDictionary<string, long> None { get; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    public DateTimeOffset? Oldest { get; private set; }

    public DateTimeOffset? Newest { get; private set; }

    public long Total => _states.Values.Sum();

    public ImmutableSortedDictionary<string, long> States => _states.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public long Of(string word) => _states.GetValueOrDefault(word);

    public void Add(string state, long number, DateTimeOffset? oldest, DateTimeOffset? newest)
    {
        if (number <= 0)
            return;
        _states[state] = _states.GetValueOrDefault(state) + number;
        if (oldest is { } first && (Oldest is null || first < Oldest))
            Oldest = first;
        if (newest is { } last && (Newest is null || last > Newest))
            Newest = last;
    }

    /// <summary>Totals by some key, compared without case.</summary>
    public static Dictionary<string, StateTotals> By<T>(IEnumerable<T> items, Func<T, string?> key, Func<T, (string State, long Number, DateTimeOffset? Oldest, DateTimeOffset? Newest)> read)
    {
        var totals = new Dictionary<string, StateTotals>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            if (key(item) is not { } name)
                continue;
            if (!totals.TryGetValue(name, out var total))
                totals[name] = total = new StateTotals();
            var (state, number, oldest, newest) = read(item);
            total.Add(state, number, oldest, newest);
        }

        return totals;
    }
}
