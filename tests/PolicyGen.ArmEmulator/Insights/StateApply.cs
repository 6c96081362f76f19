using System.Globalization;
using PolicyGen.ArmEmulator.Estates;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>One column of a grouped answer that is computed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">count, min, max or countdistinct.</param>
/// <param name="Read">The field; null for count.</param>
internal sealed record StateAggregate(string Name, string Method, Func<PolicyState, object?>? Read);

/// <summary>
/// <c>$apply</c> of policyStates: <c>filter(…)/groupby((…),aggregate($count as n, timestamp with min as oldest))</c>, each part on
/// its own too.
/// </summary>
internal sealed record StateApply(IReadOnlyList<Func<PolicyState, bool>> Filters, IReadOnlyList<(string Name, Func<PolicyState, object?> Read)> Keys, IReadOnlyList<StateAggregate> Aggregates)
{
    private static readonly string[] Methods = ["min", "max", "countdistinct"];

    /// <exception cref="Http.ArmError">It cannot be understood.</exception>
    public static StateApply Parse(string text)
    {
        var lexer = new ODataLexer(text, "$apply");
        var filters = new List<Func<PolicyState, bool>>();
        while (lexer.TakeWord("filter"))
        {
            lexer.Expect('(');
            filters.Add(StateFilter.Any(lexer));
            lexer.Expect(')');
            lexer.Expect('/');
        }
        var (keys, aggregates) = lexer.IsWord("aggregate") ? ([], Aggregations(lexer)) : Grouping(lexer);
        return lexer.AtEnd ? new StateApply(filters, keys, aggregates) : throw lexer.Fail("the end is expected");
    }

    /// <summary>Rows of the answer, groups in the order in which they appear.</summary>
    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, object?>>> Run(IEnumerable<PolicyState> states)
    {
        var groups = new Dictionary<string, (object?[] Keys, object?[] Values)>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in states.Where(s => Filters.All(f => f(s))))
        {
            var keys = Keys.Select(k => k.Read(state)).ToArray();
            var id = string.Join('\n', keys.Select(k => Convert.ToString(k, CultureInfo.InvariantCulture)));
            if (!groups.TryGetValue(id, out var group))
                groups[id] = group = (keys, new object?[Aggregates.Count]);
            for (var i = 0; i < Aggregates.Count; i++)
                group.Values[i] = Add(Aggregates[i], group.Values[i], state);
        }
        return [.. groups.Values.Select(g => Keys.Select((k, i) => KeyValuePair.Create(k.Name, g.Keys[i]))
            .Concat(Aggregates.Select((a, i) => KeyValuePair.Create(a.Name, g.Values[i] is HashSet<string> set ? set.Count : g.Values[i]))).ToArray())];
    }

    private static object? Add(StateAggregate aggregate, object? sum, PolicyState state)
    {
        var value = aggregate.Read?.Invoke(state) as string;
        switch (aggregate.Method)
        {
            case "count":
                return ((int?)sum ?? 0) + 1;
            case "countdistinct":
                var set = sum as HashSet<string> ?? new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                set.Add(value ?? "");
                return set;
            default:
                var order = sum is string known ? string.CompareOrdinal(value, known) : 0;
                return sum is null || (aggregate.Method == "min" ? order < 0 : order > 0) ? value : sum;
        }
    }

    private static ((string, Func<PolicyState, object?>)[], StateAggregate[]) Grouping(ODataLexer lexer)
    {
        lexer.ExpectWord("groupby");
        lexer.Expect('(');
        lexer.Expect('(');
        var keys = new List<(string, Func<PolicyState, object?>)>();
        do
            keys.Add(Field(lexer));
        while (lexer.TakeMark(','));
        lexer.Expect(')');
        var aggregates = lexer.TakeMark(',') ? Aggregations(lexer) : [];
        lexer.Expect(')');
        return ([.. keys], aggregates);
    }

    private static StateAggregate[] Aggregations(ODataLexer lexer)
    {
        lexer.ExpectWord("aggregate");
        lexer.Expect('(');
        var aggregates = new List<StateAggregate>();
        do
        {
            if (lexer.TakeWord("$count"))
            {
                lexer.ExpectWord("as");
                aggregates.Add(new StateAggregate(lexer.Name(), "count", null));
                continue;
            }
            var read = Field(lexer).Read;
            lexer.ExpectWord("with");
            var method = Methods.FirstOrDefault(lexer.TakeWord) ?? throw lexer.Fail("min, max or countdistinct is expected");
            lexer.ExpectWord("as");
            aggregates.Add(new StateAggregate(lexer.Name(), method, read));
        }
        while (lexer.TakeMark(','));
        lexer.Expect(')');
        return [.. aggregates];
    }

    private static (string Name, Func<PolicyState, object?> Read) Field(ODataLexer lexer)
    {
        var name = lexer.Name();
        return StateFields.Find(name) ?? throw lexer.Fail($"{name} is no field");
    }
}
