namespace PolicyGen.Cli;

/// <summary>
/// Lets a command that reads and renders the whole library run without collecting garbage: it is over before a collection
/// would pay, and each one stops both cores (docs/performance.md has the figures). Beyond the budget, collection works as
/// usual.
/// </summary>
internal static class MemoryBudget
{
    // What 430 controls allocate until everything is rendered; the largest that .NET grants without a setting.
    private const long Bytes = 240_000_000;

    // On a small machine or in a small container the budget is not taken.
    private const long LeastAvailable = 8 * Bytes;

    public static void PostponeCollections()
    {
        if (Environment.Is64BitProcess && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= LeastAvailable)
            _ = GC.TryStartNoGCRegion(Bytes);
    }
}
