namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>iff, case and coalesce: their values have one type, or are numbers, or some of them are dynamic.</summary>
internal static class KustoChoice
{
    /// <summary>Conditions with their values, and the value of all other rows.</summary>
    public static KustoBound Case(KustoCall call)
    {
        var count = call.Arguments.Length;
        if (count % 2 == 0)
            throw new KustoException($"The function '{call.Node.Name}' takes pairs and one more value.", call.Position);
        var type = Common(call, [.. Enumerable.Range(0, count).Where(i => i % 2 == 1 || i == count - 1)]);
        var conditions = new Func<Cells, object?>[count / 2];
        var values = new Func<Cells, object?>[count / 2 + 1];
        for (var i = 0; i < conditions.Length; i++)
        {
            conditions[i] = call[2 * i].Type == KustoType.Bool ? call[2 * i].Read : throw call.Wrong(2 * i);
            values[i] = call[2 * i + 1].To(type).Read;
        }

        values[^1] = call[count - 1].To(type).Read;
        return new KustoBound(type, cells =>
        {
            var i = 0;
            while (i < conditions.Length && conditions[i](cells) is not true)
                i++;
            return values[i](cells);
        });
    }

    /// <summary>The first value that is neither null nor the empty text.</summary>
    public static KustoBound Coalesce(KustoCall call)
    {
        var type = Common(call, [.. Enumerable.Range(0, call.Arguments.Length)]);
        var values = call.Arguments.Select(a => a.To(type).Read).ToArray();
        return new KustoBound(type, cells =>
        {
            object? value = type.Missing();
            for (var i = 0; i < values.Length && value is null or ""; i++)
                value = values[i](cells);
            return value;
        });
    }

    private static KustoType Common(KustoCall call, int[] indexes)
    {
        var types = indexes.Select(i => call[i].Type).Where(t => t != KustoType.Dynamic).Distinct().ToArray();
        return types.Length switch
        {
            0 => KustoType.Dynamic,
            1 => types[0],
            _ when types.All(t => t.IsNumber()) => KustoType.Real,
            _ => throw new KustoException($"The values of '{call.Node.Name}' have no common type.", call.Position),
        };
    }
}
