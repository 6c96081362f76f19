namespace PolicyGen.Policies.Loading;

/// <summary>What one file's expressions may cost, so that a template of a few lines cannot stand for gigabytes.</summary>
internal sealed class TemplateBudget
{
    private long _left = 16L * 1024 * 1024;

    /// <summary>Takes that many units, a character or a JSON value each; false when they are used up.</summary>
    public bool Take(long units)
    {
        _left -= units;
        return _left >= 0;
    }
}
