namespace PolicyGen.Bicep;

/// <summary>Why the compiler gave no answer.</summary>
public enum BicepFailure
{
    /// <summary>It refused the request: the file cannot be compiled or expanded. The message is the compiler's.</summary>
    Refused,

    /// <summary>The executable cannot be started.</summary>
    NotStarted,

    /// <summary>It is older than <see cref="BicepClient.MinimumVersion"/>.</summary>
    TooOld,

    /// <summary>It did not answer in time and was ended.</summary>
    TimedOut,

    /// <summary>It ended by itself, twice, at the same request.</summary>
    Crashed,
}

/// <summary>The Bicep compiler gave no answer.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">For a person.</param>
public sealed class BicepException(BicepFailure failure, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public BicepFailure Failure { get; } = failure;
}
