using Azure.ResourceManager;
using Newtonsoft.Json;

namespace PolicyGen.Arm;

/// <summary>
/// Sends requests to Azure Resource Manager: signs in, retries what a retry can help, keeps within the quotas and the time of
/// the run. Safe for several threads; how many requests run at once is decided within.
/// </summary>
public interface IArmTransport
{
    /// <summary>The endpoint, <c>https://management.azure.com</c>. Tokens go nowhere else.</summary>
    Uri Endpoint { get; }

    /// <summary>The typed client, on the same pipeline and with the same limits. Its failures are told by <see cref="ArmFailure.Of"/>.</summary>
    ArmClient Client { get; }

    /// <summary>What was sent and received so far.</summary>
    ArmFigures Figures { get; }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <typeparam name="T">What is made of the body.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">
    /// Reads the body from a stream, placed before its first token. When the body breaks off or is malformed, the request may be sent
    /// again and <paramref name="read"/> is called again from the beginning: it must not add to anything outside.
    /// </param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArmException">It failed for good, or the time of the run is over.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    Task<T> SendAsync<T>(ArmRequest request, Func<JsonTextReader, T> read, CancellationToken cancellationToken);

    /// <summary>The same, with the answer's headers: the second argument of <paramref name="read"/> gives one by its name, null when it is not there.</summary>
    /// <inheritdoc cref="SendAsync{T}(ArmRequest, Func{JsonTextReader, T}, CancellationToken)"/>
    Task<T> SendAsync<T>(ArmRequest request, Func<JsonTextReader, Func<string, string?>, T> read, CancellationToken cancellationToken);
}
