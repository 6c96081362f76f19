namespace PolicyGen.Evaluation.Fields;

/// <summary>A count around a condition: where the element that it enumerates is found.</summary>
/// <param name="Parent">The count around it.</param>
/// <param name="Name">Name of a value count (<c>default</c> without one), or null for a field count.</param>
/// <param name="Arrays">For a field count each array alias that it enumerates, with the slot of its element.</param>
/// <param name="Slot">Slot of the element that is counted.</param>
internal sealed record CountScope(CountScope? Parent, string? Name, IReadOnlyList<(string Alias, int Slot)> Arrays, int Slot)
{
    /// <summary>The slot of the element of an array alias, <c>…[*]</c>; -1 when no count enumerates that array.</summary>
    public static int SlotOf(CountScope? scope, ReadOnlySpan<char> alias)
    {
        for (; scope is not null; scope = scope.Parent)
        {
            foreach (var (name, slot) in scope.Arrays)
            {
                if (alias.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return slot;
            }
        }

        return -1;
    }
}
