using System.Globalization;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>What a request to policyStates asks for.</summary>
internal sealed record StateQuery
{
    /// <summary>Earlier evaluations are not seen: a day before <see cref="To"/> where nothing is said.</summary>
    public DateTimeOffset From { get; private init; }

    public DateTimeOffset? To { get; private init; }

    public Func<PolicyState, bool>? Filter { get; private init; }

    public StateApply? Apply { get; private init; }

    /// <summary>Fields of the answer; null for all.</summary>
    public IReadOnlyList<string>? Select { get; private init; }

    public IReadOnlyList<(string Name, bool IsDescending)> Order { get; private init; } = [];

    public int? Top { get; private init; }

    /// <exception cref="ArmError">A parameter cannot be understood.</exception>
    public static StateQuery Parse(EmulatorRequest request, DateTimeOffset now) => new()
    {
        From = Time(request, "$from") ?? (Time(request, "$to") ?? now).AddDays(-1),
        To = Time(request, "$to"),
        Filter = request.Parameter("$filter") is { } filter ? StateFilter.Parse(filter) : null,
        Apply = request.Parameter("$apply") is { } apply ? StateApply.Parse(apply) : null,
        Select = request.Parameter("$select")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Order = [.. (request.Parameter("$orderby") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Ordering)],
        Top = Pages.Top(request),
    };

    /// <summary>Records that answer the query: states, or rows of a grouping.</summary>
    public IEnumerable<object> Run(IStateSource source, Func<string, bool> includes, Func<PolicyState, bool> isInScope)
    {
        var states = States(source, includes, isInScope);
        IEnumerable<object> rows = Apply is { } apply ? apply.Run(states) : states;
        IOrderedEnumerable<object>? ordered = null;
        foreach (var (name, isDescending) in Order)
        {
            Func<object, object?> key = row => Value(row, name);
            ordered = (ordered, isDescending) switch
            {
                (null, false) => rows.OrderBy(key, ValueOrder.Instance),
                (null, true) => rows.OrderByDescending(key, ValueOrder.Instance),
                (_, false) => ordered.ThenBy(key, ValueOrder.Instance),
                _ => ordered.ThenByDescending(key, ValueOrder.Instance),
            };
        }
        rows = ordered ?? rows;
        return Top is { } top ? rows.Take(top) : rows;
    }

    /// <summary>States that the query is about.</summary>
    public IEnumerable<PolicyState> States(IStateSource source, Func<string, bool> includes, Func<PolicyState, bool> isInScope)
    {
        var states = source.Read(includes, To).Where(isInScope).Where(s => s.Timestamp >= From);
        return Filter is { } filter ? states.Where(filter) : states;
    }

    private static object? Value(object row, string name) => row is PolicyState state
        ? StateFields.Find(name) is { } field ? field.Read(state) : throw Unknown(name)
        : row is IReadOnlyList<KeyValuePair<string, object?>> group && group.FirstOrDefault(g => g.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Key: not null } pair
            ? pair.Value
            : throw Unknown(name);

    private static ArmError Unknown(string name) => ArmError.BadRequest("InvalidParameter", $"The value of $orderby is not supported: {name} is no field of the answer.");

    // The service sorts downwards where nothing is said.
    private static (string, bool) Ordering(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts is [_] or [_, "asc" or "desc"]
            ? (parts[0], parts.Length == 1 || parts[1] == "desc")
            : throw ArmError.BadRequest("InvalidParameter", $"The value of $orderby is not supported: \"{text}\".");
    }

    private static DateTimeOffset? Time(EmulatorRequest request, string name)
    {
        if (request.Parameter(name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw ArmError.BadRequest("InvalidParameter", $"The value of {name} is no ISO 8601 time.");
    }

    private sealed class ValueOrder : IComparer<object?>
    {
        public static ValueOrder Instance { get; } = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (int a, int b) => a.CompareTo(b),
            _ => string.Compare(Convert.ToString(x, CultureInfo.InvariantCulture), Convert.ToString(y, CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase),
        };
    }
}
