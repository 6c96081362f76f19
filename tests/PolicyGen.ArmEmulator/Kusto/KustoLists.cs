namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>in, !in, in~, !in~, has_any and has_all. An array of the type dynamic stands for its elements.</summary>
internal static class KustoLists
{
    public static KustoBound Bind(ListNode node, KustoBound left, KustoBound[] items)
    {
        foreach (var item in items)
        {
            if (item.Type != left.Type && item.Type != KustoType.Dynamic && left.Type != KustoType.Dynamic && !(item.Type.IsNumber() && left.Type.IsNumber()))
                throw KustoComparison.Undefined(node.Operator, left, item, node.Position);
        }

        var byText = node.Operator is not ("in" or "!in");
        if (byText && !(left.Type.IsText() && items.All(i => i.Type.IsText())))
            throw new KustoException($"The operator '{node.Operator}' takes texts.", node.Position);
        var negated = node.Operator[0] == '!';
        var read = left.Read;
        if (node.Operator is "has_any" or "has_all")
        {
            var all = node.Operator == "has_all";
            return new KustoBound(KustoType.Bool, cells =>
            {
                var text = KustoConvert.Text(read(cells));
                var terms = Values(items, cells).Select(KustoConvert.Text);
                return all ? terms.All(Has) : terms.Any(Has);

                bool Has(string term) => KustoTextOperators.HasTerm(text, term, StringComparison.OrdinalIgnoreCase);
            });
        }

        // Lists of constants are the usual case, and may be long.
        var comparer = byText ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        if (left.Type.IsText() && items.All(i => i.IsConstant) && Values(items, KustoBound.Empty).ToArray() is var constants && constants.All(c => c is string))
        {
            var set = constants.Cast<string>().ToHashSet(comparer);
            return new KustoBound(KustoType.Bool, cells => KustoValue.Of((read(cells) is { } value && set.Contains(KustoConvert.Text(value))) != negated));
        }

        return new KustoBound(KustoType.Bool, cells => (read(cells) is { } value && Values(items, cells).Any(item => Same(value, item))) != negated);

        bool Same(object value, object? item) => item is not null
            && (value is string || item is string ? comparer.Equals(KustoConvert.Text(value), KustoConvert.Text(item)) : KustoValue.Same(value, item));
    }

    private static IEnumerable<object?> Values(KustoBound[] items, Cells cells) =>
        items.SelectMany(item => item.Read(cells) is var value && KustoValue.Count(value) is null ? [value] : KustoValue.Elements(value));
}
