using System.Security.Authentication;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace PolicyGen.Arm;

/// <summary>
/// Sends what Azure.Identity asks for. A certificate that is not trusted does not become so by trying again, which Azure.Identity would
/// do for half a minute.
/// </summary>
internal sealed class ArmSignInTransport : HttpPipelineTransport
{
    private readonly HttpPipelineTransport _inner = HttpClientTransport.Shared;

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message)
    {
        try
        {
            _inner.Process(message);
        }
        catch (RequestFailedException exception) when (Certificate(exception) is { } certificate)
        {
            throw new AuthenticationFailedException(certificate.Message, certificate);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        try
        {
            await _inner.ProcessAsync(message);
        }
        catch (RequestFailedException exception) when (Certificate(exception) is { } certificate)
        {
            throw new AuthenticationFailedException(certificate.Message, certificate);
        }
    }

    private static AuthenticationException? Certificate(Exception? exception) =>
        exception is null or AuthenticationException ? exception as AuthenticationException : Certificate(exception.InnerException);
}
