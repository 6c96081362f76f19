using Azure.Core;
using Azure.Core.Pipeline;

namespace PolicyGen.Arm;

/// <summary>Lets requests to the endpoint pass and no others, before a token is put into them: a next page is an address that others write.</summary>
internal sealed class ArmHostGuard(ArmRun run) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Check(message.Request.Uri.ToUri(), "", "/");
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Check(message.Request.Uri.ToUri(), "", "/");
        return ProcessNextAsync(message, pipeline);
    }

    /// <summary>Refuses an address elsewhere.</summary>
    /// <exception cref="ArmException">It leads elsewhere.</exception>
    public void Check(Uri address, string action, string scope)
    {
        if (run.IsHome(address))
            return;
        var host = ArmText.Line(address.GetLeftPart(UriPartial.Authority));
        throw new ArmException(new ArmFailure(
            ArmFailureKind.Refused, 0, "", $"A next page leads to {host} instead of {run.Endpoint.GetLeftPart(UriPartial.Authority)}: nothing was sent there.", action, scope, 0, null));
    }
}
