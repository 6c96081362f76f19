namespace PolicyGen.Cli;

/// <summary>Exit codes of every command; pipelines rely on them.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing to fail on.</summary>
    public const int Success = 0;

    /// <summary>Findings at or above the threshold, drift under --check, lint errors.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage or bad input; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>The result is incomplete, or Azure, the network or credentials failed.</summary>
    public const int Incomplete = 3;

    /// <summary>Interrupted.</summary>
    public const int Cancelled = 130;
}
