using Azure;

namespace PolicyGen.Arm;

/// <summary>Why a request failed.</summary>
public enum ArmFailureKind
{
    /// <summary>Nobody could sign in, or the token was refused (401).</summary>
    SignIn,

    /// <summary>The caller may not do it (403).</summary>
    Forbidden,

    /// <summary>There is no such thing (404).</summary>
    NotFound,

    /// <summary>Something else is under way (409).</summary>
    Conflict,

    /// <summary>Too many requests (429), and the time of the run did not suffice to wait.</summary>
    Throttled,

    /// <summary>The answer is too large for the service: ask for less (ResponsePayloadTooLarge).</summary>
    TooLarge,

    /// <summary>Azure refuses the request as it is (400 and others).</summary>
    BadRequest,

    /// <summary>The service fails (5xx).</summary>
    Service,

    /// <summary>No connection, or one that broke, TLS included.</summary>
    Network,

    /// <summary>The answer is not what it should be: malformed or cut JSON, a page that repeats.</summary>
    Malformed,

    /// <summary>It leads elsewhere: a next page on another host. Nothing was sent there.</summary>
    Refused,

    /// <summary>The time of the run is over.</summary>
    Timeout,
}

/// <summary>A request that failed for good.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Code">Azure's error code; empty when there is none.</param>
/// <param name="Message">What Azure or the connection says, in one line; without token or secret.</param>
/// <param name="Action">The action that a role must allow: that of the answer where it names one.</param>
/// <param name="Scope">What it was about: the scope of the answer where it names one.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="RequestId">x-ms-request-id for Microsoft's support; null when there was no answer.</param>
public sealed record ArmFailure(ArmFailureKind Kind, int Status, string Code, string Message, string Action, string Scope, int Attempts, string? RequestId)
{
    /// <summary>The failure behind an exception of <see cref="IArmTransport"/>, of its typed client or of Azure.Identity.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="action">The action that the request needs.</param>
    /// <param name="scope">What it was about.</param>
    /// <returns>The failure; null for an exception that is none.</returns>
    public static ArmFailure? Of(Exception exception, string action, string scope) => exception switch
    {
        ArmException known => known.Failure,
        RequestFailedException failed => ArmFailureReader.Read(failed, action, scope),
        _ => ArmFailureReader.Read(exception, action, scope),
    };
}

/// <summary>A request failed for good.</summary>
/// <param name="failure">What is known of it.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class ArmException(ArmFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>What is known of it.</summary>
    public ArmFailure Failure { get; } = failure;
}
