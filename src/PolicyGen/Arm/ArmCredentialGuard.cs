using Azure.Core;
using Azure.Identity;

namespace PolicyGen.Arm;

/// <summary>A credential within the time of the run, whose failures are ours.</summary>
internal sealed class ArmCredentialGuard(TokenCredential inner, ArmRun run) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Requests are asynchronous.");

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.End);
        try
        {
            return await inner.GetTokenAsync(requestContext, stop.Token);
        }
        catch (Exception) when (run.IsOver && !cancellationToken.IsCancellationRequested)
        {
            throw new ArmException(new ArmFailure(ArmFailureKind.Timeout, 0, "", "The time of the run was over before anybody had signed in.", "", "/", 1, null));
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            // A time limit of Azure.Identity's own.
            throw new ArmException(ArmFailureReader.SignIn(exception, "", "/"), exception);
        }
        catch (AuthenticationFailedException exception)
        {
            throw new ArmException(ArmFailureReader.SignIn(exception, "", "/"), exception);
        }
    }
}
